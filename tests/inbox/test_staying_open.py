"""A page that stays open for long.

Beside others, under traffic, while the connection goes and the server forgets.
"""

from __future__ import annotations

import re
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.inbox.conftest import DESKTOP, NUMBER, OTHER
from tests.kit.control import http_client
from turbosms_client import Sms, TurboSMS, Viber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from tests.inbox.cut_wire import Wire
    from tests.kit.control import Control

    Open = Callable[..., Page]


@contextmanager
def traffic(sandbox: str) -> Iterator[None]:
    """An application that calls all the time."""
    over = threading.Event()

    def call() -> None:
        with http_client(sandbox) as http:
            while not over.wait(0.05):
                http.get("/user/ping.json?token=sandbox")

    thread = threading.Thread(target=call)
    thread.start()
    yield
    over.set()
    thread.join()


@pytest.mark.thorough_only
def test_more_tabs_than_a_browser_has_connections(
    application: TurboSMS, sandbox: str, browser: Any, rows: Any
) -> None:
    """A tab that others took the place of says so, and is live again when somebody looks at it."""
    context = browser.new_context(viewport=DESKTOP)
    tabs = [context.new_page() for _ in range(8)]
    for tab in tabs:
        tab.goto(f"{sandbox}/#/{NUMBER}")
        expect(tab.get_by_text("Live", exact=True)).to_be_visible()
    application.message.send([NUMBER], text="Hello", viber=Viber())
    first, last = tabs[0], tabs[-1]
    last.get_by_role("textbox", name="Reply").fill("From the last")
    last.get_by_role("textbox", name="Reply").press("Enter")
    expect(last.get_by_role("article", name="Reply to TurboSMS")).to_contain_text("From the last")
    expect(first.get_by_text("Paused", exact=True)).to_be_visible()
    first.evaluate("dispatchEvent(new Event('focus'))")
    expect(first.get_by_text("Live", exact=True)).to_be_visible()
    expect(rows(first)).to_have_count(1)
    expect(first.get_by_role("article")).to_have_count(2)
    context.close()


@pytest.mark.thorough_only
def test_nothing_of_an_earlier_life_stays(
    application: TurboSMS, control: Control, browser: Any, rows: Any, wire: Wire
) -> None:
    """The server is reset while the connection is away, and a phone is opened before it is back."""
    application.message.send([NUMBER], text="before", sms=Sms())
    tab = browser.new_context().new_page()
    tab.goto(wire.url)
    expect(rows(tab)).to_have_count(1)
    wire.cut()
    expect(tab.get_by_text("Reconnecting…", exact=True)).to_be_visible()
    control.reset()
    application.message.send([OTHER], text="another life", sms=Sms())
    wire.mend()
    tab.evaluate(f"location.hash = '#/{NUMBER}'")
    expect(tab.get_by_text("Live", exact=True)).to_be_visible()
    expect(rows(tab).first).to_contain_text("another life")
    expect(rows(tab)).to_have_count(1)
    tab.context.close()


@pytest.mark.thorough_only
def test_a_phone_is_opened_before_a_search_has_been_answered(
    application: TurboSMS, opened: Open, rows: Any
) -> None:
    """The rows still there are those of the search before, and are not mixed with the others."""
    texts = [f"{('apple', 'pear')[number % 2]} {number}" for number in range(80)]
    application.message.send_multi(
        {text: {"recipients": [NUMBER], "text": text, "sms": Sms()} for text in texts}
    )
    tab = opened("#/?search=apple")
    expect(rows(tab)).to_have_count(40)
    tab.route(re.compile(r"/events\?limit"), lambda _: None)  # not answered
    with tab.expect_request(re.compile(r"/events\?limit")):
        tab.evaluate("location.hash = '#/'")
    tab.evaluate(f"location.hash = '#/{NUMBER}'")
    expect(rows(tab)).to_have_count(50)
    expect(rows(tab)).to_contain_text(texts[:-51:-1])


