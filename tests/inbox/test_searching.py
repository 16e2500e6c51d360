"""Finding messages among many: search, status, older ones, and taking them away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.inbox.conftest import NUMBER, OTHER
from tests.kit.processes import PYTHON, output
from turbosms_client import Sms, TurboSMS, Viber

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.kit.control import Control

    Open = Callable[..., Page]


def test_by_text_number_and_status(
    application: TurboSMS, opened: Open, control: Control, rows: Any
) -> None:
    application.message.send([NUMBER], text="Your code is 1234", sms=Sms())
    application.message.send([OTHER, "380002000001"], text="Знижка", sms=Sms())
    control.advance(60)
    tab = opened()
    box = tab.get_by_role("searchbox", name="Search messages")
    for text, count in (
        ("CODE", 1),
        ("знижка", 2),
        ("050 328", 1),
        ("turbosms", 3),
        ("nothing like it", 0),
        ("", 3),
    ):
        box.fill(text)
        expect(rows(tab)).to_have_count(count)
    tab.get_by_role("combobox", name="Status").select_option("Undelivered")
    expect(rows(tab)).to_have_count(1)
    expect(rows(tab).first).to_contain_text("380002000001")
    assert "status=Undelivered" in tab.url
    box.fill("code")
    expect(tab.get_by_text("Nothing fits.")).to_be_visible()
    tab.get_by_role("link", name="Show all messages").click()
    expect(rows(tab)).to_have_count(3)
    expect(box).to_have_value("")


def test_a_search_is_live_and_can_be_linked_to(
    application: TurboSMS, opened: Open, rows: Any
) -> None:
    tab = opened("#/?search=code&status=Delivered")
    expect(tab.get_by_role("searchbox", name="Search messages")).to_have_value("code")
    application.message.send([NUMBER], text="Hello", sms=Sms())
    application.message.send([NUMBER], text="Your code is 1234", sms=Sms())
    expect(rows(tab)).to_have_count(1)
    expect(rows(tab).first).to_contain_text("Delivered")


def test_a_message_leaves_a_search_that_it_no_longer_fits(
    application: TurboSMS, opened: Open, control: Control, rows: Any
) -> None:
    application.message.send(["380001000004"], text="Hello", viber=Viber(ttl=60))
    tab = opened("#/?status=Sent")
    expect(rows(tab)).to_have_count(1)
    control.advance(61)
    expect(rows(tab)).to_have_count(0)


@pytest.mark.thorough_only
def test_older_ones(application: TurboSMS, opened: Open, rows: Any, control: Control) -> None:
    control.account(balance=100_000)
    application.message.send([f"38050{number:07}" for number in range(700)], text="Sale", sms=Sms())
    tab = opened()
    expect(rows(tab)).to_have_count(50)
    for expected in (150, 250):
        tab.get_by_role("button", name="Show older").click()
        expect(rows(tab)).to_have_count(expected)
    expect(rows(tab).nth(249)).to_contain_text("380500000450")
    for oldest in (350, 250, 150, 50, 0):
        tab.get_by_role("button", name="Show older").click()
        expect(rows(tab).last).to_contain_text(f"38050{oldest:07}")
    assert rows(tab).count() <= 300
    expect(rows(tab).last).to_contain_text("380500000000")
    tab.get_by_role("button", name="Back to the newest").click()
    expect(rows(tab).first).to_contain_text("380500000699")


def test_deleting_what_was_found(
    application: TurboSMS, opened: Open, control: Control, rows: Any
) -> None:
    for text in ("keep", "drop 1", "drop 2"):
        application.message.send([NUMBER], text=text, sms=Sms())
    tab = opened("#/?search=drop")
    expect(rows(tab)).to_have_count(2)
    tab.get_by_role("button", name="Delete found…").click()
    dialog = tab.get_by_role("dialog", name="Delete messages")
    expect(dialog).to_contain_text("with “drop”")
    dialog.get_by_role("button", name="Cancel").click()
    expect(rows(tab)).to_have_count(2)
    tab.get_by_role("button", name="Delete found…").click()
    dialog.get_by_role("button", name="Delete", exact=True).click()
    expect(rows(tab)).to_have_count(0)
    assert [message["channels"][0]["text"] for message in control.shown()] == ["keep"]


@pytest.mark.usefixtures("control")
def test_a_number_in_the_search_box_leads_to_its_phone(opened: Open) -> None:
    tab = opened()
    box = tab.get_by_role("searchbox", name="Search messages")
    box.fill("099 111-22-33")  # without its country it is nobody's
    expect(tab.get_by_text("Nothing fits.")).to_be_visible()
    expect(tab.get_by_role("link", name=re.compile("^Open the phone of"))).to_have_count(0)
    box.fill("+38 (099) 111-22-33")
    tab.get_by_role("link", name=re.compile("^Open the phone of")).click()
    expect(tab.get_by_role("region", name="Phone of 380991112233")).to_be_visible()


@pytest.mark.thorough_only
def test_what_is_opened_while_a_search_is_on_its_way_stays_open(
    application: TurboSMS, opened: Open, rows: Any
) -> None:
    application.message.send([NUMBER], text="Hello", sms=Sms())
    tab = opened()
    expect(rows(tab)).to_have_count(1)
    # In one go, as under load: the search would begin at the very moment at which the address has
    # changed.
    tab.evaluate(
        """async () => {
            const box = document.getElementById('search');
            box.value = 'hello';
            box.dispatchEvent(new Event('input', { bubbles: true }));
            await new Promise((done) => setTimeout(done, 100));
            document.querySelector('.row-link').click();
            const end = performance.now() + 400;
            while (performance.now() < end);
        }"""
    )
    expect(tab.get_by_role("region", name=f"Phone of {NUMBER}")).to_be_visible()
    expect(rows(tab)).to_have_count(1)
    expect(tab).to_have_url(re.compile(f"#/{NUMBER}/.*search=hello"))


def test_the_first_message_of_a_newcomer(
    opened: Open, control: Control, rows: Any, tmp_path: Any
) -> None:
    """Both snippets of the empty page do what they promise, as they stand there."""
    control.account()
    tab = opened()
    curl = tab.get_by_role("region", name="curl command").inner_text()
    python = tab.get_by_role("region", name="Python program").inner_text()
    (tmp_path / "first.py").write_text(python, "utf-8")
    output("bash", "-c", curl)
    expect(rows(tab)).to_have_count(1)
    control.advance(100)  # the same text to the same number within 90 seconds is a duplicate
    output(PYTHON, tmp_path / "first.py")
    expect(rows(tab)).to_have_count(2)
