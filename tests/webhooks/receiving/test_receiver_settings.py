"""A secret or login that cannot be right is told when the receiver is made, and never shown."""

from __future__ import annotations

from typing import Any

import pytest

from tests.webhooks.calls import SECRET, as_json, call, login, signed
from turbosms_webhooks import WebhookReceiver


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        ("", "is empty"),
        ([], "no secret"),
        ("key\n", "line break"),
        ("k\r\ney", "line break"),
        (" key", "spaces"),
        ("key\t", "spaces"),
        ('"key"', "quotes"),
        ("'key'", "quotes"),
        ("«key»", "quotes"),
        ("k\u200bey", "cannot be seen"),
        ("\ufeffkey", "cannot be seen"),
        ("k\0ey", "cannot be seen"),
        (["key", "old\n"], "secret 2 has a line break"),
        (None, "there is no secret"),
    ],
)
def test_a_secret_that_was_pasted_wrong_is_told(secret: Any, told: str) -> None:
    with pytest.raises(ValueError, match=told) as refused:
        WebhookReceiver(secret)
    assert "key" not in str(refused.value).replace("secret key", "")


def test_a_secret_with_one_quote_is_a_secret() -> None:
    assert WebhookReceiver("'key").sign("1") == signed("1", "'key")


@pytest.mark.parametrize("secret", [b"key", ["key", 5], [b"key"]])
def test_a_secret_that_is_no_text_is_told(secret: Any) -> None:
    with pytest.raises(TypeError, match="is no text"):
        WebhookReceiver(secret)


@pytest.mark.parametrize(
    ("basic_auth", "told"),
    [
        ("login:password", "no pair"),
        (("login", "password", "more"), "no pair"),
        ((), "no pair"),
        (("", "password"), "login of basic_auth is empty"),
        (("login", ""), "password of basic_auth is empty"),
        (("login", None), "password of basic_auth is empty"),
        (("log:in", "password"), "a colon"),
    ],
)
def test_a_login_that_no_call_can_have_is_told(basic_auth: Any, told: str) -> None:
    """Otherwise every call would be refused, or anybody's taken."""
    with pytest.raises(ValueError, match=told) as refused:
        WebhookReceiver(SECRET, basic_auth=basic_auth)
    assert "log:in" not in str(refused.value)


def test_letters_of_any_alphabet_in_a_login() -> None:
    name = "\N{CYRILLIC SMALL LETTER YI}"
    receiver = WebhookReceiver(SECRET, basic_auth=(name, f":{name}:"))
    callback = receiver.parse(as_json(call()), authorization=login(name, f":{name}:"))
    assert callback.id == "event-1"
