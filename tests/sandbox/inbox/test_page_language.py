"""The page comes in the language that a visitor wants, and stays in the one that was chosen."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import httpx2
import pytest

from turbosms_sandbox.inbox.languages import COOKIE, preferred_language

if TYPE_CHECKING:
    from tests.kit.control import Control

UKRAINIAN = "uk-UA,uk;q=0.9,en-US;q=0.8,en;q=0.7"


def title_and_language(response: httpx2.Response) -> tuple[str, str]:
    text = response.text
    title = unescape(text.partition("<title>")[2].partition("</title>")[0])
    language = text.partition('<html lang="')[2].partition('"')[0]
    assert response.headers["content-language"] == language
    assert response.headers["vary"] == "Accept-Language, Cookie"
    assert ("The inbox needs JavaScript." in text) == (language == "en")
    assert "{" not in text.partition("<body>")[2]
    return title, language


IN_ENGLISH = ("TurboSMS sandbox inbox", "en")
IN_UKRAINIAN = ("Вхідні пісочниці TurboSMS", "uk")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("*", "en"),
        ("de", "en"),
        (UKRAINIAN, "uk"),
        ("uk", "uk"),
        ("UK-ua", "uk"),
        ("en;q=0.5, uk", "uk"),
        ("en, uk", "en"),
        ("ru, uk;q=0.5, en;q=0.4", "uk"),
        ("uk;q=0", "en"),
        ("uk;q=", "en"),
        ("uk;q=nan", "en"),
        ("uk;level=1", "en"),
        (";,;q=1,", "en"),
    ],
)
def test_the_language_of_the_browser(accepted: str, language: str) -> None:
    assert preferred_language(accepted) == language


def test_the_page_is_in_the_language_of_the_browser(control: Control) -> None:
    for accepted, expected in (("en", IN_ENGLISH), (UKRAINIAN, IN_UKRAINIAN)):
        response = httpx2.get(control.url, headers={"Accept-Language": accepted})
        assert title_and_language(response) == expected
        assert "set-cookie" not in response.headers


def test_the_choice_counts_more_and_is_remembered(control: Control) -> None:
    headers = {"Accept-Language": UKRAINIAN}
    with httpx2.Client(base_url=control.url, headers=headers) as browser:
        chosen = browser.get("/?lang=en")
        assert title_and_language(chosen) == IN_ENGLISH
        cookie = chosen.headers["set-cookie"]
        assert cookie == f"{COOKIE}=en; HttpOnly; Max-Age=31536000; Path=/; SameSite=lax"
        assert title_and_language(browser.get("/")) == IN_ENGLISH
        assert title_and_language(browser.get("/?lang=uk")) == IN_UKRAINIAN
        assert title_and_language(browser.get("/?lang=xx")) == IN_UKRAINIAN


def test_the_choice_needs_no_cookie(control: Control) -> None:
    assert title_and_language(httpx2.get(f"{control.url}/?lang=uk")) == IN_UKRAINIAN


@pytest.mark.parametrize("cookie", ["", "xx", "<script>"])
def test_a_strange_cookie_is_none(control: Control, cookie: str) -> None:
    headers = {"Cookie": f"{COOKIE}={cookie}", "Accept-Language": UKRAINIAN}
    assert title_and_language(httpx2.get(control.url, headers=headers)) == IN_UKRAINIAN
