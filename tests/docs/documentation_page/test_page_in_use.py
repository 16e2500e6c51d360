"""The documentation page as people use it.

Search, addresses, examples, keyboard, phone, paper, without a script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.facts import PARTIAL, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    Open = Callable[..., Page]

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

PHONE = {"width": 360, "height": 780}
SHOWN = """(all) => all
    .filter((one) => one.checkVisibility({contentVisibilityAuto: true}))
    .map((one) => one.id)"""
#: Whether the top of an element is in the window and nothing lies over it.
SEEN = """(one) => {
  const { left, top } = one.getBoundingClientRect();
  const within = top >= 0 && top < innerHeight;
  return within && one.contains(document.elementFromPoint(left + 8, top + 8));
}"""
SEARCHES = [
    ("203", "", "", [203]),
    ("required_balance", "", "", [203]),
    ("Balance CAMPAIGN", "", "", [203]),
    ("template fits", "", "", [416]),
    ("", "partial", "", [*PARTIAL]),
    ("", "unknown", "support", [*UNKNOWN]),
    ("json", "", "support", [500]),
    ("no such words", "", "", []),
]


def go(tab: Page, anchor: str) -> None:
    tab.goto(f"{tab.url.partition('#')[0]}#{anchor}")


def codes(tab: Page) -> list[int]:
    """The codes that the table shows."""
    rows: list[str] = tab.locator(".code-table tbody tr").evaluate_all(SHOWN)
    return [int(row.removeprefix("code-")) for row in rows]


def panels(tab: Page, method: str) -> list[str]:
    """The examples of a method that are shown."""
    shown: list[str] = tab.locator(f".panel[id^={method}-example]").evaluate_all(
        "(all) => all.filter((one) => one.firstElementChild.checkVisibility()).map((one) => one.id)"
    )
    return shown


def test_codes_are_found_by_number_name_and_text(opened: Open, spec: dict[str, Any]) -> None:
    tab, other = opened("few.html"), opened("few.html")
    every = [row["code"] for row in spec["x-result-codes"]]
    assert codes(tab) == every
    form = tab.locator(".filters")
    for words, outcome, actor, found in SEARCHES:
        form.get_by_label("Number, name or text").fill(words)
        form.get_by_label("Outcome").select_option(outcome)
        form.get_by_label("Who must act").select_option(actor)
        assert (words, codes(tab)) == (words, found)
        assert form.get_by_role("status").inner_text() == f"{len(found)} of {len(every)} codes"
        assert tab.get_by_text("No code fits.").is_visible() is (not found)
        # The address shows somebody else the same.
        go(other, tab.url.partition("#")[2])
        other.wait_for_function(
            "(q) => document.querySelector('.filters').elements.q.value === q", arg=words
        )
        assert (words, codes(other)) == (words, found)
    form.get_by_role("button", name="Clear").click()
    tab.wait_for_url("**#codes")
    assert codes(tab) == every


def test_every_code_has_an_address_that_no_filter_hides(opened: Open) -> None:
    tab = opened("few.html#codes?q=sender&outcome=nonsense")
    tab.wait_for_function("document.querySelector('.filters').elements.q.value === 'sender'")
    assert tab.get_by_label("Outcome").input_value() == ""
    for code in (203, 0, 999):
        tab.get_by_label("Number, name or text").fill("sender")
        assert not tab.locator(f"#code-{code}").is_visible()
        go(tab, f"code-{code}")
        tab.wait_for_function(
            "(id) => document.getElementById(id).checkVisibility()", arg=f"code-{code}"
        )
        assert tab.locator(f"#code-{code}").evaluate("(row) => row.matches(':target')")
        assert tab.locator(f"#code-{code} a").first.evaluate(SEEN)
        assert tab.get_by_label("Number, name or text").input_value() == ""
    tab.get_by_label("Number, name or text").fill("sender")
    tab.locator("#message-send-codes + .codes a", has_text="REQUIRED_BALANCE").click()
    assert tab.locator("#code-203 a").first.evaluate(SEEN)


@pytest.mark.parametrize(
    "size", [pytest.param(None, marks=pytest.mark.thorough_only), PHONE], ids=["wide", "phone"]
)
def test_an_address_opens_what_hides_its_place(size: dict[str, int] | None, opened: Open) -> None:
    tab = opened("few.html#message-send-request-viber-ttl", **({"viewport": size} if size else {}))
    tab.wait_for_function(
        "document.getElementById('message-send-request-viber').querySelector('details').open"
    )
    assert tab.locator("#message-send-request-viber-ttl .name").evaluate(SEEN)
    go(tab, "message-send-query-ttl")
    tab.wait_for_function("document.getElementById('message-send-query').open")
    assert tab.locator("#message-send-query-ttl .name").evaluate(SEEN)
    for example in ("form-hybrid", "answer-replayed"):
        go(tab, f"message-send-example-{example}")
        panel = tab.locator(f"#message-send-example-{example}")
        panel.locator("pre").first.wait_for()
        assert panel.locator(".strip").first.evaluate(SEEN)
        assert f"message-send-example-{example}" in panels(tab, "message-send")
        assert (
            panel.locator("..").get_by_role("combobox").input_value()
            == f"message-send-example-{example}"
        )


@pytest.mark.thorough_only
def test_an_address_leads_to_an_example_in_browsers_that_do_not_search_hidden_text(
    opened: Open,
) -> None:
    tab = opened("few.html", before="delete HTMLElement.prototype.onbeforematch")
    assert tab.locator(".panel[hidden='until-found']").count() == 0
    go(tab, "message-send-example-form-hybrid")
    tab.wait_for_function(
        "document.getElementById('message-send-example-form-hybrid').checkVisibility()"
    )
    assert "message-send-example-form-hybrid" in panels(tab, "message-send")


def test_an_example_is_chosen_from_a_list(opened: Open) -> None:
    tab = opened("few.html")
    assert panels(tab, "message-send") == [
        "message-send-example-json-sms",
        "message-send-example-answer-partial",
    ]
    chooser = tab.get_by_label("Request example of message/send", exact=True)
    assert chooser.locator("optgroup").evaluate_all("(all) => all.map((one) => one.label)") == [
        "POST, JSON",
        "POST, form fields",
        "GET, query",
    ]
    chooser.select_option("message-send-example-get")
    assert panels(tab, "message-send") == [
        "message-send-example-get",
        "message-send-example-answer-partial",
    ]


def test_the_server_is_chosen_once_for_all_examples(
    opened: Open, sandbox: str, spec: dict[str, Any]
) -> None:
    tab = opened("few.html")
    line = tab.locator("#message-send-example-json-sms .curl")
    assert line.inner_text().startswith(f"curl {spec['servers'][0]['url']}/message/send.json ")
    tab.get_by_label(sandbox.removeprefix("http://")).check(force=True)
    assert line.inner_text().startswith(f"curl {sandbox}/message/send.json ")


def test_colours_follow_the_system_until_one_is_chosen(opened: Open) -> None:
    tab = opened("few.html", color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = tab.evaluate(background)
    tab.get_by_label("Light").check(force=True)
    assert tab.evaluate(background) == "rgb(255, 255, 255)" != dark
    tab.emulate_media(color_scheme="light")
    tab.get_by_label("Dark").check(force=True)
    assert tab.evaluate(background) == dark


def test_all_can_be_done_with_the_keyboard(opened: Open) -> None:
    tab = opened("few.html")
    focus = "document.activeElement.id || document.activeElement.className"
    tab.keyboard.press("Tab")
    assert tab.get_by_text("Skip to the content").evaluate(SEEN)
    tab.keyboard.press("Enter")
    assert tab.evaluate(focus) == "main"
    tab.keyboard.press("Control+k")
    assert tab.evaluate(focus) == "find"
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    tab.keyboard.type("viber ttl send")
    found = tab.locator(".results a")
    assert found.first.inner_text() == "viber.ttl message/send request"
    assert (
        tab.locator(".found").inner_text()
        == f"{found.count()} place{'s' if found.count() > 1 else ''}"
    )
    tab.keyboard.press("Enter")
    tab.wait_for_url("**#message-send-request-viber-ttl")
    assert tab.locator("#message-send-request-viber-ttl .name").evaluate(SEEN)
    tab.keyboard.press("Control+k")
    tab.keyboard.type("404")
    assert found.first.inner_text() == "404 NOT_ALLOWED_NUMBER_STOPLIST code"
    tab.keyboard.press("Escape")
    assert tab.get_by_role("navigation").is_visible()
    assert not tab.locator(".results").is_visible()


def test_the_contents_say_where_one_is(opened: Open) -> None:
    tab = opened("few.html#limits")
    current = tab.locator("nav [aria-current]")
    tab.wait_for_function("document.querySelector('nav [aria-current]').hash === '#limits'")
    assert current.count() == 1
    assert current.evaluate(SEEN)


def test_a_phone_has_one_column_and_a_menu(opened: Open) -> None:
    tab = opened("docs.html", viewport=PHONE)
    tab.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    tab.evaluate("for (const part of document.querySelectorAll('.panel')) part.hidden = false")
    assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    # A call is broken into the lines of the screen; to see all of it nobody has to move it.
    assert tab.locator("pre.curl").evaluate_all(
        "(all) => all.every((one) => one.scrollWidth <= one.clientWidth)"
    )
    menu = tab.get_by_role("button", name="Contents")
    assert not tab.get_by_role("navigation").is_visible()
    menu.click()
    assert menu.get_attribute("aria-expanded") == "true"
    tab.get_by_role("navigation").get_by_text("chat/send", exact=True).click()
    assert menu.get_attribute("aria-expanded") == "false"
    assert tab.locator("#chat-send").evaluate(SEEN)
    menu.click()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Escape")
    assert not tab.get_by_role("navigation").is_visible()
    assert menu.evaluate("(button) => button === document.activeElement")


@pytest.mark.parametrize(
    "size", [None, pytest.param(PHONE, marks=pytest.mark.thorough_only)], ids=["wide", "phone"]
)
def test_without_a_script_all_can_be_read(
    size: dict[str, int] | None, opened: Open, spec: dict[str, Any]
) -> None:
    tab = opened("few.html", java_script_enabled=False, **({"viewport": size} if size else {}))
    assert codes(tab) == [row["code"] for row in spec["x-result-codes"]]
    content = spec["paths"]["/message/send.json"]["post"]["requestBody"]["content"].values()
    requests = sum(len(each["examples"]) for each in content) + 1
    shown = panels(tab, "message-send")
    assert len(shown) == requests + len(
        spec["components"]["responses"]["Send"]["content"]["application/json"]["examples"]
    )
    assert tab.get_by_role("navigation").is_visible()
    # Nothing is offered that would do nothing.
    for useless in ("button", "select", "input[type=search]"):
        assert tab.locator(useless).locator("visible=true").count() == 0


def test_paper_gets_everything(opened: Open) -> None:
    tab = opened("few.html")
    every = tab.locator(".panel").count()
    assert (
        tab.locator(".panel > div").evaluate_all(
            "(all) => all.filter((one) => one.checkVisibility()).length"
        )
        < every
    )
    tab.emulate_media(media="print", color_scheme="dark")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert (
        tab.locator(".panel > div").evaluate_all(
            "(all) => all.filter((one) => one.checkVisibility()).length"
        )
        == every
    )
    assert tab.locator("#message-send-request-viber-ttl").is_visible()
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not tab.get_by_role("navigation").is_visible()
