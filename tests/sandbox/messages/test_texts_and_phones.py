"""Segments of an SMS, and numbers with their countries."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbosms_sandbox.account.templates import Template
from turbosms_sandbox.calls.phones import country_of, read_phone
from turbosms_sandbox.calls.php_values import is_utf8
from turbosms_sandbox.messages.sms_length import SmsSize, measure


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("a", SmsSize(1, 1, unicode=False)),
        ("a" * 160, SmsSize(160, 1, unicode=False)),
        ("a" * 161, SmsSize(161, 2, unicode=False)),
        ("a" * 306, SmsSize(306, 2, unicode=False)),
        ("a" * 307, SmsSize(307, 3, unicode=False)),
        ("a" * 1521, SmsSize(1521, 10, unicode=False)),
        ("€" * 80, SmsSize(160, 1, unicode=False)),
        ("€" * 80 + "a", SmsSize(161, 2, unicode=False)),
        ("a" * 152 + "€" + "a" * 152, SmsSize(306, 3, unicode=False)),
        ("€" * 760 + "a", SmsSize(1521, 10, unicode=False)),
        ("ж" * 70, SmsSize(70, 1, unicode=True)),
        ("ж" * 71, SmsSize(71, 2, unicode=True)),
        ("ж" * 134, SmsSize(134, 2, unicode=True)),
        ("ж" * 135, SmsSize(135, 3, unicode=True)),
        ("ж" * 661, SmsSize(661, 10, unicode=True)),
        ("😀" * 35, SmsSize(70, 1, unicode=True)),
        ("😀" * 67, SmsSize(134, 3, unicode=True)),
        ("`", SmsSize(1, 1, unicode=True)),
        ("[]{}\\~^|\f", SmsSize(18, 1, unicode=False)),
        ("@£$\n\rΔΩ¿à", SmsSize(9, 1, unicode=False)),
    ],
)
def test_segments(text: str, size: SmsSize) -> None:
    assert measure(text) == size


@pytest.mark.parametrize(
    ("fits", "beyond"), [("a" * 1521, "a" * 1522), ("ж" * 661, "ж" * 662), ("€" * 760, "€" * 761)]
)
def test_longest(fits: str, beyond: str) -> None:
    assert not measure(fits).is_too_long
    assert measure(beyond).is_too_long


@given(st.text("a€ж😀\n", max_size=700))
def test_segments_hold_what_they_can(text: str) -> None:
    size = measure(text)
    single, part = (70, 67) if size.unicode else (160, 153)
    assert (size.segments == 1) == (size.units <= single)
    if size.segments > 1 and not size.is_too_long:
        assert size.segments * part >= size.units
        assert size.segments <= 10


def test_lone_surrogates_are_not_utf8() -> None:
    assert is_utf8("Привіт 😀")
    assert not is_utf8("\ud83d")


@pytest.mark.parametrize(
    ("given_number", "number", "country"),
    [
        ("380678998668", "380678998668", "UA"),
        ("+380678998668", "380678998668", "UA"),
        (" 380678998668", "380678998668", "UA"),
        (380678998668, "380678998668", "UA"),
        ("48501234567", "48501234567", "PL"),
        ("+12025550123", "12025550123", "US"),
        ("77011234567", "77011234567", "RU"),
        ("37369123456", "37369123456", "MD"),
    ],
)
def test_numbers(given_number: object, number: str, country: str) -> None:
    assert read_phone(given_number) == number
    assert country_of(number) == country


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "0678998668",
        "38067899866",
        "3806789986680",
        "abc",
        "380-67-899-86-68",
        "\u0663\u0668\u0660678998668",
        "999123456789",
        "1234",
        None,
        True,
        3.8,
        [],
        {},
        "380678998668\n",
        "++380678998668",
        "\ud800",
    ],
)
def test_what_is_no_number(wrong: object) -> None:
    assert read_phone(wrong) is None


@given(
    st.lists(st.sampled_from(["%d", "%s", "a", "1", "."]), max_size=6), st.text("a1.", max_size=12)
)
def test_templates_fit_as_a_regular_expression_would(parts: list[str], text: str) -> None:
    wildcards = {"%d": "[0-9]+", "%s": ".+"}
    pattern = "".join(wildcards.get(part) or re.escape(part) for part in parts)
    assert Template("".join(parts)).matches(text) is bool(re.fullmatch(pattern, text, re.DOTALL))


@pytest.mark.parametrize("wildcard", ["%s", "%d", "%d%s"])
def test_many_wildcards_take_no_time(wildcard: str) -> None:
    assert Template(wildcard * 100).matches("1" * 1000)
    assert not Template(wildcard * 100 + "!").matches("1" * 1000)