@pytest.mark.thorough_only
def test_what_fits_no_longer_goes_far_down_too(
    application: TurboSMS, opened: Open, control: Control, rows: Any
) -> None:
    for text, days in (("Soon", 1), ("Later", 3)):
        numbers = [f"38050{number:07}" for number in range(60)]
        start = datetime.now(UTC) + timedelta(days=days)
        application.message.send(numbers, text=text, sms=Sms(), start_time=start)
    tab = opened("#/?status=Queued")
    tab.get_by_role("button", name="Show older").click()
    expect(rows(tab)).to_have_count(120)
    control.advance(2 * 86_400)
    expect(rows(tab)).to_have_count(60, timeout=30_000)
    expect(rows(tab).last).to_contain_text("Later")


def test_details_are_kept_up_to_date_under_traffic(
    application: TurboSMS, sandbox: str, opened: Open, control: Control
) -> None:
    report = application.message.send(["380001000004"], text="Hello", viber=Viber(ttl=60))
    tab = opened(f"#/380001000004/{report.message_ids[0]}")
    details = tab.get_by_role("region", name="Message details")
    expect(details.get_by_role("region", name="Course on Viber")).to_contain_text("Sent")
    with traffic(sandbox):
        control.advance(61)
        expect(details.get_by_role("region", name="Course on Viber")).to_contain_text(
            "Expired", timeout=30_000
        )


@pytest.mark.thorough_only
@pytest.mark.usefixtures("control")
def test_calls_without_a_gap(sandbox: str, browser: Any, wire: Wire) -> None:
    """More calls than a stream tells of were made while the connection was away."""
    with http_client(sandbox) as http:

        def ping(times: int) -> None:
            for _ in range(times):
                http.get("/user/ping.json?token=sandbox")

        ping(60)
        tab = browser.new_context(viewport=DESKTOP).new_page()
        tab.goto(f"{wire.url}/#/calls")
        calls = tab.get_by_role("list", name="Calls, newest first").get_by_role("listitem")
        older = tab.get_by_role("button", name="Show older")
        expect(calls).to_have_count(50)
        older.click()
        expect(calls).to_have_count(60)
        expect(older).to_have_count(0)
        wire.cut()
        expect(tab.get_by_text("Reconnecting…", exact=True)).to_be_visible()
        ping(70)
        wire.mend()
    expect(calls.first).to_have_attribute("data-call", "130")
    older.click()
    expect(calls).to_have_count(130)
    numbers = calls.evaluate_all("rows => rows.map((row) => Number(row.dataset.call))")
    assert numbers == list(range(130, 0, -1))
    tab.context.close()


@pytest.mark.thorough_only
def test_the_same_news_is_told_again(application: TurboSMS, opened: Open) -> None:
    """A screen reader speaks when words change: one message after the other is told twice."""
    tab = opened()
    tab.evaluate(
        """() => {
            window.said = [];
            const status = document.querySelector('p[role=status]');
            const note = () => window.said.push(status.textContent);
            const changes = { childList: true, characterData: true, subtree: true };
            new MutationObserver(note).observe(status, changes);
        }"""
    )
    for times in (1, 2):
        application.message.send([NUMBER], text=f"Message {times}", sms=Sms())
        deadline = time.monotonic() + 60
        while tab.evaluate("window.said.filter((text) => text === '1 new message').length") < times:
            assert time.monotonic() < deadline
            tab.wait_for_timeout(100)


@pytest.mark.thorough_only
def test_the_title_counts_what_came_since_somebody_looked(
    application: TurboSMS, opened: Open
) -> None:
    tab = opened()
    look = """(hidden) => {
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
        dispatchEvent(new Event('visibilitychange'));
    }"""
    for text in ("one", "two"):
        tab.evaluate(look, True)
        application.message.send([NUMBER], text=text, sms=Sms())
        expect(tab).to_have_title(re.compile(r"^\(1\) "))
        tab.evaluate(look, False)
        expect(tab).to_have_title("TurboSMS sandbox inbox")
