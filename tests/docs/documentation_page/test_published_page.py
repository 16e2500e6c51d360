"""The documentation page in a real browser.

It makes no request, shuts nobody out, and its calls work as they stand.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from generator.samples.curl import form_line, json_line
from tests.kit.browser import barriers
from tests.kit.debian import find
from tests.kit.processes import output

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from tests.kit.service import Site

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

PHONE = {"width": 360, "height": 780}
REPORT = """addEventListener('securitypolicyviolation', (e) => {
  (window.refused ??= []).push(e.effectiveDirective);
})"""
OPEN_ALL = (
    "for (const part of document.querySelectorAll('details')) part.open = true; scrollTo(0, 1e6)"
)


@pytest.mark.parametrize(
    ("scheme", "name"),
    [
        ("http", "docs.html"),
        ("file", "index.html"),
        pytest.param("http", "index.html", marks=pytest.mark.thorough_only),
        pytest.param("file", "docs.html", marks=pytest.mark.thorough_only),
    ],
)
def test_it_makes_no_request(
    scheme: str, name: str, pages: Path, site: Site, contexts: Callable[..., BrowserContext]
) -> None:
    address = f"{site.url}/{name}" if scheme == "http" else (pages / name).as_uri()
    requests: list[str] = []
    site.requests.clear()
    context = contexts()
    context.add_init_script(REPORT)
    tab = context.new_page()
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("console", lambda message: pytest.fail(message.text))
    tab.goto(address)
    tab.evaluate(OPEN_ALL)
    tab.get_by_label("Dark").check(force=True)
    tab.locator(".copy").first.click()
    tab.wait_for_timeout(200)
    assert requests == [address]
    assert site.asked == ([f"/{name}"] if scheme == "http" else [])
    assert tab.evaluate("window.refused ?? []") == []
    assert context.cookies() == []
    if scheme == "http":
        assert tab.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_policy_refuses_what_would_be_a_request(
    site: Site, contexts: Callable[..., BrowserContext]
) -> None:
    context = contexts()
    context.add_init_script(REPORT)
    tab = context.new_page()
    tab.goto(f"{site.url}/few.html")
    site.requests.clear()
    tab.evaluate(
        """async () => {
          await fetch('/fetched').catch(() => 0);
          const add = (tag, rest) => {
            document.body.append(Object.assign(document.createElement(tag), rest));
          };
          add('img', {src: '/image'});
          add('script', {src: '/script'});
          add('iframe', {src: '/frame'});
          add('link', {rel: 'stylesheet', href: '/style'});
          add('style', {textContent: 'body { color: red }'});
          document.body.setAttribute('style', 'color: red');
          await new Promise((done) => setTimeout(done, 200));
        }"""
    )
    assert site.asked == []
    refused = {
        "connect-src",
        "img-src",
        "script-src-elem",
        "frame-src",
        "style-src-elem",
        "style-src-attr",
    }
    assert set(tab.evaluate("window.refused")) == refused


@pytest.mark.parametrize(
    ("name", "options"),
    [
        pytest.param("docs.html", {"color_scheme": "light"}, marks=pytest.mark.thorough_only),
        pytest.param("few.html", {"color_scheme": "dark"}, marks=pytest.mark.thorough_only),
        pytest.param("few.html", {"viewport": PHONE}, marks=pytest.mark.thorough_only),
        ("index.html", {"color_scheme": "dark", "viewport": PHONE}),
    ],
    ids=["light", "dark", "phone", "index"],
)
def test_it_is_accessible(name: str, options: dict[str, Any], opened: Callable[..., Page]) -> None:
    tab = opened(name, bypass_csp=True, **options)
    tab.evaluate(OPEN_ALL)
    # The parts of a schema are those of a method, which was just looked at.
    assert barriers(tab, *([".schema + .schema"] if name == "few.html" else [])) == []


@pytest.mark.parametrize("clipboard", ["allowed", "missing"])
def test_copying_gives_exactly_the_line(
    clipboard: str,
    spec: dict[str, Any],
    pages: Path,
    sandbox: str,
    contexts: Callable[..., BrowserContext],
) -> None:
    context = contexts(permissions=["clipboard-read", "clipboard-write"])
    reader = context.new_page()
    reader.goto((pages / "index.html").as_uri())
    if clipboard == "missing":
        context.add_init_script("delete Navigator.prototype.clipboard")
    tab = context.new_page()
    tab.goto((pages / "few.html").as_uri())
    assert tab.evaluate("'clipboard' in navigator") is (clipboard == "allowed")
    tab.get_by_label(sandbox.removeprefix("http://")).check(force=True)
    url = f"{sandbox}/message/send.json"
    content = spec["paths"]["/message/send.json"]["post"]["requestBody"]["content"]
    form = content["application/x-www-form-urlencoded"]["examples"]["sms"]["value"]
    examples = {
        "json-fileLink": json_line(
            url, content["application/json"]["examples"]["fileLink"]["value"]
        ),
        "form-sms": form_line(url, form, "token"),
    }
    for name, line in examples.items():
        tab.get_by_label("Request example of message/send", exact=True).select_option(
            f"message-send-example-{name}"
        )
        button = tab.locator(f"#message-send-example-{name}").get_by_role(
            "button", name="Copy curl line"
        )
        button.focus()
        tab.keyboard.press("Enter")
        tab.get_by_role("status").get_by_text("Copied curl line").wait_for(state="attached")
        assert button.inner_text() == "Copied"
        assert button.evaluate("(button) => button === document.activeElement")
        reader.bring_to_front()
        assert reader.evaluate("navigator.clipboard.readText()") == line
        tab.bring_to_front()
        tab.evaluate("document.querySelector('.announcer').textContent = ''")


def test_json_is_copied_as_it_can_be_sent(
    opened: Callable[..., Page], spec: dict[str, Any]
) -> None:
    tab = opened("few.html", permissions=["clipboard-read", "clipboard-write"])
    tab.locator("#message-send-example-json-sms").get_by_role("button", name="Copy JSON").click()
    tab.get_by_role("status").get_by_text("Copied JSON").wait_for(state="attached")
    examples = spec["paths"]["/message/send.json"]["post"]["requestBody"]["content"][
        "application/json"
    ]["examples"]
    assert json.loads(tab.evaluate("navigator.clipboard.readText()")) == examples["sms"]["value"]


def test_every_call_of_the_page_is_understood(
    spec: dict[str, Any], sandbox: str, opened: Callable[..., Page], tmp_path: Path
) -> None:
    find("curl")
    tab = opened("docs.html", java_script_enabled=False)
    tab.get_by_label(sandbox.removeprefix("http://")).check(force=True)
    lines: list[str] = tab.locator("pre.curl").evaluate_all(
        "(all) => all.map((one) => one.innerText)"
    )
    assert {f"{sandbox}{path}" for path in spec["paths"]} <= {
        word for line in lines for word in line.split(" ")
    }
    assert all(line.startswith("curl ") and line.isprintable() for line in lines)
    own = {
        "TURBOSMS_TOKEN": "sandbox",
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "NO_PROXY": "*",
    }
    typed = "".join(f"{line}; echo\n" for line in lines)
    told = output("bash", "--norc", "--noprofile", input=typed, env=own, cwd=tmp_path)
    answers = [json.loads(answer)["response_code"] for answer in told.splitlines()]
    assert len(answers) == len(lines) > 60
    # What says that a request was not read: no token, no data, no such structure, no JSON.
    assert [
        line
        for line, code in zip(lines, answers, strict=True)
        if code in (103, 104, 105, 300, 301, 502)
    ] == []
    assert {0, 1, 801} <= set(answers)
