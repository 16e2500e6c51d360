"""Forms are read as PHP reads them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.webhooks.calls import SECRET, as_form, as_json, call, signed
from turbosms_webhooks import WebhookError, WebhookReceiver

pytestmark = pytest.mark.one_interpreter

RECEIVER = WebhookReceiver(SECRET)
LETTERS = "ab1 +&=%;._-\0\n\N{CYRILLIC SMALL LETTER ZHE}\N{GRINNING FACE}"
KEYS = st.text(LETTERS, min_size=1, max_size=8)
TEXTS = st.text(f"{LETTERS}[]", max_size=20)
NESTED = st.recursive(
    TEXTS, lambda inner: st.dictionaries(KEYS, inner, min_size=1, max_size=3), max_leaves=6
)
OBJECTS = st.dictionaries(KEYS, NESTED, min_size=1, max_size=4)


def data_of(body: bytes) -> Any:
    return RECEIVER.parse(body).raw["data"]


def form(pairs: str) -> bytes:
    return f"id=1&signature={signed('1')}&{pairs}".encode()


@settings(max_examples=examples(60, 20_000))
@given(OBJECTS)
def test_what_php_writes_comes_back(data: dict[str, Any]) -> None:
    assert data_of(as_form(call("1", data))) == data


@settings(max_examples=examples(30, 10_000))
@given(st.lists(OBJECTS, min_size=1, max_size=5))
def test_an_array_of_objects_has_an_event_for_each(data: list[dict[str, Any]]) -> None:
    in_form = RECEIVER.parse(as_form(call("1", data))).events
    in_json = RECEIVER.parse(as_json(call("1", data))).events
    assert [event.raw for event in in_form] == data
    assert [event.raw for event in in_json] == data


@pytest.mark.parametrize(
    ("pairs", "data"),
    [
        ("data[a]=1&data[b]=2", {"a": "1", "b": "2"}),
        ("data%5Ba%5D=1", {"a": "1"}),
        ("data[a][b][c]=1", {"a": {"b": {"c": "1"}}}),
        ("data[]=x&data[]=y", {"0": "x", "1": "y"}),
        ("data[0][a]=x&data[1][a]=y", {"0": {"a": "x"}, "1": {"a": "y"}}),
        ("data[a]=1&data[a]=2", {"a": "2"}),
        ("data=1&data[a]=2", {"a": "2"}),
        ("data[a]=1&data=2", "2"),
        ("data[a]=1&data[a][b]=2", {"a": {"b": "2"}}),
        ("data[a]rest=1", {"a": "1"}),
        ("data[a]=a+b%20c%2Bd", {"a": "a b c+d"}),
        ("data[a]=%D0%96", {"a": "\N{CYRILLIC CAPITAL LETTER ZHE}"}),
        ("data[a]=%FF", {"a": "\N{REPLACEMENT CHARACTER}"}),
        ("data[a]", {"a": ""}),
        ("data[a]=x=y", {"a": "x=y"}),
        ("data[a]=1&&=2&[b]=3", {"a": "1"}),
    ],
)
def test_cases(pairs: str, data: Any) -> None:
    assert data_of(form(pairs)) == data


@pytest.mark.parametrize("pairs", ["data[a=1", "data]=1", "[data]=1"])
def test_brackets_that_are_not_pairs_belong_to_the_name(pairs: str) -> None:
    assert "data" not in RECEIVER.parse(form(pairs)).raw


@settings(max_examples=examples(100, 30_000))
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_read(tail: bytes) -> None:
    try:
        has_events = bool(RECEIVER.parse(form("data[a]=1&") + tail).events)
    except WebhookError:
        return  # another id or signature among the bytes, or more levels than there may be
    assert has_events
