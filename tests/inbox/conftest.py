"""An application, a sandbox in a process of its own, and a tester with a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.inbox.cut_wire import Wire
from tests.kit.browser import chromium
from tests.kit.processes import SandboxProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page

    from tests.kit.control import Control
    from turbosms_client import TurboSMS

DESKTOP = {"width": 1440, "height": 900}
NUMBER = "380678998668"
OTHER = "380503288668"

expect.set_options(timeout=30_000)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for all of these tests, which one process runs in a row: see tests/order.py."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def sandbox() -> Iterator[str]:
    """The address of a sandbox whose ids are those of the pictures."""
    with SandboxProcess("--seed", 1) as process:
        yield process.url


@pytest.fixture
def application(control: Control) -> Iterator[TurboSMS]:
    """A client as an application has it."""
    with control.client() as client:
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

    A new tab costs twice as much time as a new visit in one. The page keeps nothing
    in the browser but a language that was chosen.
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


def show(tab: Page, view: str) -> None:
    """Go to another view of the page, and wait until its panes are drawn with what they show."""
    tab.goto(f"{tab.url.partition('#')[0]}{view}")
    # The page reads a new address later than the browser has it, but not two frames later.
    tab.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(tab.get_by_text(re.compile("^(Loading|Завантаження)…$"))).to_have_count(0)
    expect(tab.locator(".pane-body:empty")).to_have_count(0)


@pytest.fixture(scope="package")
def tabs(browser: Browser) -> Tabs:
    return Tabs(browser)


@pytest.fixture
def opened(tabs: Tabs, control: Control) -> Iterator[Callable[..., Page]]:
    """Opens the page; nothing may go wrong in it, and nothing be asked of another origin."""
    visits: list[tuple[dict[str, Any], Tab]] = []

    def go(view: str = "", **wanted: Any) -> Page:
        options = {"viewport": DESKTOP, "reduced_motion": "reduce", **wanted}
        tab = tabs.take(options)
        visits.append((options, tab))
        tab.page.goto(f"{control.url}/{view}")
        expect(tab.page.locator(".link-live")).to_be_visible()
        return tab.page

    yield go
    for _, tab in visits:
        tab.leave(control.url)
    for options, tab in visits:
        assert tab.problems == []
        own = re.compile(rf"(blob:)?{re.escape(control.url)}/")
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


@pytest.fixture
def wire(sandbox: str) -> Iterator[Wire]:
    """A wire to the sandbox, which a test can cut."""
    with Wire(sandbox) as wire:
        yield wire
