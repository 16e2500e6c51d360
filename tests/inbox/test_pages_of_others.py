"""A page of another origin, in a real browser, tries to send from the sandbox."""

from __future__ import annotations

import time
from html import escape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import pytest

from tests.kit.service import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Response

    from tests.kit.control import Control

PATIENCE: Final = 60


def send(address: str, number: int) -> str:
    """A link that sends by itself, wherever it is followed."""
    query = {
        "token": "sandbox",
        "recipients[0]": f"38050111111{number}",
        "sms[sender]": "TurboSMS",
        "sms[text]": "From a strange page",
    }
    return f"{address}/message/send.json?{urlencode(query)}"


def strange_page(address: str) -> str:
    """Every way in which a page can make requests to anywhere without asking."""
    links = [send(address, number) for number in range(10)]
    shown = [escape(link) for link in links]
    return f"""<!DOCTYPE html><title>Strange</title>
        <img src="{shown[0]}"><img src="{shown[1]}" referrerpolicy="no-referrer">
        <script src="{shown[2]}" async></script><link rel="stylesheet" href="{shown[3]}">
        <iframe src="{shown[4]}"></iframe><iframe name="hidden"></iframe>
        <form id="form" action="{shown[5]}" method="post" target="hidden"><input name="a"></form>
        <object data="{shown[6]}"></object><video src="{shown[7]}"></video>
        <script>
            document.getElementById('form').submit();
            fetch({links[8]!r}, {{mode: 'no-cors', credentials: 'include'}}).catch(() => null);
            navigator.sendBeacon({links[9]!r}, 'token=sandbox');
        </script>"""


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_nothing_is_sent(browser: Browser, sandbox: str, control: Control, name: str) -> None:
    """Another port of the same host is of the same site, another name is of another one."""
    pages = {
        "/": strange_page(sandbox),
        "/link": f'<a href="{send(sandbox, 0)}">x</a>',
    }
    answered: dict[str, int] = {}
    ended: set[str] = set()

    def note(response: Response) -> None:
        answered[response.url] = response.status
        ended.add(response.url)

    links = {send(sandbox, number) for number in range(10)}
    context = browser.new_context()
    with Site(pages) as site:
        tab = context.new_page()
        tab.on("response", note)
        # Of an answer that is no picture, script or style the browser tells its page nothing.
        tab.on("requestfailed", lambda request: ended.add(request.url))
        strange = site.url.replace("127.0.0.1", name)
        tab.goto(f"{strange}/")
        deadline = time.monotonic() + PATIENCE
        while not links <= ended and time.monotonic() < deadline:
            tab.wait_for_timeout(50)
        assert links <= ended
        assert {status for url, status in answered.items() if url in links} == {403}
        tab.goto(f"{strange}/link")
        with tab.expect_navigation():
            tab.get_by_role("link").click()
        assert '"response_code":300' in tab.content()
    context.close()
    assert control.messages() == []
    assert control.calls() == []


def test_an_address_that_is_typed_in_and_the_own_page_are_answered(
    browser: Browser, sandbox: str, control: Control
) -> None:
    context = browser.new_context()
    tab = context.new_page()
    response = tab.goto(send(sandbox, 1))
    assert response is not None
    assert response.status == 200
    tab.goto(sandbox)
    answer: Any = tab.evaluate("link => fetch(link).then(r => r.json())", send(sandbox, 2))
    assert answer["response_code"] == 801
    context.close()
    assert len(control.shown()) == 2
