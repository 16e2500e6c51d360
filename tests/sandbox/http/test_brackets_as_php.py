"""The bracket parser against PHP itself, on queries that are made up.

Same keys, same values, same order.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.kit.debian import find
from tests.kit.processes import Process
from turbosms_sandbox.http import brackets

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.one_interpreter

TEXTS = st.text("[]=&+%.-_ 019ab\x00\t\n\v\fя", max_size=14).map(str.encode)
PERCENT = st.sampled_from(
    [b"%5B", b"%5d", b"%20", b"%00", b"%2E", b"%26", b"%3D", b"%D0", b"%d1%8f", b"%", b"%4"]
)
WORDS = st.sampled_from(
    [b"a", b"a.b", b"a b", b" a", b"sms", b"recipients", b"0", b"a\tb", b"", b"__", b"-1"]
)
KEYS = st.sampled_from(
    [
        b"",
        b" ",
        b"  ",
        b"\t",
        b" x",
        b"x ",
        b"0",
        b"00",
        b"1",
        b"7",
        b"-0",
        b"-3",
        b"x",
        b"x.y",
        b"[",
    ]
)
BIG = st.sampled_from(
    [
        *(str(2**63 + i).encode() for i in (-2, -1, 0, 1)),
        *(str(-(2**63) + i).encode() for i in (-1, 0)),
        b"9" * 30,
    ]
)
# Few names and keys, so that many pairs meet in the same array.
MEETING = st.builds(
    lambda name, keys: name + b"".join(b"[" + key + b"]" for key in keys) + b"=1",
    st.sampled_from([b"a", b"b"]),
    st.lists(st.sampled_from([b"", b"", b"0", b"-3", b"-1", b"5", b"x"]) | BIG, max_size=3),
)
RECIPIENTS = st.builds(
    lambda name, keys, rest, value: (
        name + b"".join(b"[" + key + b"]" for key in keys) + rest + b"=" + value
    ),
    WORDS,
    st.lists(KEYS | KEYS | PERCENT | BIG, max_size=4),
    st.sampled_from([b"", b"", b"", b"[", b"]", b"x", b"[x", b".y", b"[]", b"%00[x]"]),
    TEXTS.map(lambda text: text.replace(b"&", b"")),
)
PAIRS = (
    RECIPIENTS | RECIPIENTS | TEXTS | st.lists(PERCENT | WORDS | TEXTS, max_size=5).map(b"".join)
)
# A NUL itself cannot stand in a URL; PHP's own parser of strings stops at it, its parser of bodies
# does not.
QUERIES = (st.lists(PAIRS, max_size=8) | st.lists(MEETING, max_size=8)).map(
    lambda pairs: b"&".join(pairs).replace(b"\x00", b"%00")
)


# Keys and values travel in base64, since they may be any bytes; an array is a list of pairs, in its
# order.
SCRIPT = r"""
function pairs(array $array): array {
    $pairs = [];
    foreach ($array as $key => $value) {
        $value = is_array($value) ? pairs($value) : base64_encode($value);
        $pairs[] = [base64_encode((string) $key), $value];
    }
    return $pairs;
}
while (($line = fgets(STDIN)) !== false) {
    $answers = [];
    foreach (json_decode($line) as $query) {
        parse_str(base64_decode($query), $values);
        $answers[] = pairs($values);
    }
    echo json_encode($answers, 0, 1000), "\n";
}
"""
OPTIONS = (
    "display_errors=0",
    "max_input_vars=1000000",
    "max_input_nesting_level=64",
    "arg_separator.input=&",
)


class Php(Process):
    """PHP itself: one process that reads many queries."""

    def __init__(self) -> None:
        options = [f"-d{option}" for option in OPTIONS]
        super().__init__(find("php"), "-n", *options, "-r", SCRIPT)

    def parse(self, queries: list[bytes]) -> list[Any]:
        """What each query holds, as `pairs` writes it."""
        self.type(json.dumps([in_base64(query) for query in queries]) + "\n")
        parsed: list[Any] = json.loads(self.line())
        return parsed


@pytest.fixture(scope="module")
def php() -> Iterator[Php]:
    with Php() as php:
        yield php


def in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def pairs(values: dict[str, Any]) -> list[Any]:
    """What was parsed here, as PHP writes it."""
    written: list[Any] = []
    for key, value in values.items():
        inner = pairs(value) if isinstance(value, dict) else in_base64(to_bytes(value))
        written.append([in_base64(to_bytes(key)), inner])
    return written


def to_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def compare(php: Php, queries: list[bytes]) -> None:
    for query, expected in zip(queries, php.parse(queries), strict=True):
        assert pairs(brackets.parse(query)) == expected, query


@given(queries=st.lists(QUERIES, min_size=1, max_size=60))
@settings(max_examples=examples(50, 150))
def test_made_up_queries(php: Php, queries: list[bytes]) -> None:
    compare(php, queries)


@given(queries=st.lists(st.binary(max_size=40), min_size=1, max_size=60))
@settings(max_examples=examples(20, 50))
def test_any_bytes(php: Php, queries: list[bytes]) -> None:
    compare(php, [query.replace(b"\x00", b"") for query in queries])


@pytest.mark.parametrize(
    "query",
    [
        b"recipients[0]=380678998668&recipients[1]=380503288668&sms[sender]=TurboSMS&sms[text]=you%21&token=T",
        b"a[b][c=1&a[]]=2&a[[b]=3&a[b=4",
        b"k[ ]=5&k[  ]=6&k[%09]=7&k[ x]=8&k[x ]=9",
        b"a%00b=1&c[x%00y]=2&%00=3&d%00[x]=4&e[f%00]=5",
        b"a[9223372036854775807]=1&a[]=lost&a[x]=2",
        b"a[9223372036854775808]=1&a[]=2",
        b"a[-5]=1&a[]=2&a[-9]=3&a[]=4&a[x]=5&a[]=6",
        b"a[-9223372036854775808]=1&a[]=2&b[-9223372036854775809]=3&b[]=4",
        b"a.b[c.d]=1&a%20b=2&%20%20a=3",
        b"=1&[x]=2&&a",
        b"a=1&a=2&a[]=3&a[]=4&a=5",
        b"a" + b"[x]" * 64 + b"=1",
    ],
)
def test_examples(php: Php, query: bytes) -> None:
    compare(php, [query])


def test_what_is_too_deep_is_dropped_by_php_and_refused_here(php: Php) -> None:
    query = b"b=2&a" + b"[x]" * (brackets.MAX_DEPTH + 1) + b"=1"
    assert php.parse([query]) == [pairs({"b": "2"})]
    with pytest.raises(brackets.TooComplexError):
        brackets.parse(query)
