"""Numbers as people type them into options."""

from __future__ import annotations

from decimal import Decimal

import pytest

from turbosms_cli.options.numbers import decimal_of, percentage_of, whole_number_of, with_point


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("500", "500"),
        (" 99.50 ", "99.50"),
        ("99,50", "99.50"),
        ("-0,5", None),
        ("1,000,000", None),
        ("", None),
        ("nan", None),
        ("inf", None),
        ("1e999999", None),
        ("1e-999999", None),
    ],
)
def test_decimals(text: str, number: str | None) -> None:
    assert decimal_of(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5%", "5"),
        ("5 %", "5"),
        ("2,5", "2.5"),
        ("-5%", None),
        ("5%%", None),
        ("%", None),
        ("1_0%", None),
        ("1e1", None),
        ("\u0665%", None),
    ],
)
def test_shares(text: str, number: str | None) -> None:
    assert percentage_of(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("65535", 65_535),
        ("65536", None),
        ("9" * 5_000, None),
        ("-1", None),
        ("1.0", None),
        ("٣", None),
        ("", None),
    ],
)
def test_whole_numbers(text: str, number: int | None) -> None:
    assert whole_number_of(text, most=65_535) == number


def test_what_is_no_number_is_left_to_whoever_knows_what_it_should_be() -> None:
    assert with_point(" 0,34 ") == "0.34"
    assert with_point("much") == "much"
