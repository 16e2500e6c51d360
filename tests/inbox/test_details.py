"""Details of a message, and calls: what went over the wire, what it cost, and why nothing came."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from playwright.sync_api import expect

from tests.inbox.conftest import NUMBER, OTHER
from tests.kit.control import PLAIN_HTTP
from turbosms_client import Sms, TurboSMS, Viber

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.kit.control import Control

    Open = Callable[..., Page]

HEADERS = {"Authorization": "Bearer sandbox", "Content-Type": "application/json"}


def raw(details: Locator, name: str) -> str:
    """The text of a request or an answer as it was on the wire."""
    pretty = details.get_by_role("button", name=f"Pretty {name.lower()}").first
    if pretty.get_attribute("aria-pressed") == "true":
        pretty.click()
    return details.get_by_role("region", name=name).first.inner_text()


def test_everything_about_a_message(
    application: TurboSMS, opened: Open, control: Control, rows: Any
) -> None:
    long = "Шановний клієнте, " * 10
    report = application.message.send(
        ["380001000001"], viber=Viber(text="Hello"), sms=Sms(text=long)
    )
    control.advance(60)
    tab = opened()
    rows(tab).first.get_by_role("link").click()
    details = tab.get_by_role("region", name="Message details")
    expect(details).to_contain_text(report.message_ids[0])
    viber, sms = (
        details.get_by_role("region", name=f"Course on {name}") for name in ("Viber", "SMS")
    )
    expect(viber.get_by_role("listitem")).to_contain_text(["Sent", "Rejected"])
    expect(viber).to_contain_text("SRVC_NOT_VIBER_USER: not a Viber user")
    expect(sms.get_by_role("listitem")).to_contain_text(["Accepted", "Sent", "Delivered"])
    sent = application.message.details(report)[report.message_ids[0]].sms
    assert sent is not None
    segments = sent.segments or 0
    assert segments > 1
    expect(sms).to_contain_text(f"Segments{segments}")
    expect(sms).to_contain_text(f"Cost{segments * 0.34:.2f} UAH")
    expect(viber).to_contain_text("Cost0.00 UAH")
    expect(details).to_contain_text(re.compile("Viber → SMS.*not a Viber user"))


def test_the_request_and_the_answer_byte_for_byte(
    sandbox: str, control: Control, opened: Open
) -> None:
    sent = {
        "recipients": [NUMBER, OTHER, "1"],
        "sms": {"sender": "TurboSMS", "text": "Привіт \\n <b>"},
    }
    body = json.dumps(sent, ensure_ascii=False)
    response = httpx2.post(
        f"{sandbox}/message/send.json",
        content=body,
        headers=HEADERS,
        **PLAIN_HTTP,
    )
    message_id = response.json()["response_result"][1]["message_id"]
    details = opened(f"#/{OTHER}/{message_id}").get_by_role("region", name="Message details")
    expect(details).to_contain_text("803 SUCCESS_MESSAGE_PARTIAL_SENT")
    assert json.loads(details.get_by_role("region", name="Request").inner_text()) == sent
    assert raw(details, "Request") == body
    assert raw(details, "Answer") == response.text
    details.get_by_text("Headers", exact=True).click()
    expect(details).to_contain_text("Bearer sandbox")
    with details.page.expect_download() as download:
        details.get_by_role("link", name="Download answer").click()
    assert download.value.path().read_bytes() == response.content
    assert control.control("GET", "calls/1")["request"] == body


def test_a_repeat_stands_beside_the_call_that_it_repeats(
    application: TurboSMS, opened: Open, control: Control
) -> None:
    control.fault("message/send", "drop_after")
    report = application.message.send([NUMBER], text="Once", sms=Sms())
    assert report.replayed
    tab = opened(f"#/{NUMBER}/{report.message_ids[0]}")
    details = tab.get_by_role("region", name="Message details")
    expect(details.get_by_text(re.compile("^801 "))).to_be_visible()
    expect(details.get_by_text("507 FAILED_DUPLICATE_REQUEST")).to_be_visible()
    expect(details).to_contain_text("Executed, but the connection was closed without an answer.")


def test_a_large_answer_is_cut_and_can_be_saved(
    application: TurboSMS, opened: Open, control: Control
) -> None:
    control.account(balance=100_000)
    report = application.message.send(
        [f"38050{number:07}" for number in range(2_000)], text="Sale", sms=Sms()
    )
    tab = opened(f"#/380500000007/{report.message_ids[7]}")
    details = tab.get_by_role("region", name="Message details")
    expect(details).to_contain_text("Only the beginning is shown.")
    with tab.expect_download() as download:
        details.get_by_role("link", name="Download the whole").click()
    assert len(json.loads(download.value.path().read_bytes())["response_result"]) == 2_000


def test_copying(application: TurboSMS, opened: Open) -> None:
    report = application.message.send([NUMBER], text="Hello", sms=Sms())
    tab = opened(
        f"#/{NUMBER}/{report.message_ids[0]}", permissions=["clipboard-read", "clipboard-write"]
    )
    details = tab.get_by_role("region", name="Message details")
    shown = raw(details, "Answer")
    # "Copied" is shown for two seconds only, however long it takes to look at it.
    tab.clock.pause_at(tab.evaluate("Date.now()") + 60_000)
    for name, text in (("message id", report.message_ids[0]), ("number", NUMBER)):
        details.get_by_role("button", name=f"Copy {name}").click()
        expect(details.get_by_role("button", name=f"Copied {name}")).to_be_visible()
        assert tab.evaluate("navigator.clipboard.readText()") == text
    details.get_by_role("button", name="Copy answer").click()
    expect(details.get_by_role("button", name="Copied answer")).to_be_visible()
    assert tab.evaluate("navigator.clipboard.readText()") == shown
    tab.clock.resume()


@pytest.mark.usefixtures("control")
def test_why_nothing_comes(sandbox: str, opened: Open) -> None:
    """The calls that were refused, each with its code and what to do."""
    tab = opened("#/calls")
    expect(tab.get_by_role("region", name="Calls")).to_contain_text("No call yet.")
    good = {"recipients": [NUMBER], "sms": {"sender": "TurboSMS", "text": "Hello"}}
    for body, token in (
        (good, "wrong-token"),
        (good | {"sms": {"sender": "Nobody", "text": "a"}}, "sandbox"),
        (good, "sandbox"),
    ):
        headers = {"Authorization": f"Bearer {token}"}
        httpx2.post(
            f"{sandbox}/message/send.json",
            json=body,
            headers=headers,
            **PLAIN_HTTP,
        )
    rows = tab.get_by_role("list", name="Calls, newest first").get_by_role("listitem")
    expect(rows).to_have_count(3)
    expect(rows).to_contain_text(
        ["801 SUCCESS_MESSAGE_SENT", "400 NOT_ALLOWED_MESSAGE_SENDER", "105 REQUIRED_AUTH"]
    )
    expect(rows.last).to_contain_text("The token of the sandbox is “sandbox”.")
    tab.get_by_role("checkbox", name="Only what went wrong").check()
    expect(rows).to_have_count(2)
    rows.last.get_by_role("link").click()
    details = tab.get_by_role("region", name="Call 1")
    expect(details).to_contain_text("POST /message/send.json")
    details.get_by_text("Headers", exact=True).click()
    expect(details).to_contain_text("Bearer ***")
    expect(details).not_to_contain_text("wrong-token")
    assert json.loads(raw(details, "Request")) == good


@pytest.mark.usefixtures("control")
def test_a_call_and_a_message_that_are_not_there(opened: Open) -> None:
    tab = opened("#/calls/999")
    expect(tab.get_by_role("alert")).to_contain_text("not (or no longer) kept")
    tab.goto(f"{tab.url.partition('#')[0]}#/{NUMBER}/2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba")
    expect(tab.get_by_role("alert")).to_contain_text("the id of no message")
