"""What a person sees happen.

An application sends, the page shows it, the tester answers, the application reads.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.effort import THOROUGH
from tests.inbox.conftest import NUMBER, OTHER
from tests.kit.processes import SandboxProcess
from turbosms_client import Sms, TurboSMS, Viber

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.inbox.cut_wire import Wire
    from tests.kit.control import Control

    Open = Callable[..., Page]


def test_a_hybrid_message_and_an_answer(application: TurboSMS, opened: Open, rows: Any) -> None:
    """From end to end, without a reload: sent, shown, answered, and read by the application."""
    tab = opened()
    tab.evaluate("window.sameLoad = true")
    report = application.message.send(
        [NUMBER], text="Your order is on its way", viber=Viber(), sms=Sms()
    )
    row = rows(tab).filter(has_text="Your order is on its way")
    row.get_by_role("link").click()
    phone = tab.get_by_role("region", name=f"Phone of {NUMBER}")
    bubble = phone.get_by_role("article", name="Viber from TurboSMS")
    expect(bubble).to_contain_text("Your order is on its way")
    expect(bubble.get_by_text("Delivered")).to_be_visible()
    phone.get_by_role("textbox", name="Reply").fill("Thank you!")
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("article", name="Reply to TurboSMS")).to_contain_text("Thank you!")
    expect(phone.get_by_role("textbox", name="Reply")).to_have_value("")
    (answer,) = [message for message in application.chat.messages() if message.type == "Inbox"]
    assert answer.message == "Thank you!"
    assert answer.chat_id is not None
    application.chat.send(answer.chat_id, text="You are welcome.")
    expect(phone.get_by_role("article", name="Viber chat message from TurboSMS")).to_contain_text(
        "You are welcome."
    )
    assert application.message.status(report)[report.message_ids[0]].status == "Delivered"
    assert tab.evaluate("window.sameLoad")


def test_a_fallback_as_it_happens(
    application: TurboSMS, opened: Open, control: Control, rows: Any
) -> None:
    tab = opened("#/380001000004")
    viber, sms = Viber(text="By Viber", ttl=60), Sms(text="By SMS")
    application.message.send(["380001000004"], viber=viber, sms=sms)
    phone = tab.get_by_role("region", name="Phone of 380001000004")
    expect(phone.get_by_role("article")).to_have_count(1)
    expect(
        phone.get_by_role("article", name="Viber from TurboSMS").get_by_text("Sent")
    ).to_be_visible()
    control.advance(61)
    expect(phone.get_by_role("article")).to_have_count(2)
    expect(phone.get_by_role("article", name="Viber from TurboSMS")).to_contain_text(
        "Not on the phone: phone was off until the ttl ended"
    )
    expect(
        phone.get_by_text(re.compile("Viber → SMS.*phone was off until the ttl ended"))
    ).to_be_visible()
    control.advance(10)
    expect(
        phone.get_by_role("article", name="SMS from TurboSMS").get_by_text("Delivered")
    ).to_be_visible()
    expect(rows(tab)).to_contain_text(["By SMS"])
    expect(rows(tab).first).to_contain_text("Delivered")


# So does that of the hybrid message above.
@pytest.mark.thorough_only
def test_statuses_come_by_themselves(application: TurboSMS, opened: Open, rows: Any) -> None:
    tab = opened()
    application.message.send([NUMBER], text="Hello", sms=Sms())
    expect(rows(tab).first).to_contain_text("Delivered")


def test_thousands_of_recipients_at_once(
    application: TurboSMS, opened: Open, rows: Any, control: Control
) -> None:
    control.account(balance=100_000)
    tab = opened()
    amount = 5_000 if THOROUGH else 1_000
    numbers = [f"38050{number:07}" for number in range(amount)]
    application.message.send(numbers, text="Sale", sms=Sms())
    expect(tab.get_by_text(f"{amount:,} messages", exact=True)).to_be_visible()
    expect(rows(tab).first).to_contain_text(numbers[-1])
    assert rows(tab).count() <= 300
    expect(tab.get_by_role("status").filter(has_text=f"{amount:,} new messages")).to_have_count(1)


def test_new_messages_do_not_push_away_what_is_read(
    application: TurboSMS, opened: Open, rows: Any
) -> None:
    application.message.send([f"38050{number:07}" for number in range(60)], text="Old", sms=Sms())
    tab = opened()
    pane = tab.locator(".list-rows")
    pane.evaluate("pane => pane.scrollTop = 600")
    expect(tab.get_by_role("button", name="1 new message")).to_have_count(0)
    application.message.send([NUMBER], text="New", sms=Sms())
    notice = tab.get_by_role("button", name="1 new message")
    notice.click()
    assert pane.evaluate("pane => pane.scrollTop") == 0
    expect(rows(tab).first).to_contain_text("New")
    expect(notice).to_have_count(0)


@pytest.mark.thorough_only
def test_a_reset_and_a_deletion_elsewhere(
    application: TurboSMS, opened: Open, control: Control, rows: Any
) -> None:
    for text in ("one", "two"):
        application.message.send([NUMBER], text=text, sms=Sms())
    tab = opened(f"#/{NUMBER}")
    phone = tab.get_by_role("region", name=f"Phone of {NUMBER}")
    expect(phone.get_by_role("article")).to_have_count(2)
    control.control("DELETE", "messages?q=one")
    expect(rows(tab)).to_have_count(1)
    expect(phone.get_by_role("article")).to_have_count(1)
    control.reset()
    expect(tab.get_by_role("heading", name="No message yet")).to_be_visible()
    expect(phone.get_by_role("article")).to_have_count(0)
    expect(tab.get_by_role("button", name="Account 10,000.00 UAH")).to_be_visible()


def send(address: str, text: str, number: str = NUMBER) -> None:
    with TurboSMS(token="sandbox", base_url=address, sms_sender="TurboSMS") as client:
        client.message.send([number], text=text, sms=Sms())


def test_the_page_lives_on_when_the_server_is_started_again(
    browser: Any, rows: Any, tmp_path: Path
) -> None:
    lasting = SandboxProcess("--state", tmp_path / "state")
    tab = browser.new_context().new_page()
    tab.goto(f"{lasting.url}/#/{NUMBER}")
    send(lasting.url, "before")
    phone = tab.get_by_role("region", name=f"Phone of {NUMBER}")
    expect(phone.get_by_role("article")).to_contain_text("before")
    lasting.stop()
    expect(tab.get_by_text("Reconnecting…", exact=True)).to_be_visible()
    with SandboxProcess("--state", tmp_path / "state", "--port", lasting.port) as again:
        send(again.url, "missed")
        expect(tab.get_by_text("Live", exact=True)).to_be_visible()
        expect(rows(tab)).to_have_count(2)
        expect(rows(tab).first).to_contain_text("missed")
        expect(phone.get_by_role("article")).to_have_count(2)
        send(again.url, "after")
        expect(phone.get_by_role("article")).to_have_count(3)
        tab.context.close()


def test_what_was_sent_while_the_connection_was_away_is_there_afterwards(
    application: TurboSMS, browser: Any, rows: Any, wire: Wire
) -> None:
    tab = browser.new_context().new_page()
    tab.goto(wire.url)
    application.message.send([NUMBER], text="before", sms=Sms())
    expect(rows(tab)).to_have_count(1)
    wire.cut()
    expect(tab.get_by_text("Reconnecting…", exact=True)).to_be_visible()
    for text in ("missed 1", "missed 2"):
        application.message.send([OTHER], text=text, sms=Sms())
    wire.mend()
    expect(tab.get_by_text("Live", exact=True)).to_be_visible()
    expect(rows(tab)).to_have_count(3)
    expect(rows(tab).first).to_contain_text("missed 2")
    application.message.send([NUMBER], text="after", sms=Sms())
    expect(rows(tab)).to_have_count(4)
    tab.context.close()


@pytest.mark.thorough_only
def test_two_pages_see_the_same(application: TurboSMS, opened: Open, rows: Any) -> None:
    tabs = [opened(f"#/{NUMBER}"), opened(f"#/{NUMBER}")]
    application.message.send([NUMBER], text="Hello", viber=Viber())
    for tab in tabs:
        expect(rows(tab)).to_have_count(1)
    tabs[0].get_by_role("textbox", name="Reply").fill("From the first page")
    tabs[0].get_by_role("textbox", name="Reply").press("Enter")
    expect(tabs[1].get_by_role("article", name="Reply to TurboSMS")).to_contain_text(
        "From the first page"
    )


def test_a_second_visit_asks_for_no_file_again(opened: Open) -> None:
    tab = opened()
    tab.reload()
    expect(tab.locator(".link-live")).to_be_visible()
    files = tab.evaluate(
        """() => performance.getEntriesByType('resource')
            .filter((one) => /[.](js|css|svg)$/.test(one.name))
            .map((one) => ({address: one.name, bytes: one.transferSize}))"""
    )
    assert len(files) > 50
    assert [file for file in files if file["bytes"]] == []
