"""The phone of a recipient: what it shows, and what the tester does with it."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.inbox.conftest import NUMBER
from turbosms_client import Sms, TurboSMS, Viber

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.kit.control import Control

    Open = Callable[..., Page]

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC"
)


@pytest.fixture
def phone(opened: Open) -> Callable[..., Locator]:
    return lambda number=NUMBER: opened(f"#/{number}").get_by_role(
        "region", name=f"Phone of {number}"
    )


def test_an_sms_and_a_viber_message_are_told_apart(
    application: TurboSMS, phone: Callable[..., Locator]
) -> None:
    application.message.send([NUMBER], text="By SMS\nin two lines", sms=Sms())
    application.message.send([NUMBER], text="By Viber", viber=Viber())
    bubbles = phone().get_by_role("article")
    expect(bubbles).to_contain_text(["By SMS\nin two lines", "By Viber"])
    sms, viber = bubbles.all()
    assert (sms.get_attribute("aria-label"), viber.get_attribute("aria-label")) == (
        "SMS from TurboSMS",
        "Viber from TurboSMS",
    )
    expect(sms).to_contain_text("0.34 UAH")
    expect(viber).to_contain_text("0.50 UAH")
    colours = [
        bubble.evaluate("bubble => getComputedStyle(bubble).backgroundColor")
        for bubble in (sms, viber)
    ]
    assert colours[0] != colours[1]
    assert sms.locator(".bubble-text").evaluate("text => getComputedStyle(text).whiteSpace") in (
        "pre-wrap",
        "break-spaces",
    )


def test_ticks_and_reading(
    application: TurboSMS, phone: Callable[..., Locator], control: Control
) -> None:
    report = application.message.send([NUMBER], text="Hello", viber=Viber())
    bubble = phone().get_by_role("article")
    expect(bubble.get_by_text("Sent")).to_be_visible()
    control.advance(5)
    expect(bubble.get_by_text("Delivered")).to_be_visible()
    expect(bubble.get_by_text("Read", exact=True)).to_have_count(0)
    bubble.get_by_role("button", name="Mark as read").click()
    expect(
        bubble.get_by_role("listitem").filter(has_text=re.compile(r"^Read \d\d:\d\d:\d\d$"))
    ).to_be_visible()
    expect(bubble.get_by_role("button", name="Mark as read")).to_have_count(0)
    assert application.message.status(report)[report.message_ids[0]].status == "Read"


def test_the_button_is_clicked_for_the_application(
    application: TurboSMS, phone: Callable[..., Locator], control: Control
) -> None:
    viber = Viber(caption="Track", action="https://shop.example/12345", count_clicks=True)
    report = application.message.send([NUMBER], text="On its way", viber=viber)
    control.advance(5)
    bubble = phone().get_by_role("article")
    link = bubble.get_by_role("link", name="https://shop.example/12345")
    assert link.get_attribute("target") == "_blank"
    assert set((link.get_attribute("rel") or "").split()) == {"noopener", "noreferrer"}
    bubble.get_by_role("button", name="Track").click()
    expect(bubble.get_by_text("Clicked")).to_be_visible()
    expect(bubble.get_by_role("button", name="Track")).to_have_count(0)
    status = application.message.status(report)[report.message_ids[0]]
    assert status.status == "Read"
    assert status.click_time is not None


def test_images_files_and_links(
    application: TurboSMS, phone: Callable[..., Locator], control: Control
) -> None:
    image = application.file.add(PIXEL, name="a.png")
    document = application.file.add(b"%PDF-1.7 an invoice", name="invoice.pdf")
    web = "https://example.com/"
    for viber in (
        Viber(text="Uploaded", file_id=image.id, caption="Open", action=web),
        Viber(text="Foreign", image_url="https://cdn.example/a.png", caption="Open", action=web),
        Viber(file_id=document.id, caption="Invoice.pdf"),
        Viber(text="A link", file_id=document.id, caption="Download"),
    ):
        application.message.send([NUMBER], viber=viber)
        control.advance(60)
    uploaded, foreign, file, link = phone().get_by_role("article").all()
    picture = uploaded.get_by_role("img", name="Image of the message")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 10)
    expect(foreign).to_contain_text("Image from cdn.example")
    expect(foreign.get_by_role("img", name="Image of the message")).to_have_count(0)
    expect(file).to_contain_text("Invoice.pdf")
    expect(file).to_contain_text(f"File, {len(b'%PDF-1.7 an invoice')} B")
    with file.page.expect_download() as download:
        file.get_by_role("link", name="Invoice.pdf").click()
    assert download.value.suggested_filename == f"{document.id}.pdf"
    assert download.value.path().read_bytes() == b"%PDF-1.7 an invoice"
    assert re.search(
        r"/public/.*\.pdf$", link.get_by_role("link").first.get_attribute("href") or ""
    )


def test_deferred_and_flash(
    application: TurboSMS, phone: Callable[..., Locator], control: Control
) -> None:
    soon = datetime.now(UTC) + timedelta(days=2)
    application.message.send([NUMBER], text="A code", sms=Sms(is_flash=True))
    application.message.send([NUMBER], text="Later", sms=Sms(), start_time=soon)
    flash, deferred = phone().get_by_role("article").all()
    expect(flash).to_have_accessible_name("Flash SMS from TurboSMS")
    expect(deferred).to_contain_text("Scheduled for")
    control.advance(3 * 86_400)
    expect(deferred).to_contain_text("Delivered")
    expect(deferred).not_to_contain_text("Scheduled for")


@pytest.mark.one_case_in(4)
@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        ("Not on Viber", "not a Viber user"),
        ("Blocked the sender", "has blocked the sender"),
        ("No suitable device", "no suitable device"),
        ("Silent until the ttl ends", "phone was off until the ttl ended"),
    ],
)
def test_a_number_within_reach_or_not(
    application: TurboSMS, phone: Callable[..., Locator], control: Control, choice: str, reason: str
) -> None:
    screen = phone()
    screen.get_by_role("button", name=re.compile("^Fate: Ordinary")).click()
    with screen.page.expect_response(
        "**/sandbox/recipients"
    ):  # the choice is shown before it holds
        screen.get_by_role("radio", name=choice).check()
    expect(screen.get_by_role("button", name=re.compile(f"^Fate: {choice}"))).to_be_visible()
    application.message.send([NUMBER], text="Hello", viber=Viber(ttl=60), sms=Sms())
    control.advance(70)
    expect(screen.get_by_role("article")).to_have_count(2)
    expect(screen.get_by_role("article").first).to_contain_text(f"Not on the phone: {reason}")
    expect(screen.get_by_role("article").last).to_contain_text("Delivered")
    screen.get_by_role("button", name="Back to its own").click()
    expect(screen.get_by_role("button", name=re.compile("^Fate: Ordinary"))).to_be_visible()
    assert control.control("GET", "recipients") == {"recipients": []}


# What becomes of a message by Viber is chosen in the same way.
@pytest.mark.thorough_only
def test_sms_fate(application: TurboSMS, phone: Callable[..., Locator], control: Control) -> None:
    screen = phone()
    screen.get_by_role("button", name=re.compile("^Fate")).click()
    with screen.page.expect_response("**/sandbox/recipients"):
        screen.get_by_role("combobox", name="SMS end as").select_option("Undelivered")
    expect(screen.get_by_role("button", name=re.compile("SMS Undelivered"))).to_be_visible()
    application.message.send([NUMBER], text="Hello", sms=Sms())
    control.advance(60)
    expect(screen.get_by_role("article")).to_contain_text("Undelivered")


def test_a_magic_number_says_so(phone: Callable[..., Locator]) -> None:
    screen = phone("380001000002")
    screen.get_by_role("button", name=re.compile("Blocked the sender")).click()
    expect(screen).to_contain_text(
        "A magic number: has blocked the sender, unless you choose otherwise."
    )


def test_a_file_as_a_reply(application: TurboSMS, phone: Callable[..., Locator]) -> None:
    screen = phone()
    with screen.page.expect_file_chooser() as chooser:
        screen.get_by_role("button", name="Attach a file").click()
    chooser.value.set_files({"name": "scan.png", "mimeType": "image/png", "buffer": PIXEL})
    expect(screen).to_contain_text("scan.png")
    screen.get_by_role("button", name="Send").click()
    expect(screen.get_by_role("article", name="Reply to TurboSMS")).to_contain_text("scan.png")
    (answer,) = application.chat.messages()
    assert answer.file_name == "scan.png"


def test_a_photograph_as_a_reply(application: TurboSMS, phone: Callable[..., Locator]) -> None:
    """Of a size that phones take, and the service too."""
    screen = phone()
    with screen.page.expect_file_chooser() as chooser:
        screen.get_by_role("button", name="Attach a file").click()
    chooser.value.set_files(
        {"name": "photo.png", "mimeType": "image/png", "buffer": PIXEL + bytes(2_900_000)}
    )
    screen.get_by_role("button", name="Send").click()
    expect(screen.get_by_role("article", name="Reply to TurboSMS")).to_contain_text("photo.png")
    (answer,) = application.chat.messages()
    assert answer.file_name == "photo.png"


def test_what_is_written_while_the_answer_is_on_its_way_stays(
    application: TurboSMS, phone: Callable[..., Locator]
) -> None:
    screen = phone()
    box = screen.get_by_role("textbox", name="Reply")
    box.fill("first")
    box.evaluate(
        """(box) => {
            box.form.requestSubmit();
            box.value = 'second';
            box.dispatchEvent(new Event('input', { bubbles: true }));
        }"""
    )
    expect(screen.get_by_role("article", name="Reply to TurboSMS")).to_contain_text("first")
    expect(screen.get_by_role("button", name="Send")).to_be_enabled()
    expect(box).to_have_value("second")
    del application


def test_a_refused_file_is_told_where_it_happened(phone: Callable[..., Locator]) -> None:
    screen = phone()
    with screen.page.expect_file_chooser() as chooser:
        screen.get_by_role("button", name="Attach a file").click()
    chooser.value.set_files(
        {"name": "page.html", "mimeType": "text/html", "buffer": b"<script>alert(1)</script>"}
    )
    screen.get_by_role("button", name="Send").click()
    expect(screen.get_by_role("alert")).to_contain_text("419 NOT_ALLOWED_FILE_TYPE")


def test_several_senders_to_answer_to(
    control: Control, phone: Callable[..., Locator], application: TurboSMS
) -> None:
    control.account(senders={"Viber TurboSMS": {"2way": True}})
    screen = phone()
    screen.get_by_role("combobox", name="To").select_option("Viber TurboSMS")
    screen.get_by_role("textbox", name="Reply").fill("Hello")
    screen.get_by_role("button", name="Send").click()
    expect(screen.get_by_role("article", name="Reply to Viber TurboSMS")).to_be_visible()
    assert [row.number for row in application.chat.recipients(sender="Viber TurboSMS")] == [NUMBER]


@pytest.mark.thorough_only
def test_nobody_can_answer_where_no_sender_is_two_way(
    control: Control, phone: Callable[..., Locator]
) -> None:
    control.account(senders={"TurboSMS": {"2way": False}})
    expect(phone()).to_contain_text("nobody can answer")


def test_a_phone_that_never_got_anything_and_one_that_is_none(opened: Open) -> None:
    tab = opened("#/380991112233")
    expect(tab.get_by_role("region", name="Phone of 380991112233")).to_contain_text(
        "Nothing has come to this phone yet."
    )
    tab.goto(tab.url.replace("380991112233", "12"))
    expect(tab.get_by_role("alert").first).to_contain_text("no international phone number")


def test_many_messages_of_one_number(phone: Callable[..., Locator], control: Control) -> None:
    for number in range(205):
        control.reply(NUMBER, f"message {number}", sender="TurboSMS")
    screen = phone()
    expect(screen.get_by_role("article").last).to_be_in_viewport()
    earlier = screen.get_by_role("button", name="Show earlier")
    while earlier.count():
        earlier.click()
    expect(screen.get_by_role("article")).to_have_count(200)
    expect(screen.get_by_role("article").first).to_contain_text("message 5")
    expect(screen).to_contain_text("5 older items not shown")


def test_the_tester_stays_where_he_reads(
    application: TurboSMS, phone: Callable[..., Locator], control: Control
) -> None:
    for number in range(20):
        control.reply(NUMBER, f"message {number}", sender="TurboSMS")
    screen = phone()
    log: Any = screen.get_by_role("log")
    expect(screen.get_by_role("article").last).to_be_in_viewport()
    log.evaluate("log => { log.scrollTop = 100; }")
    screen.page.wait_for_function("document.querySelector('[role=log]').scrollTop === 100")
    application.message.send([NUMBER], text="New", sms=Sms())
    expect(screen.get_by_role("article")).to_have_count(21)
    assert log.evaluate("log => log.scrollTop") == 100


@pytest.mark.thorough_only
def test_a_phone_that_is_closed_while_it_is_scrolled(
    application: TurboSMS, phone: Callable[..., Locator]
) -> None:
    """The browser tells of the scrolling only with its next frame, when the log has gone.

    That nothing goes wrong in the page is checked at the end of every test.
    """
    application.message.send([NUMBER], text="Hello", sms=Sms())
    screen = phone()
    expect(screen.get_by_role("article")).to_have_count(1)
    log = screen.get_by_role("log").element_handle()
    screen.page.goto(f"{screen.page.url.partition('#')[0]}#/")
    expect(screen).to_have_count(0)
    log.evaluate("log => log.dispatchEvent(new Event('scroll'))")
