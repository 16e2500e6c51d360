"""What webhooks were told about a message: each attempt as it happens, and resending."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.inbox.conftest import NUMBER, OTHER
from tests.kit.receiver import OK, Receiver, answer
from turbosms_client import Sms

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.kit.control import Control
    from turbosms_client import TurboSMS

    Open = Callable[..., Page]


def test_callbacks_of_a_message(application: TurboSMS, opened: Open, control: Control) -> None:
    with Receiver(lambda _: answer(503)) as receiver:
        control.webhooks.set(f"{receiver.url}/hook", events=["DLR_SMS_API"])
        control.decide(NUMBER, sms="Accepted")
        report = application.message.send([NUMBER], sms=Sms(text="Hello"))
        control.advance(0)
        tab = opened(f"#/{NUMBER}/{report.message_ids[0]}")
        callback = tab.get_by_role("region", name="Callback DLR_SMS_API Accepted")
        tries = callback.get_by_role("listitem")
        expect(tries).to_contain_text(["Try 1: HTTP 503"])
        expect(callback).to_contain_text(f"{receiver.url}/hook")
        expect(callback).to_contain_text("Next try")
        control.fault("webhook", "drop")
        control.advance(60)
        expect(tries).to_contain_text(["Try 1: HTTP 503", "Try 2: dropped (fault drop)"])
        receiver.decide = lambda _: OK
        callback.get_by_role("button", name="Resend").click()
        expect(tries).to_contain_text(["Try 1", "Try 2", "Try 3: HTTP 200"])
        expect(callback).not_to_contain_text("Next try")
        control.control("PUT", "webhooks", {"webhooks": []})
        callback.get_by_role("button", name="Resend").click()
        expect(callback.get_by_role("alert")).to_contain_text("no event")


def test_a_message_that_was_told_of_in_an_array(
    application: TurboSMS, opened: Open, control: Control
) -> None:
    """The status that is shown is that of the message, not that of another one in the array."""
    with Receiver() as receiver:
        control.webhooks.set(f"{receiver.url}/hook", array=True)
        control.decide(NUMBER, sms="Undelivered")
        report = application.message.send([OTHER, NUMBER], sms=Sms(text="Hello"))
        control.advance(10)
        tab = opened(f"#/{NUMBER}/{report.message_ids[1]}")
        callback = tab.get_by_role("region", name="Callback DLR_SMS_API UNDELIV")
        expect(callback).to_contain_text("In an array, with 1 more")
        expect(callback.get_by_role("listitem")).to_contain_text(["Try 1: HTTP 200"])


def test_without_webhooks_there_is_nothing_of_them(
    application: TurboSMS, opened: Open, rows: Any
) -> None:
    application.message.send([NUMBER], text="Hello")
    tab = opened()
    rows(tab).first.get_by_role("link").click()
    details = tab.get_by_role("region", name="Message details")
    expect(details).to_contain_text(NUMBER)
    expect(details).not_to_contain_text("webhooks")
