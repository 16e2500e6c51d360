"""An application, a sandbox in a process of its own, and a tester who looks at its page in a real browser."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from playwright.sync_api import expect

from tests.browser import chromium
from turbosms_client import TurboSMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page

DESKTOP = {"width": 1440, "height": 900}
NUMBER = "380678998668"
OTHER = "380503288668"

expect.set_options(timeout=10_000)


class Server:
    """A sandbox that can be stopped and started again at the same address."""

    def __init__(self, *options: str) -> None:
        self._options = options
        self._port = "0"
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "turbosms_cli", "sandbox", "--port", self._port, "--seed", "1", *self._options]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().split()[-1]
        self._port = self.address.rpartition(":")[2]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        self._process.send_signal(number)
        self._process.communicate(timeout=20)

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


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def control(server: Server) -> Iterator[Control]:
    """Of a sandbox in its opening state."""
    with httpx2.Client(base_url=f"{server.address}/sandbox/", trust_env=False) as http:
        control = Control(http)
        control("POST", "reset")
        yield control


@pytest.fixture
def application(server: Server, control: Control) -> Iterator[TurboSMS]:
    """A client as an application has it."""
    del control  # the sandbox is in its opening state
    with TurboSMS(token="sandbox", base_url=server.address, sms_sender="TurboSMS", viber_sender="TurboSMS") as client:
        yield client


class Visit:
    """A page that was opened: what it asked for, and what went wrong."""

    def __init__(self, tab: Page) -> None:
        self.asked: list[str] = []
        self.problems: list[str] = []
        tab.on("request", lambda request: self.asked.append(request.url))
        tab.on("pageerror", lambda error: self.problems.append(str(error)))
        tab.on("console", self._note)
        tab.on("dialog", lambda dialog: self.problems.append(f"a dialog: {dialog.message}"))

    def _note(self, message: ConsoleMessage) -> None:
        # While a server is away, and where it refuses, the browser itself writes an error for each request.
        own = message.text.startswith("Failed to load resource") or "net::ERR_" in message.text
        if message.type in ("error", "warning") and not own:
            self.problems.append(message.text)


@pytest.fixture
def opened(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Opens the page; at the end nothing may have gone wrong in it, and nothing been asked of another origin."""
    contexts: list[Any] = []
    visits: list[Visit] = []

    def go(view: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options})
        contexts.append(context)
        tab = context.new_page()
        visits.append(Visit(tab))
        tab.goto(f"{server.address}/{view}")
        expect(tab.get_by_text("Live", exact=True)).to_be_visible()
        return tab

    yield go
    for context in contexts:
        context.close()
    for visit in visits:
        assert visit.problems == []
        foreign = [url for url in visit.asked if not re.match(rf"(blob:)?{re.escape(server.address)}/", url)]
        assert foreign == []
        assert visit.asked


@pytest.fixture
def rows() -> Callable[[Page], Any]:
    """The rows of the list of messages."""
    return lambda tab: tab.get_by_role("list", name="Messages, newest first").get_by_role("listitem")
