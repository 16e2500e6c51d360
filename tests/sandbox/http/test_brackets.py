"""Query strings and forms, as PHP reads them."""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from turbosms_sandbox.http import brackets

pytestmark = pytest.mark.rules


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("", {}),
        ("a=1&b=2", {"a": "1", "b": "2"}),
        ("a=1&a=2", {"a": "2"}),
        ("a", {"a": ""}),
        ("a==", {"a": "="}),
        ("&&a=1&", {"a": "1"}),
        ("a[0]=x&a[1]=y", {"a": {"0": "x", "1": "y"}}),
        ("a[]=x&a[]=y", {"a": {"0": "x", "1": "y"}}),
        ("a[5]=x&a[]=y&a[-9]=z", {"a": {"5": "x", "6": "y", "-9": "z"}}),
        ("a[-9]=x&a[]=y", {"a": {"-9": "x", "-8": "y"}}),
        ("a[05]=x&a[]=y", {"a": {"05": "x", "0": "y"}}),
        ("a[b][c]=1&a[b][d]=2", {"a": {"b": {"c": "1", "d": "2"}}}),
        ("a[][x]=1&a[][x]=2", {"a": {"0": {"x": "1"}, "1": {"x": "2"}}}),
        ("a=1&a[b]=2", {"a": {"b": "2"}}),
        ("a[b]=2&a=1", {"a": "1"}),
        ("a[b]c=1", {"a": {"b": "1"}}),
        ("a[b][c=1", {"a": {"b": "1"}}),
        ("a[b=1", {"a_b": "1"}),
        ("a.b c=1", {"a_b_c": "1"}),
        ("a[b.c]=1", {"a": {"b.c": "1"}}),
        ("[a]=1&=2", {}),
        ("%20a=1", {"a": "1"}),
        ("sms%5Btext%5D=you%21+%2B", {"sms": {"text": "you! +"}}),
        ("a=%D0%96", {"a": "Ж"}),
        ("a=%", {"a": "%"}),
    ],
)
def test_examples(query: str, values: dict[str, Any]) -> None:
    assert brackets.parse(query.encode()) == values


def test_text_that_is_not_utf8_keeps_its_bytes() -> None:
    value = brackets.parse(b"a=%D0")["a"]
    assert isinstance(value, str)
    assert value.encode("utf-8", "surrogateescape") == b"\xd0"


NAMES = st.text("abcя&=%+ é", min_size=1, max_size=4).filter(lambda name: not name.startswith(" "))
KEYS = (
    st.none()
    | st.integers(-2, 12).map(str)
    | st.text("ab[.ж ", min_size=1, max_size=3).filter(lambda k: k != " ")
)
ASSIGNMENTS = st.lists(
    st.tuples(NAMES, st.lists(KEYS, max_size=4), st.text(max_size=5)), max_size=12
)


def write(assignments: list[tuple[str, list[str | None], str]]) -> bytes:
    pairs = []
    for name, keys, value in assignments:
        path = "".join(f"[{quote(key or '')}]" for key in keys)
        pairs.append(f"{quote_plus(name)}{path}={quote_plus(value)}")
    return "&".join(pairs).encode()


def model(assignments: list[tuple[str, list[str | None], str]]) -> dict[str, Any]:
    """The same by definition.

    Each assignment walks down from the root and replaces what is in its way.
    """
    root: dict[str, Any] = {}
    no_place: tuple[str, ...] = ()
    counters: dict[tuple[str, ...], int] = {}
    for name, keys, value in assignments:
        here, place = root, no_place
        for depth, key in enumerate([name.replace(" ", "_").replace(".", "_"), *keys]):
            step = str(counters.get(place, 0)) if key is None else key
            if place and str(step).lstrip("-").isdecimal() and str(int(step)) == step:
                counters[place] = max(counters.get(place, int(step) + 1), int(step) + 1)
            if depth == len(keys):
                here[step] = value
                counters = {
                    known: n
                    for known, n in counters.items()
                    if known[: len(place) + 1] != (*place, step)
                }
                break
            if not isinstance(here.get(step), dict):
                here[step] = {}
            here, place = here[step], (*place, step)
    return root


@settings(max_examples=examples(40, 100))
@given(ASSIGNMENTS)
def test_agrees_with_the_definition(assignments: list[tuple[str, list[str | None], str]]) -> None:
    assert brackets.parse(write(assignments)) == model(assignments)


@given(st.binary(max_size=60) | st.text("a[]=&%+.1", max_size=60).map(str.encode))
def test_takes_any_bytes(query: bytes) -> None:
    brackets.parse(query)


def test_depth_and_count_are_bounded() -> None:
    deepest = "a" + "[x]" * brackets.MAX_DEPTH
    brackets.parse(f"{deepest}=1".encode())
    with pytest.raises(brackets.TooComplexError):
        brackets.parse(f"{deepest}[x]=1".encode())
    with pytest.raises(brackets.TooComplexError):
        brackets.parse(b"a&" * brackets.MAX_PARAMETERS)


def test_the_work_grows_with_the_input_alone() -> None:
    def lines_executed(count: int) -> int:
        query = "&".join(f"recipients[{i}]=380{i:09}" for i in range(count)).encode()
        executed = 0

        def trace(*_: object) -> object:
            nonlocal executed
            executed += 1
            return trace

        sys.settrace(trace)  # type: ignore[arg-type]
        try:
            brackets.parse(query)
        finally:
            sys.settrace(None)
        return executed

    assert lines_executed(8_000) < 8 * 1.1 * lines_executed(1_000)


def test_too_many_keys_in_all() -> None:
    """Neither many names nor deep ones are too much, but both together are."""
    deep = b"a[b][c][d][e][f]&" * (brackets.MAX_KEYS // 6)
    assert brackets.parse(deep)
    with pytest.raises(brackets.TooComplexError):
        brackets.parse(deep + b"a&")


PIECES = ["token", "tok", "en", "t", "%74", "%54", "o", "[", "]", "=", "&", "+", " ", "%20", "%00"]


@given(
    st.lists(st.sampled_from([*PIECES, "a", "x", ".", "%5B", "%", "&token=", "[]"])).map("".join)
)
def test_one_name_is_found_without_the_rest(text: str) -> None:
    query = text.encode()
    assert brackets.find(query, "token") == brackets.parse(query).get("token")
