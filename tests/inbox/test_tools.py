"""The tools of the page: clock, faults, account, reset; each does what the control plane does."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.inbox.conftest import NUMBER, OTHER
from tests.kit.processes import SandboxProcess, output
from tests.kit.receiver import Receiver
from turbosms_client import APIError, OutcomeUnknownError, ResultCode, Sms, TurboSMS, Viber
from turbosms_sandbox.http.faults import WEBHOOK, kinds_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Locator, Page

    from tests.kit.control import Control

    Open = Callable[..., Page]


@pytest.fixture
def tool(opened: Open) -> Callable[..., Locator]:
    """Opens the page and one of its tools."""

    tabs: list[Page] = []

    def open_tool(name: str) -> Locator:
        if not tabs:
            tabs.append(opened())
        tab = tabs[0]
        tab.get_by_role("group", name="Tools").get_by_role(
            "button", name=re.compile(f"^{name}")
        ).click()
        return tab.get_by_role("dialog", name=re.compile(f"^{name}"))

    return open_tool


def test_the_clock(application: TurboSMS, tool: Callable[..., Locator], control: Control) -> None:
    def now() -> datetime:
        return datetime.fromisoformat(control.advance(0))

    report = application.message.send([NUMBER], text="Hello", sms=Sms())
    dialog = tool("Clock")
    before = now()
    dialog.get_by_role("button", name="+1 hour").click()
    expect(dialog.get_by_role("button", name="+1 hour")).to_be_enabled()
    dialog.get_by_role("spinbutton", name="Own amount").fill("2")
    dialog.get_by_role("combobox", name="Unit").select_option("days")
    dialog.get_by_role("button", name="Move forward").click()
    expect(dialog.get_by_role("button", name="Move forward")).to_be_enabled()
    passed = (now() - before).total_seconds()
    assert 0 <= passed - (2 * 86_400 + 3_600) < 30
    assert application.message.status(report)[report.message_ids[0]].status == "Delivered"
    dialog.get_by_role("spinbutton", name="Own amount").fill("-1")
    dialog.get_by_role("button", name="Move forward").click()
    expect(dialog.get_by_role("alert")).to_contain_text("time goes forward only")


@pytest.mark.thorough_only
def test_the_clock_ticks(tool: Callable[..., Locator]) -> None:
    tab = tool("Clock").page
    clock = tab.get_by_role("group", name="Tools").locator("button").first
    first = clock.inner_text()
    expect(clock).not_to_have_text(first)
    assert re.search(r"\d\d:\d\d:\d\d", clock.inner_text())


def test_a_lost_answer(
    application: TurboSMS, tool: Callable[..., Locator], control: Control
) -> None:
    dialog = tool("Faults")
    dialog.get_by_label("What goes wrong").select_option("drop_after")
    dialog.get_by_label("Method").select_option("message/send")
    dialog.get_by_label("How many calls").fill("9")
    dialog.get_by_role("button", name="Add fault").click()
    listed = dialog.get_by_role("list", name="Faults still to come").get_by_role("listitem")
    expect(listed).to_contain_text(["message/send · drop_after · 9 left"])
    with pytest.raises(OutcomeUnknownError):
        application.message.send([NUMBER], text="Hello", sms=Sms(), deadline=2)
    expect(listed).not_to_contain_text("9 left")
    dialog.get_by_role("button", name="Clear all faults").click()
    expect(dialog).to_contain_text("None. Every call goes well.")
    assert control.faults() == []
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


KINDS: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    ("code", {"Result code": "999"}, {"code": 999, "name": "FATAL_ERROR"}),
    ("code", {"Result code": "777", "Its name": "NEW_CODE"}, {"code": 777, "name": "NEW_CODE"}),
    ("delay", {"Seconds": "1.5"}, {"seconds": 1.5}),
    (
        "http",
        {"HTTP status": "503", "Headers": "Retry-After: 5\nX-A: b"},
        {"status": 503, "headers": {"Retry-After": "5", "X-A": "b"}},
    ),
    ("http_after", {"HTTP status": "502"}, {"status": 502}),
    ("truncate", {}, {}),
    ("garbage", {}, {}),
    ("drop_before", {}, {}),
]


@pytest.mark.thorough_only
def test_every_kind_of_fault(tool: Callable[..., Locator], control: Control) -> None:
    for kind, fields, fault in KINDS:
        dialog = tool("Faults")
        listed = dialog.get_by_role("list", name="Faults still to come").get_by_role("listitem")
        dialog.get_by_label("What goes wrong").select_option(kind)
        for label, value in fields.items():
            dialog.get_by_label(re.compile(f"^{label}")).fill(value)
        dialog.get_by_role("button", name="Add fault").click()
        expect(listed).to_have_count(1)
        assert control.faults() == [{"method": "*", "kind": kind, **fault, "times": 1}]
        control.clear_faults()
        expect(listed).to_have_count(0)
        dialog.get_by_role("button", name="Close").click()


def test_the_kinds_that_are_offered(tool: Callable[..., Locator]) -> None:
    dialog = tool("Faults")
    method = dialog.get_by_label("Method")
    kind = dialog.get_by_label("What goes wrong")
    for name in ("message/send", WEBHOOK, "*"):
        method.select_option(name)
        expect(kind.locator("option")).to_have_text(
            [re.compile(f"^{known}:") for known in kinds_for(name)]
        )


@pytest.mark.thorough_only
def test_faults_of_webhooks(tool: Callable[..., Locator], control: Control) -> None:
    dialog = tool("Faults")
    listed = dialog.get_by_role("list", name="Faults still to come").get_by_role("listitem")
    dialog.get_by_label("What goes wrong").select_option("http")
    dialog.get_by_label("Method").select_option(WEBHOOK)
    expect(dialog.get_by_label("HTTP status")).to_have_count(0)
    for kind in kinds_for(WEBHOOK):
        dialog.get_by_label("What goes wrong").select_option(kind)
        dialog.get_by_role("button", name="Add fault").click()
        expect(listed).to_contain_text([f"webhook · {kind} · 1 left"])
        assert control.faults() == [{"method": WEBHOOK, "kind": kind, "times": 1}]
        control.clear_faults()
        expect(listed).to_have_count(0)


def test_a_fault_of_webhooks_is_met(
    application: TurboSMS, tool: Callable[..., Locator], control: Control
) -> None:
    dialog = tool("Faults")
    dialog.get_by_label("Method").select_option(WEBHOOK)
    dialog.get_by_label("What goes wrong").select_option("drop")
    dialog.get_by_label("How many calls").fill("2")
    dialog.get_by_role("button", name="Add fault").click()
    listed = dialog.get_by_role("list", name="Faults still to come").get_by_role("listitem")
    expect(listed).to_contain_text(["2 left"])
    with Receiver() as receiver:
        control.webhooks.set(f"{receiver.url}/hook")
        application.message.send([NUMBER], text="Hello", sms=Sms())
        control.advance(10)
    expect(dialog).to_contain_text("None. Every call goes well.")
    assert [call.fields["fault"] for call in control.webhooks.calls()].count("drop") == 2


@pytest.mark.usefixtures("control")
def test_a_fault_that_is_none(tool: Callable[..., Locator]) -> None:
    dialog = tool("Faults")
    dialog.get_by_label("Result code").fill("1000")
    dialog.get_by_role("button", name="Add fault").click()
    expect(dialog.get_by_role("alert")).to_contain_text(
        "code: a result code from 0 to 999 is needed"
    )


def test_the_account(application: TurboSMS, tool: Callable[..., Locator], control: Control) -> None:
    dialog = tool("Account")
    dialog.get_by_label("Balance, UAH").fill("12.50")
    dialog.get_by_label(re.compile("^Stop list")).fill(f"{OTHER}\n380631112233")
    dialog.get_by_label(re.compile("^Forbidden fragments")).fill("casino")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Saved", exact=True)).to_be_visible()
    assert str(application.user.balance()) == "12.50"
    account = control.account()
    assert account["stop_list"] == [OTHER, "380631112233"]
    assert account["forbidden_fragments"] == ["casino"]
    expect(dialog.page.get_by_role("button", name="Account 12.50 UAH")).to_have_count(1)
    with pytest.raises(APIError) as refused:
        application.message.send([OTHER], text="Hello", sms=Sms())
    assert refused.value.code == ResultCode.NOT_ALLOWED_NUMBER_STOPLIST
    dialog.get_by_label(re.compile("^Stop list")).fill("wrong")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text(
        "stop_list: 'wrong' is no international phone number"
    )


@pytest.mark.usefixtures("control")
def test_a_blocked_account_and_a_frozen_sender(
    application: TurboSMS, tool: Callable[..., Locator]
) -> None:
    dialog = tool("Account")
    active = dialog.get_by_role("checkbox", name="Active TurboSMS", exact=True)
    expect(active).to_be_checked()
    with dialog.page.expect_response("**/sandbox/account"):  # the choice is shown before it holds
        active.uncheck()
    expect(active).not_to_be_checked()
    expect(dialog.get_by_role("checkbox", name="Active Frozen")).not_to_be_checked()
    with pytest.raises(APIError) as refused:
        application.message.send([OTHER], text="Hello", sms=Sms())
    assert refused.value.code == ResultCode.NOT_ALLOWED_MESSAGE_SENDER_NOT_ACTIVE
    dialog.get_by_role("checkbox", name=re.compile("^Account is blocked")).check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Saved", exact=True)).to_be_visible()
    with pytest.raises(APIError) as refused:
        application.user.balance()
    assert refused.value.code == ResultCode.REQUIRED_ACTIVE_USER
    dialog.get_by_role("button", name="Close").click()
    expect(dialog.page.get_by_role("group", name="Tools")).to_contain_text("blocked")


def test_a_sender_of_ones_own(
    application: TurboSMS, tool: Callable[..., Locator], control: Control
) -> None:
    dialog = tool("Account")
    name = dialog.get_by_label("Name of the new sender")
    add = dialog.get_by_role("button", name="Add sender")
    listed = dialog.get_by_role("list", name="Senders")
    for given, channels, traits in (
        ("Shop", "SMS and Viber", "Viber, SMS · two-way"),
        ("<b>Крамниця</b>", "Viber", "Viber · two-way"),
        ("__proto__", "SMS", "SMS"),
    ):
        name.fill(f" {given} ")
        dialog.get_by_label("Writes by").select_option(channels)
        add.click()
        row = listed.get_by_role("listitem").filter(has_text=given)
        expect(row).to_contain_text(traits)
        expect(name).to_have_value("")
        assert given in {sender["name"] for sender in control.account()["senders"]}
    application.message.send([OTHER], text="Hello", sms=Sms(sender="Shop"))
    application.message.send([OTHER], text="Hello", viber=Viber(sender="Shop"))
    with pytest.raises(APIError):
        application.message.send([OTHER], text="Hello", sms=Sms(sender="<b>Крамниця</b>"))
    for wrong, why in (("Shop", "There is a sender Shop already."), (" ", "needs a name")):
        name.fill(wrong)
        add.click()
        expect(dialog.get_by_role("alert")).to_contain_text(why)
    assert len(control.account()["senders"]) == 7


@pytest.mark.thorough_only
def test_any_name(application: TurboSMS, tool: Callable[..., Locator], control: Control) -> None:
    dialog = tool("Account")
    dialog.get_by_role("checkbox", name=re.compile("^Any name is a sender")).check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Saved", exact=True)).to_be_visible()
    assert control.account()["any_sender"] is True
    assert application.message.send([OTHER], text="Hello", sms=Sms(sender="Whoever")).accepted


@pytest.mark.thorough_only
def test_the_first_message_is_one_of_ones_own(browser: Browser) -> None:
    """What the empty page shows to be copied works as it stands."""
    names = ("--sender", "Shop's", "--viber-sender", 'Shop "UA"', "--token", "my-token")
    with SandboxProcess(*names) as process:
        context = browser.new_context()
        tab = context.new_page()
        tab.goto(process.url)
        expect(tab.get_by_text("The token is my-token")).to_be_visible()
        line = tab.locator("pre").first.inner_text()
        assert line.startswith("curl ")
        assert json.loads(output("bash", "-c", line))["response_code"] == 801
        expect(tab.get_by_role("heading", name="No message yet")).to_have_count(0)
        context.close()


def test_money_is_shown_as_it_is_spent(application: TurboSMS, opened: Open) -> None:
    tab = opened()
    expect(tab.get_by_role("button", name="Account 10,000.00 UAH")).to_be_visible()
    application.message.send([NUMBER], text="Hello", sms=Sms())
    expect(tab.get_by_role("button", name="Account 9,999.66 UAH")).to_be_visible()


def test_reset(application: TurboSMS, tool: Callable[..., Locator], rows: Any) -> None:
    application.message.send([NUMBER], text="Hello", sms=Sms())
    dialog = tool("Reset")
    dialog.get_by_role("button", name="Cancel").click()
    expect(rows(dialog.page)).to_have_count(1)
    dialog.page.get_by_role("button", name="Reset…").click()
    dialog.get_by_role("button", name="Reset everything").click()
    expect(dialog).to_have_count(0)
    expect(dialog.page.get_by_role("heading", name="No message yet")).to_be_visible()
    assert application.user.balance() == 10_000
