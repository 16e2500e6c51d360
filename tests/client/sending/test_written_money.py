"""Money has at least two decimals wherever it is printed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.answers import ok
from turbosms_client import InvalidParameterError, TurboSMS, format_money

if TYPE_CHECKING:
    from tests.kit.service import Service

A, B = "380501111111", "380502222222"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("2.5", "2.50"),
        ("2", "2.00"),
        ("0", "0.00"),
        ("0E-8", "0.00000000"),
        ("1E+3", "1000.00"),
        ("1E-7", "0.0000001"),
        ("-0.5", "-0.50"),
        ("0.3456", "0.3456"),
        ("12345678901234567890123456789012.5", "12345678901234567890123456789012.50"),
        ("NaN", "NaN"),
    ],
)
def test_at_least_two_decimals_and_nothing_rounded(amount: str, text: str) -> None:
    assert format_money(Decimal(amount)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
def test_it_is_the_same_amount(amount: Decimal) -> None:
    text = format_money(amount)
    assert Decimal(text) == amount
    assert "E" not in text
    assert len(text.partition(".")[2]) >= 2


def test_a_preview_shows_them(service: Service) -> None:
    with TurboSMS("t", service.url, sms_sender="Shop") as client:
        made = client.message.preview([A, B], text="Hi", prices={"sms": "1E+1"})
    assert str(made.channels[0].price) == "10.00"
    assert [str(amount) for amount in made.cost or ()] == ["20.00", "20.00"]
    assert "price=Decimal('10.00')" in repr(made)


@pytest.mark.parametrize(("answered", "shown"), [(5, "5.00"), (2.5, "2.50"), ("7.125", "7.125")])
def test_a_balance_shows_them(service: Service, answered: Any, shown: str) -> None:
    service.answers(ok({"balance": answered}))
    with TurboSMS("t", service.url) as client:
        assert str(client.user.balance()) == shown


@pytest.mark.parametrize("price", ["NaN", "Infinity", "-0.01", "dear"])
def test_a_price_that_is_none(service: Service, price: str) -> None:
    with (
        TurboSMS("t", service.url, sms_sender="Shop") as client,
        pytest.raises(InvalidParameterError, match="A price is a number") as caught,
    ):
        client.message.preview([A], text="Hi", prices={"sms": price})
    assert (caught.value.parameter, caught.value.limit) == ("prices", 0)
