"""Filters by channel and sender, a search in the calls, and what the page counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from playwright.sync_api import expect

from tests.inbox.conftest import NUMBER, OTHER
from tests.kit.control import PLAIN_HTTP
from turbosms_client import ProtocolError, Sms, TurboSMS, Viber

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.kit.control import Control

    Open = Callable[..., Page]


@pytest.mark.thorough_only
def test_filters_by_channel_and_sender(
    application: TurboSMS, opened: Open, control: Control, rows: Any
) -> None:
    application.message.send([NUMBER], text="By SMS", sms=Sms(sender="TurboSMS"))
    application.message.send([OTHER], text="By Viber", viber=Viber(sender="TurboSMS"))
    application.message.send([NUMBER], text="Other sender", sms=Sms(sender="Mobibon"))
    tab = opened()
    expect(rows(tab)).to_have_count(3)
    channel = tab.get_by_role("combobox", name="Channel")
    sender = tab.get_by_role("combobox", name="Sender")
    channel.select_option("Viber")
    expect(rows(tab)).to_have_count(1)
    expect(rows(tab)).to_contain_text("By Viber")
    assert "channel=viber" in tab.url
    channel.select_option("SMS")
    expect(rows(tab)).to_have_count(2)
    sender.select_option("Mobibon")
    expect(rows(tab)).to_have_count(1)
    expect(rows(tab)).to_contain_text("Other sender")
    # What is found is deleted, and nothing else.
    tab.get_by_role("button", name="Delete found…").click()
    dialog = tab.get_by_role("dialog", name="Delete messages")
    expect(dialog).to_contain_text("by SMS and from Mobibon")
    dialog.get_by_role("button", name="Delete", exact=True).click()
    expect(tab.get_by_text("Nothing fits.")).to_be_visible()
    assert len(control.shown()) == 2
    tab.get_by_role("link", name="Show all messages").click()
    expect(rows(tab)).to_have_count(2)
    expect(channel).to_have_value("")


def test_a_filter_is_live_and_can_be_linked_to(
    application: TurboSMS, opened: Open, control: Control, rows: Any
) -> None:
    tab = opened("#/?channel=sms&sender=TurboSMS")
    expect(tab.get_by_role("combobox", name="Channel")).to_have_value("sms")
    expect(tab.get_by_role("combobox", name="Sender")).to_have_value("TurboSMS")
    # A hybrid is there by SMS once that has taken the place of Viber.
    application.message.send(["380001000002"], text="Hybrid", sms=Sms(), viber=Viber())
    application.message.send([NUMBER], text="Viber alone", viber=Viber())
    application.message.send([OTHER], text="SMS alone", sms=Sms())
    control.advance(120)
    expect(rows(tab)).to_have_count(2)
    expect(rows(tab).first).to_contain_text("SMS alone")
    expect(rows(tab).last).to_contain_text("Hybrid")


@pytest.mark.thorough_only
def test_columns_have_heads_and_money_its_unit(
    application: TurboSMS, opened: Open, rows: Any
) -> None:
    application.message.send([NUMBER], text="Hello", sms=Sms())
    tab = opened()
    for name in ("Recipient", "Sender", "Text", "Channel", "Status", "UAH", "Created"):
        expect(tab.locator(".heads").get_by_text(name, exact=True)).to_be_visible()
    narrow = opened(viewport={"width": 360, "height": 740})
    expect(narrow.locator(".heads")).to_be_hidden()
    expect(rows(narrow).get_by_text("0.34 UAH")).to_be_visible()
    expect(rows(narrow).locator(".row-currency")).to_be_in_viewport(ratio=1)


def test_calls_show_numbers_and_text_and_are_searched(
    application: TurboSMS, opened: Open, sandbox: str
) -> None:
    application.message.send([NUMBER], text="Your code is 4711", sms=Sms())
    application.message.send([OTHER, "380671112233", "380671112244", "380671112255"],
                             text="Знижка", viber=Viber())  # fmt: skip
    form = {
        "token": "sandbox",
        "recipients[0]": "380661112233",
        "sms[sender]": "TurboSMS",
        "sms[text]": "Form",
    }
    httpx2.get(f"{sandbox}/message/send.json", params=form, **PLAIN_HTTP)
    application.user.balance()
    tab = opened("#/calls")
    calls = tab.get_by_role("list", name="Calls, newest first").get_by_role("listitem")
    expect(calls).to_have_count(4)
    expect(calls.nth(3)).to_contain_text(f"{NUMBER} Your code is 4711")
    expect(calls.nth(2)).to_contain_text(f"{OTHER}, 380671112233, 380671112244 and 1 more Знижка")
    expect(calls.nth(1)).to_contain_text("380661112233 Form")
    expect(tab.locator(".heads").get_by_text("Numbers and text")).to_be_visible()
    box = tab.get_by_role("searchbox", name="Search calls")
    for words, count in (
        ("4711", 1),
        ("ЗНИЖКА", 1),
        ("380671112255", 1),
        ("067 111", 1),
        ("balance", 1),
        ("message/send", 3),
        ("OK", 1),
        ("nothing like it", 0),
    ):
        box.fill(words)
        expect(
            tab.get_by_text("1 call" if count == 1 else f"{count} calls", exact=True)
        ).to_be_visible()
        expect(calls).to_have_count(count)
    expect(tab.get_by_text("Nothing fits.")).to_be_visible()
    box.fill("code")
    expect(calls).to_have_count(1)
    # A search is live.
    application.message.send([NUMBER], text="Another code", sms=Sms())
    expect(calls).to_have_count(2)


def test_faults_count_what_is_left(application: TurboSMS, opened: Open, control: Control) -> None:
    control.fault("user/balance", "http", status=503, times=4)
    control.fault("message/send", "code", code=999, times=2)
    tab = opened()
    expect(tab.get_by_role("button", name="Faults 6 calls left")).to_be_visible()
    # The client asks again by itself after a 503, and gives up some time.
    with pytest.raises(ProtocolError):
        application.user.balance()
    left = sum(fault["times"] for fault in control.faults())
    assert left < 6
    button = tab.get_by_role("button", name=f"Faults {left} calls left")
    button.click()
    expect(tab.get_by_role("list", name="Faults still to come")).to_contain_text("2 left")
    control.clear_faults()
    expect(tab.get_by_role("button", name="Faults none", include_hidden=True)).to_be_attached()


def test_the_tab_shows_how_many_are_new(application: TurboSMS, opened: Open) -> None:
    application.message.send([NUMBER], text="Seen", sms=Sms())
    tab = opened("#/calls")
    messages = tab.get_by_role("navigation", name="Views").get_by_role("link", name="Messages")
    expect(messages).to_have_text("Messages")
    application.message.send([NUMBER, OTHER], text="New", sms=Sms())
    expect(messages).to_have_text("Messages 2 new")
    application.message.send([NUMBER], text="Newer", sms=Sms())
    expect(messages).to_have_text("Messages 3 new")
    messages.click()
    expect(messages).to_have_text("Messages")


@pytest.mark.thorough_only
def test_the_title_counts_while_nobody_looks(application: TurboSMS, opened: Open) -> None:
    tab = opened()
    title = tab.title()
    tab.evaluate(
        """() => {
            const get = () => globalThis.away ?? true;
            Object.defineProperty(document, 'hidden', {get, configurable: true});
            document.dispatchEvent(new Event('visibilitychange', {bubbles: true}));
        }"""
    )
    application.message.send([NUMBER, OTHER], text="New", sms=Sms())
    expect(tab).to_have_title(f"(2) {title}")
    tab.evaluate("() => { globalThis.away = false; dispatchEvent(new Event('visibilitychange')); }")
    expect(tab).to_have_title(title)
    tab.evaluate("() => { delete document.hidden; }")
