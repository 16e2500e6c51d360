"""What somebody has opened or done stays in sight, and goes when there is nothing left of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.inbox.conftest import NUMBER, OTHER
from turbosms_client import Sms, TurboSMS, Viber

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.kit.control import Control

    Open = Callable[..., Page]


def current(tab: Page) -> Locator:
    return tab.locator(".row-link[aria-current]")


def place(row: Locator) -> float:
    box = row.bounding_box()
    assert box is not None
    return box["y"]


def numbers(first: int, count: int) -> list[str]:
    return [f"38050{number:07}" for number in range(first, first + count)]


def test_new_messages_do_not_push_the_open_row_away(
    application: TurboSMS, opened: Open, rows: Any
) -> None:
    application.message.send(numbers(0, 40), text="Sale", sms=Sms())
    tab = opened()
    rows(tab).filter(has_text="380500000035").get_by_role("link").click()
    expect(tab.get_by_role("heading", name="Phone of 380500000035")).to_be_visible()
    expect(current(tab)).to_be_in_viewport()
    before = place(current(tab))
    for first in range(100, 140, 8):
        application.message.send(numbers(first, 8), text="More", sms=Sms())
    new = tab.get_by_role("button", name="40 new messages")
    expect(new).to_be_visible()
    expect(current(tab)).to_contain_text("380500000035")
    expect(current(tab)).to_be_in_viewport(ratio=1)
    assert abs(place(current(tab)) - before) < 2
    new.click()
    expect(rows(tab).first).to_be_in_viewport()
    expect(rows(tab).first).to_contain_text("380500000139")


@pytest.mark.thorough_only
def test_neither_does_a_flood(application: TurboSMS, opened: Open, rows: Any) -> None:
    application.message.send(numbers(0, 3), text="Sale", sms=Sms())
    tab = opened()
    rows(tab).filter(has_text="380500000001").get_by_role("link").click()
    expect(current(tab)).to_be_in_viewport()
    for first in (1000, 2000, 3000):
        application.message.send(numbers(first, 200), text="More", sms=Sms())
    expect(tab.get_by_text("603 messages")).to_be_visible()
    expect(current(tab)).to_contain_text("380500000001")
    expect(current(tab)).to_be_in_viewport(ratio=1)
    tab.get_by_role("button", name="Back to the newest").click()
    expect(rows(tab).first).to_contain_text("380500003199")


@pytest.mark.thorough_only
def test_who_scrolls_away_from_the_open_row_is_left_there(
    application: TurboSMS, opened: Open, rows: Any
) -> None:
    application.message.send(numbers(0, 50), text="Sale", sms=Sms())
    tab = opened()
    rows(tab).first.get_by_role("link").click()
    expect(current(tab)).to_be_in_viewport()
    tab.locator(".list-rows").evaluate("pane => { pane.scrollTop = pane.scrollHeight; }")
    expect(rows(tab).last).to_be_in_viewport()
    application.message.send([NUMBER], text="More", sms=Sms())
    expect(tab.get_by_role("button", name="1 new message")).to_be_visible()
    expect(current(tab)).not_to_be_in_viewport()


def test_a_link_to_a_row_further_down_shows_it(
    application: TurboSMS, opened: Open, rows: Any
) -> None:
    report = application.message.send(numbers(0, 50), text="Sale", sms=Sms())
    tab = opened(f"#/380500000003/{report.message_ids[3]}")
    expect(rows(tab)).to_have_count(50)
    expect(current(tab)).to_contain_text("380500000003")
    expect(current(tab)).to_be_in_viewport(ratio=1)


@pytest.mark.thorough_only
def test_details_close_after_a_reset(
    application: TurboSMS, opened: Open, control: Control, rows: Any
) -> None:
    application.message.send([NUMBER], text="Hello", sms=Sms())
    tab = opened()
    rows(tab).get_by_role("link").click()
    tab.get_by_role("article").get_by_role("link", name="Details").click()
    expect(tab.get_by_role("heading", name="Message details")).to_be_visible()
    expect(tab.get_by_text("Calls answered with this message")).to_be_visible()
    control.reset()
    expect(tab.get_by_role("heading", name="Message details")).to_be_hidden()
    expect(tab.get_by_text("Nothing has come to this phone yet.")).to_be_visible()
    assert tab.url.endswith(f"#/{NUMBER}")


@pytest.mark.thorough_only
def test_a_message_that_never_was_is_said_to_be_none(opened: Open) -> None:
    tab = opened(f"#/{NUMBER}/11111111-1111-1111-1111-111111111111")
    expect(tab.get_by_role("heading", name="Message details")).to_be_visible()
    expect(tab.get_by_role("alert").first).to_be_visible()


@pytest.mark.thorough_only
def test_a_call_closes_after_a_reset_or_follows_it(
    application: TurboSMS, opened: Open, control: Control
) -> None:
    for text in ("one", "two", "three"):
        application.message.send([NUMBER], text=text, sms=Sms())
    last = control.calls()[0]["number"]
    tab = opened(f"#/calls/{last}")
    expect(tab.get_by_role("region", name=f"Call {last}").get_by_text('"three"')).to_be_visible()
    control.reset()
    expect(tab.get_by_role("heading", name=f"Call {last}")).to_be_hidden()
    assert tab.url.endswith("#/calls")


def test_a_reply_scrolls_into_view(application: TurboSMS, opened: Open, control: Control) -> None:
    for number in range(20):
        application.message.send([NUMBER], text=f"Message {number}", viber=Viber())
    control.advance(60)
    first = control.control("GET", f"messages?recipient={NUMBER}&limit=100")["messages"][-1]
    # The oldest one is open, so that nobody follows the end.
    tab = opened(f"#/{NUMBER}/{first['message_id']}")
    log = tab.get_by_role("log", name="Conversation")
    expect(log.get_by_text("Message 0", exact=True)).to_be_in_viewport()
    tab.get_by_role("textbox", name="Reply").fill("Thank you")
    tab.get_by_role("button", name="Send").click()
    expect(log.get_by_text("Thank you")).to_be_in_viewport()
    log.evaluate("log => { log.scrollTop = 0; }")
    application.message.send([NUMBER], text="Not yours", viber=Viber())
    expect(log.get_by_text("Not yours")).to_be_attached()
    expect(log.get_by_text("Not yours")).not_to_be_in_viewport()
    control.reply(NUMBER, "And again", sender="TurboSMS")
    expect(log.get_by_text("And again")).to_be_in_viewport()


@pytest.mark.thorough_only
def test_a_deferred_message_says_when(
    application: TurboSMS, opened: Open, control: Control, rows: Any
) -> None:
    clock = dt.datetime.fromisoformat(control.advance(0))
    start = (clock + dt.timedelta(days=2)).replace(second=0, microsecond=0, tzinfo=None)
    application.message.send([NUMBER], text="Tomorrow", sms=Sms(start_time=start))
    application.message.send([OTHER], text="Now", sms=Sms())
    tab = opened()
    when = f"for {start.day} {start:%b}, {start:%H:%M}"
    expect(rows(tab).filter(has_text="Tomorrow")).to_contain_text(when)
    expect(rows(tab).filter(has_text="Now")).not_to_contain_text("for ")
    control.advance(2 * 24 * 3600 + 60)
    expect(rows(tab).filter(has_text="Tomorrow")).to_contain_text("Delivered")
    expect(rows(tab).filter(has_text="Tomorrow")).not_to_contain_text("for ")
