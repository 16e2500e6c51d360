"""The kinds of Viber message: what goes together, what is missing, in which order it is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbosms_api.tables.viber_kinds import VIBER_KINDS
from turbosms_client import InvalidParameterError, SendOptions, Viber
from turbosms_client._parameters.prepared_sends import prepare

NOTHING = dict.fromkeys(SendOptions.__annotations__)
BUTTON = {"caption": "Open", "action": "https://example.com"}
IMAGE = "https://example.com/a.png"


def viber(**values: Any) -> Any:
    message = Viber(**{"sender": "Shop", **values})
    return prepare(
        ["380503288668"], {**NOTHING, "viber": message}, {"sms": None, "viber": None}
    ).body["viber"]


def refusal(**values: Any) -> tuple[str, int | None, int | None]:
    with pytest.raises(InvalidParameterError) as caught:
        viber(**values)
    return caught.value.parameter, caught.value.code, caught.value.limit


@pytest.mark.parametrize(
    ("values", "parameter", "code"),
    [
        ({}, "text", 201),
        ({"text": "x", "caption": "Open"}, "action", 206),
        ({"text": "x", "action": "https://example.com"}, "caption", 205),
        ({**BUTTON}, "text", 201),
        ({"text": "x", "image_url": IMAGE}, "caption", 204),
        ({"text": "x", "image_url": IMAGE, "caption": "Open"}, "action", 206),
        ({"text": "x", "image_url": IMAGE, "action": "https://example.com"}, "caption", 205),
        ({"image_url": IMAGE, **BUTTON}, "text", 201),
        ({"text": "x", "file_id": 5}, "caption", 204),
        ({"text": "x", "caption": "", "action": "https://example.com"}, "caption", 205),
        ({"file_id": 5, "caption": "a.pdf", "is_transactional": True}, "is_transactional", 410),
        ({"image_url": IMAGE, "is_transactional": True}, "is_transactional", 410),
        ({"text": "x", **BUTTON, "is_transactional": True}, "is_transactional", 410),
        ({"text": "x", "image_url": IMAGE, "is_transactional": True}, "is_transactional", 410),
        (
            {"text": "x", "action": "https://example.com", "is_transactional": True},
            "is_transactional",
            410,
        ),
        ({"is_transactional": True, "ttl": 5}, "text", 201),
        ({"sender": "x" * 21, "text": 5}, "sender", 302),
        ({"text": 5, "caption": "Open"}, "text", 304),
        ({"text": "x", "caption": "x" * 31}, "action", 206),
        ({"text": "x" * 1001, **BUTTON, "caption": "x" * 31}, "text", 413),
        (
            {"text": "x", "caption": "x" * 31, "action": "https://example.com", "ttl": 5},
            "caption",
            408,
        ),
        ({"text": "x", "ttl": 5, "file_id": "5", "caption": "Open"}, "ttl", 409),
        ({"text": "x", **BUTTON, "image_url": 5, "file_id": "5"}, "file_id", 411),
        ({"file_id": "5", "start_time": "tomorrow"}, "file_id", 411),
        ({"text": "x", "start_time": "tomorrow"}, "start_time", 303),
        ({"file_id": -1}, "file_id", 417),
        ({"file_id": "5"}, "file_id", 411),
        ({"text": "x", "action": 5, "caption": "Open"}, "action", 411),
        ({"image_url": 5}, "image_url", 402),
    ],
)
def test_kinds_of_viber_message_that_do_not_work(
    values: dict[str, Any], parameter: str, code: int
) -> None:
    named, number, _ = refusal(**values)
    assert (named, number) == (parameter, code)


@pytest.mark.parametrize(
    "values",
    [
        {"text": "x"},
        {"text": "x", "is_transactional": True},
        {"text": "x", **BUTTON},
        {"image_url": IMAGE},
        {"text": "x", "image_url": IMAGE, **BUTTON},
        {"file_id": 5},
        {"file_id": 5, "caption": "a.pdf"},
        {"text": "x", "file_id": 5, "caption": "Load"},
        {"text": "x", "file_id": 5, **BUTTON},
        {"text": "x", "file_id": 0},
    ],
)
def test_kinds_of_viber_message_that_work(values: dict[str, Any]) -> None:
    assert viber(**values)


@pytest.mark.parametrize(
    ("values", "code", "limit"),
    [
        ({"text": "x", "action": "https://example.com"}, 408, 30),
        ({"text": "x", "file_id": 5}, 408, 30),
    ],
)
def test_captions_of_buttons(values: dict[str, Any], code: int, limit: int) -> None:
    assert viber(**values, caption="ж" * limit)
    assert refusal(**values, caption="x" * (limit + 1)) == ("caption", code, limit)


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com",
        "HTTP://EXAMPLE.COM/",
        "https://приклад.укр/шлях",
        "http://192.0.2.1:8080/a?b=c#d",
        "http://me:secret@[::1]:80?@",
    ],
)
def test_links_are_those_of_the_web(link: str) -> None:
    assert viber(text="x", caption="Open", action=link)["action"] == link
    assert viber(image_url=link)["image_url"] == link


@pytest.mark.parametrize(
    "link",
    [
        "example.com",
        "//example.com",
        "https://",
        "https:/example.com",
        "https:// example.com",
        " https://example.com",
        "viber://chat",
        "tel:+380501234567",
        "javascript:alert(1)",
        "ftp://example.com/a.png",
        "https://example.com\n",
        "https://example.com/a b",
        "https://@",
        "https://me@you@/",
        "https://:80/",
        "https://me@:80",
    ],
)
def test_what_is_no_link_is_found_first(link: str) -> None:
    assert refusal(text="x", caption="Open", action=link) == ("action", 411, None)
    assert refusal(image_url=link) == ("image_url", 402, None)
    # Beside an image of the account it has no effect.
    assert "image_url" not in viber(file_id=5, image_url=link)


def test_names_of_files() -> None:
    assert viber(file_id=5, caption="x" * 25)
    assert viber(file_id=5, caption="ж" * 12)
    assert refusal(file_id=5, caption="x" * 26) == ("caption", 423, 25)
    assert refusal(file_id=5, caption="x" * 12 + "ж") == ("caption", 423, 12)


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "text": st.sampled_from(["", "x"]),
        "image_url": st.sampled_from(["", IMAGE]),
        "caption": st.sampled_from(["", "Open"]),
        "action": st.sampled_from(["", "https://example.com"]),
        "file_id": st.sampled_from([0, 5]),
        "is_transactional": st.booleans(),
    },
)


@given(VALUES)
def test_every_combination_is_a_kind_that_is_complete_or_refused(values: dict[str, Any]) -> None:
    given_values = {name for name, value in values.items() if value}
    kind = next(
        k
        for k in VIBER_KINDS
        if set(k.all) <= given_values
        and (not k.any or given_values & set(k.any))
        and not given_values & set(k.none)
    )
    complete = set(kind.required) <= given_values
    complete &= not given_values & set(kind.together) or set(kind.together) <= given_values
    if complete and (kind.transactional_allowed or not values.get("is_transactional")):
        assert viber(**values)
    else:
        refusal(**values)
