"""Everybody can use the page: with a keyboard, with a screen reader, on a phone, in the dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.effort import THOROUGH
from tests.inbox import campaign
from tests.inbox.conftest import DESKTOP, NUMBER, show
from tests.kit.browser import barriers
from turbosms_client import Sms, TurboSMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.kit.control import Control

    Open = Callable[..., Page]

PHONE = {"width": 360, "height": 740}
VIEWS = ["", f"#/{NUMBER}", f"#/{campaign.FALLBACK}/{{id}}", "#/calls", "#/calls/1"]
WITH_ALL_PARTS = VIEWS if THOROUGH else [VIEWS[0], VIEWS[2], VIEWS[4]]
"""On a wide screen, a message is shown beside its phone, and a call beside the list of calls."""
TOOLS = ["Clock", "Faults", "Account", "Reset", "Keys"]


@pytest.fixture
def sent(application: TurboSMS, control: Control) -> dict[str, str]:
    """A campaign with texts of every kind; answers the id of the first message to each number."""
    ids = campaign.run(application, control)
    campaign.run_extremes(application)
    control.fault("user/ping", "drop_after", times=3)
    return ids


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    # Colours depend on the one, places on the other.
    [(DESKTOP, "light"), pytest.param(PHONE, "dark", marks=pytest.mark.thorough_only)],
    ids=["desktop-light", "phone-dark"],
)
def test_no_barriers(sent: dict[str, str], opened: Open, viewport: Any, scheme: str) -> None:
    """axe finds nothing serious on any view or in any dialog; nothing stands out at the side."""
    tab = opened(viewport=viewport, color_scheme=scheme, bypass_csp=True)
    for view in WITH_ALL_PARTS:
        show(tab, view.format(id=sent[campaign.FALLBACK]))
        assert barriers(tab) == [], view
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
    for name in TOOLS:
        tab.get_by_role("group", name="Tools").get_by_role(
            "button", name=re.compile(f"^{name}")
        ).click()
        expect(tab.get_by_role("dialog")).to_be_visible()
        assert barriers(tab, "header.top", "main") == [], name  # those were looked at before
        assert tab.get_by_role("dialog").evaluate(
            "dialog => dialog.scrollWidth <= dialog.clientWidth"
        ), name
        tab.keyboard.press("Escape")
        expect(tab.get_by_role("dialog")).to_have_count(0)


@pytest.mark.usefixtures("control")
def test_no_barriers_while_nothing_is_there(opened: Open) -> None:
    tab = opened(bypass_csp=True)
    expect(tab.get_by_role("heading", name="No message yet")).to_be_visible()
    assert barriers(tab) == []


def test_the_keyboard_is_enough(sent: dict[str, str], opened: Open, rows: Any) -> None:
    del sent
    tab = opened()
    keyboard = tab.keyboard
    for _ in range(3):
        keyboard.press("j")
    expect(rows(tab).nth(2).get_by_role("link")).to_be_focused()
    keyboard.press("ArrowDown")
    keyboard.press("k")
    expect(rows(tab).nth(2).get_by_role("link")).to_be_focused()
    for letter, code, place in (
        ("\u043e", "KeyJ", 3),
        ("\u043b", "KeyK", 2),
    ):  # the same keys in a Ukrainian layout
        event = {"key": letter, "code": code, "bubbles": True, "cancelable": True}
        tab.evaluate(
            "event => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', event))",
            event,
        )
        expect(rows(tab).nth(place).get_by_role("link")).to_be_focused()
    number = rows(tab).nth(2).locator(".row-recipient").inner_text()
    keyboard.press("Enter")
    expect(tab.get_by_role("region", name=f"Phone of {number}")).to_be_visible()
    expect(tab.get_by_role("region", name="Message details")).to_be_visible()
    keyboard.press("Escape")
    expect(tab.get_by_role("region", name="Message details")).to_have_count(0)
    keyboard.press("Escape")
    expect(tab.get_by_role("region", name=f"Phone of {number}")).to_have_count(0)
    keyboard.press("/")
    expect(tab.get_by_role("searchbox", name="Search messages")).to_be_focused()
    keyboard.press("Escape")
    keyboard.press("?")
    expect(tab.get_by_role("dialog", name="Keys")).to_be_visible()
    keyboard.press("Escape")
    expect(tab.get_by_role("dialog")).to_have_count(0)


@pytest.mark.thorough_only
def test_the_focus_comes_back_from_a_dialog(application: TurboSMS, opened: Open, rows: Any) -> None:
    application.message.send([NUMBER], text="Hello", sms=Sms())
    tab = opened()
    dialog = tab.get_by_role("dialog")
    for opener, closer in (
        (re.compile("^Faults"), "Close"),
        (re.compile("^Delete"), "Cancel"),
        (re.compile("^Delete"), "Delete"),
    ):
        button = tab.get_by_role("button", name=opener)
        button.press("Enter")
        dialog.get_by_role("button", name=closer, exact=True).press("Enter")
        expect(dialog).to_have_count(0)
        expect(button).to_be_focused()
    expect(rows(tab)).to_have_count(0)
    expect(tab.get_by_role("button", name=re.compile("^Delete"))).to_be_focused()
    expect(tab.get_by_role("button", name=re.compile("^Delete"))).to_be_disabled()


def test_everything_is_reached_with_tab_and_shows_that_it_is(
    sent: dict[str, str], opened: Open
) -> None:
    del sent
    tab = opened(f"#/{NUMBER}")
    expect(tab.get_by_role("textbox", name="Reply")).to_be_visible()
    reached = set()
    for _ in range(60):
        tab.keyboard.press("Tab")
        name, outline = tab.evaluate(
            """() => {
                const node = document.activeElement;
                const style = getComputedStyle(node);
                const ring = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
                const label = node.getAttribute('aria-label') || node.labels?.[0]?.innerText;
                return [label || node.innerText, ring];
            }"""
        )
        if name == "Reply":
            break
        assert outline, name
        reached.add(name.split("\n")[0].split(" ")[0])
    assert {
        "Messages",
        "Calls",
        "Clock",
        "Faults",
        "Account",
        "Reset…",
        "Search",
        "Status",
        "Fate:",
        "Conversation",
    } <= reached


def test_a_screen_reader_hears_of_new_messages(application: TurboSMS, opened: Open) -> None:
    tab = opened()
    for text in ("one", "two", "three"):
        application.message.send([NUMBER], text=text, sms=Sms())
    expect(tab.get_by_role("status").first).to_have_text("3 new messages")


@pytest.mark.thorough_only
def test_back_leads_back(sent: dict[str, str], opened: Open) -> None:
    tab = opened(f"#/{NUMBER}/{sent[NUMBER]}", viewport=PHONE)
    expect(tab.get_by_role("region", name="Message details")).to_be_visible()
    tab.get_by_role("link", name="Phone").click()
    expect(tab.get_by_role("region", name=f"Phone of {NUMBER}")).to_be_visible()
    expect(tab.get_by_role("region", name="Message details")).to_have_count(0)
    tab.get_by_role("link", name="Messages").last.click()
    expect(tab.get_by_role("searchbox", name="Search messages")).to_be_visible()
    tab.go_back()
    expect(tab.get_by_role("region", name=f"Phone of {NUMBER}")).to_be_visible()
    tab.go_back()
    expect(tab.get_by_role("region", name="Message details")).to_be_visible()


def test_a_view_can_be_linked_to(sent: dict[str, str], opened: Open) -> None:
    tab = opened()
    inbox = tab.url
    for view in WITH_ALL_PARTS:
        address = f"{inbox}{view.format(id=sent[campaign.FALLBACK])}"
        tab.goto(address)
        expect(tab.get_by_role("region").first).to_be_visible()
        tab.reload()
        expect(tab.get_by_text("Live", exact=True)).to_be_visible()
        expect(tab.get_by_role("region").first).to_be_visible()
        assert tab.url == address
        expect(tab.get_by_role("alert")).to_have_count(0)


@pytest.mark.thorough_only
def test_letters_four_times_as_large(sent: dict[str, str], opened: Open, rows: Any) -> None:
    """WCAG 1.4.10: at 320 by 256 everything is there, and the page is scrolled in one direction."""
    tab = opened(viewport={"width": 320, "height": 256})
    assert tab.locator(".list-rows").evaluate("pane => pane.clientHeight") >= 150
    rows(tab).first.scroll_into_view_if_needed()
    expect(rows(tab).first).to_be_in_viewport()
    tab.goto(f"{tab.url.partition('#')[0]}#/{NUMBER}")
    phone = tab.get_by_role("region", name=f"Phone of {NUMBER}")
    expect(phone.get_by_role("textbox", name="Reply")).to_have_count(1)
    phone.get_by_role("button", name=re.compile("^Fate")).click()
    assert tab.get_by_role("log").evaluate("log => log.clientHeight") >= 150
    for name in ("Send", "Back to its own"):
        phone.get_by_role("button", name=name).scroll_into_view_if_needed()
        expect(phone.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    tab.goto(f"{tab.url.partition('#')[0]}#/{NUMBER}/{sent[NUMBER]}")
    expect(tab.get_by_role("region", name="Message details")).to_contain_text(sent[NUMBER])
    assert tab.locator(".pane-body").evaluate("pane => pane.clientHeight") >= 150
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


# Every run compares a picture of the dark page.
@pytest.mark.thorough_only
@pytest.mark.usefixtures("control")
def test_dark_is_dark_and_light_is_light(opened: Open) -> None:
    shades = {}
    for scheme in ("light", "dark"):
        colour = opened(color_scheme=scheme).evaluate(
            "getComputedStyle(document.documentElement).backgroundColor"
        )
        shades[scheme] = sum(map(int, re.findall(r"\d+", colour)[:3]))
    assert shades["dark"] < 150
    assert shades["light"] > 600
