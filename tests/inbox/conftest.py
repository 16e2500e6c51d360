"""An application, a sandbox in a process of its own, and a tester with a real browser."""

from __future__ import annotations

import re
import signal
import ssl
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from playwright.sync_api import expect

from tests.kit.browser import chromium
from turbosms_client import TurboSMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page

DESKTOP = {"width": 1440, "height": 900}
NUMBER = "380678998668"
OTHER = "380503288668"

expect.set_options(timeout=30_000)


class Server:
    """A sandbox that can be stopped and started again at the same address."""

    def __init__(self, *options: str) -> None:
        self._options = options
        self._port = "0"
        self.start()

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "turbosms_cli",
            "sandbox",
            "--port",
            self._port,
            "--seed",
            "1",
            *self._options,
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().split()[-1]
        self._port = self.address.rpartition(":")[2]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        self._process.send_signal(number)
        self._process.communicate(timeout=60)

    @property
    def running(self) -> bool:
        return self._process.poll() is None


class Control:
    """The control plane, as a test calls it."""

    def __init__(self, http: httpx2.Client) -> None:
        self._http = http

    def __call__(self, verb: str, path: str, body: Any = None) -> Any:
        response = self._http.request(verb, path, **({} if body is None else {"json": body}))
        return response.raise_for_status().json()

    def advance(self, seconds: float) -> None:
        self("POST", "clock", {"advance": seconds})


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def control(server: Server) -> Iterator[Control]:
    """Of a sandbox in its opening state."""
    # Without TLS nobody needs certificates, and reading those of this machine takes a while.
    no_certificates = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    address = f"{server.address}/sandbox/"
    with httpx2.Client(
        base_url=address, trust_env=False, timeout=60, verify=no_certificates
    ) as http:
        control = Control(http)
        control("POST", "reset")
        yield control


@pytest.fixture
def application(server: Server, control: Control) -> Iterator[TurboSMS]:
    """A client as an application has it."""
    del control  # the sandbox is in its opening state
    with TurboSMS(
        token="sandbox", base_url=server.address, sms_sender="TurboSMS", viber_sender="TurboSMS"
    ) as client:
        yield client


class Tab:
    """A tab of the browser, and what a visit in it asked for and what went wrong."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.problems: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._note)
        page.on("dialog", lambda dialog: self.problems.append(f"a dialog: {dialog.message}"))

    def _note(self, message: ConsoleMessage) -> None:
        # While a server is away, and where it refuses, the browser itself writes an error for each
        # request.
        own = message.text.startswith("Failed to load resource") or "net::ERR_" in message.text
        if message.type in ("error", "warning") and not own:
            self.problems.append(message.text)

    def leave(self, address: str) -> None:
        """Off to an empty place of the same server: anywhere else means a new process."""
        self.page.unroute_all()
        self.page.goto(f"{address}/public/nothing")


class Tabs:
    """Tabs that wait for their next visit, by the options that they were opened with.

    A new tab costs twice as much time as a new visit in one. The page keeps nothing in the browser.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[Tab]] = {}

    def take(self, options: dict[str, Any]) -> Tab:
        free = self._free.setdefault(repr(options), [])
        if free:
            return free.pop()
        return Tab(self._browser.new_context(**options).new_page())

    def give_back(self, options: dict[str, Any], tab: Tab) -> None:
        tab.asked.clear()
        tab.problems.clear()
        self._free[repr(options)].append(tab)


@pytest.fixture(scope="module")
def tabs(browser: Browser) -> Tabs:
    return Tabs(browser)


@pytest.fixture
def opened(tabs: Tabs, server: Server, control: Control) -> Iterator[Callable[..., Page]]:
    """Opens the page; nothing may go wrong in it, and nothing be asked of another origin."""
    del control  # the sandbox is in its opening state
    visits: list[tuple[dict[str, Any], Tab]] = []

    def go(view: str = "", **wanted: Any) -> Page:
        options = {"viewport": DESKTOP, "reduced_motion": "reduce", **wanted}
        tab = tabs.take(options)
        visits.append((options, tab))
        tab.page.goto(f"{server.address}/{view}")
        expect(tab.page.get_by_text("Live", exact=True)).to_be_visible()
        return tab.page

    yield go
    for _, tab in visits:
        tab.leave(server.address)
    for options, tab in visits:
        assert tab.problems == []
        own = re.compile(rf"(blob:)?{re.escape(server.address)}/")
        foreign = [url for url in tab.asked if not own.match(url)]
        assert foreign == []
        assert tab.asked
        tabs.give_back(options, tab)


@pytest.fixture
def rows() -> Callable[[Page], Any]:
    """The rows of the list of messages."""
    return lambda tab: tab.get_by_role("list", name="Messages, newest first").get_by_role(
        "listitem"
    )
