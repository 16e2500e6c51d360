"""The page in Ukrainian: all of it, at any width; the switch, and what it remembers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.inbox import campaign
from tests.inbox.conftest import DESKTOP, NUMBER, show
from tests.kit.browser import barriers
from tests.kit.control import http_client
from turbosms_client import Sms, TurboSMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.kit.control import Control

    Open = Callable[..., Page]

UKRAINIAN = "uk-UA"
NARROW = {"width": 320, "height": 640}
TOOLS = ["Годинник", "Несправності", "Обліковий запис", "Скинути…", "Клавіші"]
#: What is the same in Ukrainian: names, keys, words of the interface.
NAMES = {
    *("Viber", "TurboSMS", "Python", "curl", "Flash", "Flash-SMS", "Enter", "Esc", "Frozen"),
    *("webhook", "code", "delay", "http", "truncate", "garbage", "duplicate", "reorder", "drop"),
}

# Whatever people read or hear that the page says itself: no texts of others, no code.
SAID = """() => {
    const others = 'code, pre, kbd, bdi, script, style, noscript, [dir=auto], [lang]:not(html), '
        + '.call-name, .code, .facts-code, option[value*="/"], #sender option';
    const said = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { parentElement, data } = walker.currentNode;
        if (!parentElement.closest(others)) said.push(data);
    }
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'label']) {
        for (const node of document.querySelectorAll(`[${name}]`)) {
            if (!node.closest('[lang]:not(html)')) said.push(node.getAttribute(name));
        }
    }
    return [document.title, ...said];
}"""


def english_words(tab: Page) -> set[str]:
    """The English words that the page says; names in capitals or with an underscore are none."""
    words: set[str] = set()
    for text in tab.evaluate(SAID):
        words.update(re.findall(r"(?<![\w./-])[A-Za-z][a-z][A-Za-z-]+(?![\w/])", text))
    return words - NAMES


@pytest.fixture
def sent(application: TurboSMS, control: Control) -> dict[str, str]:
    """A campaign, a magic number that is refused, and a fault that a call has met."""
    ids = campaign.run(application, control)
    control.call("message/send", {"recipients": []})
    control.fault("user/ping", "drop_after", times=3)
    control.fault("message/ping", "http", status=503)
    with http_client(control.url) as client:
        client.get("/message/ping.json")
    return ids


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(NARROW, "dark"), pytest.param(DESKTOP, "light", marks=pytest.mark.thorough_only)],
    ids=["narrow-dark", "desktop-light"],
)
def test_no_english_is_left(sent: dict[str, str], opened: Open, viewport: Any, scheme: str) -> None:
    """In no view and in no dialog; and nothing stands out at the side."""
    tab = opened(locale=UKRAINIAN, viewport=viewport, color_scheme=scheme, bypass_csp=True)
    fallback = campaign.FALLBACK
    assert tab.evaluate("document.documentElement.lang") == "uk"
    for view in ("", f"#/{fallback}", f"#/{fallback}/{sent[fallback]}", "#/calls", "#/calls/1"):
        show(tab, view)
        assert english_words(tab) == set(), view
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
    assert barriers(tab) == []
    for name in TOOLS:
        tools = tab.get_by_role("group", name="Інструменти")
        tools.get_by_role("button", name=re.compile(f"^{name}")).click()
        dialog = tab.get_by_role("dialog")
        expect(dialog).to_be_visible()
        assert english_words(tab) == set(), name
        assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth"), name
        tab.keyboard.press("Escape")
        expect(dialog).to_have_count(0)


def test_an_empty_page_is_in_ukrainian(control: Control, opened: Open) -> None:
    tab = opened(locale=UKRAINIAN, viewport=NARROW)
    expect(tab.get_by_role("heading", name="Повідомлень ще немає")).to_be_visible()
    assert english_words(tab) == set()
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.goto(f"{control.url}/#/380000000404")
    expect(tab.get_by_text("відмовлено з кодом 404")).to_be_visible()
    assert english_words(tab) == set()


def test_messages_are_counted_in_ukrainian(application: TurboSMS, opened: Open) -> None:
    tab = opened(locale=UKRAINIAN)
    count = tab.locator(".list-count")
    for amount, said in ((1, "1 повідомлення"), (1, "2 повідомлення"), (3, "5 повідомлень")):
        for _ in range(amount):
            application.message.send([NUMBER], text=f"{said} {_}", sms=Sms())
        expect(count).to_have_text(said)


def test_a_refused_call_says_why(control: Control, opened: Open) -> None:
    control.call("user/balance", authorization="")
    tab = opened("#/calls", locale=UKRAINIAN)
    expect(tab.locator(".call-hint").first).to_have_text(
        "Токен не передано в жодному з чотирьох можливих місць. Токен пісочниці — «sandbox»."
    )


def test_what_the_server_says_is_marked_as_english(opened: Open, control: Control) -> None:
    tab = opened("#/380678998668/00000000-0000-0000-0000-000000000000", locale=UKRAINIAN)
    del control
    expect(tab.get_by_role("alert").locator("bdi")).to_have_attribute("lang", "en")


def test_the_switch_keeps_the_view_and_is_remembered(sent: dict[str, str], opened: Open) -> None:
    place = f"#/{NUMBER}/{sent[NUMBER]}"
    tab = opened(place, locale=UKRAINIAN)
    address = tab.url.partition("#")[0]
    tab.get_by_role("link", name="English").click()
    expect(tab.get_by_role("region", name="Message details")).to_be_visible()
    assert tab.url == f"{address}?lang=en{place}"
    assert tab.evaluate("document.documentElement.lang") == "en"
    tab.goto(f"{address}#/calls")
    tab.reload()
    expect(tab.get_by_role("heading", name="Calls")).to_be_visible()
    tab.get_by_role("link", name="Українською").click()
    expect(tab.get_by_role("heading", name="Виклики")).to_be_visible()
    tab.context.clear_cookies()  # the tab is used again
