"""The balance: what is taken at once, what comes back and when."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbosms_sandbox.account.wallet import Wallet

pytestmark = [pytest.mark.rules, pytest.mark.on_both]

START = 10_000


def spent(api: Any) -> float:
    left: float = api.user_balance()
    return round(START - left, 2)


def test_sms_cost_by_the_segment(api: Any) -> None:
    assert api.user_balance() == START
    api.sms("380678998668", "380503288668")
    assert spent(api) == 0.68
    api.sms(text="a" * 161)
    assert spent(api) == 1.36
    api.advance(100_000)
    assert spent(api) == 1.36


@pytest.mark.parametrize("final", [1, 2, 3, 4, 5, 7])
def test_an_sms_that_went_out_is_paid_whatever_becomes_of_it(api: Any, final: int) -> None:
    api.sms(f"38000200000{final}")
    api.advance(100_000)
    assert spent(api) == 0.34


def test_a_cancelled_sms_is_refunded(api: Any, ids: Any) -> None:
    made = ids(api.sms("380002000006"))
    assert spent(api) == 0.34
    api.advance(60)
    assert api.details(*made)[0]["sms"]["price"] == 0
    assert spent(api) == 0


@pytest.mark.parametrize(("magic", "seconds"), [(1, 60), (2, 60), (3, 60), (4, 3600)])
def test_viber_that_was_not_delivered_costs_nothing(
    api: Any, ids: Any, magic: int, seconds: int
) -> None:
    made = ids(api.viber(f"38000100000{magic}"))
    assert spent(api) == 0.5
    assert api.details(*made)[0]["viber"]["price"] == 0.5
    api.advance(seconds)
    assert api.details(*made)[0]["viber"]["price"] == 0
    assert spent(api) == 0


def test_a_hybrid_holds_its_dearer_channel_until_it_is_clear_which_one_it_is(api: Any) -> None:
    long = {"text": "a" * 161}
    api.hybrid(sms=long)
    assert spent(api) == 0.68
    api.advance(60)
    assert spent(api) == 0.5
    api.hybrid("380001000001", sms=long)
    api.advance(60)
    assert spent(api) == 1.18
    api.hybrid("380001000002", sms={"text": "short"})
    api.advance(60)
    assert spent(api) == 1.52


def test_what_a_hybrid_needs_is_the_price_of_its_dearer_channel(api: Any) -> None:
    api.account(balance=0.67)
    assert api.hybrid(sms={"text": "a" * 161})["response_code"] == 203
    api.account(balance=0.68)
    assert api.hybrid(sms={"text": "a" * 161})["response_code"] == 801


def test_the_balance_pays_for_those_who_would_be_accepted(api: Any) -> None:
    api.account(balance=0.34)
    refused = api.sms("380678998668", "380503288668")
    assert refused == {
        "response_code": 203,
        "response_status": "REQUIRED_BALANCE",
        "response_result": None,
    }
    assert api.shown() == []
    assert api.sms("380678998668", "wrong", "380678998668")["response_code"] == 803
    assert api.user_balance() == 0
    assert api.sms("380503288668")["response_code"] == 203
    assert api.sms("wrong")["response_code"] == 305


def test_five_thousand_recipients_can_be_paid_out_of_the_box(api: Any) -> None:
    assert api.sms(*(f"3805{i:08}" for i in range(5000)))["response_code"] == 800
    assert spent(api) == 1700


def test_balance_is_in_uah_with_a_fraction(api: Any) -> None:
    assert api.account(balance=12345.67)["balance"] == 12345.67
    assert api.user_balance() == 12345.67
    api.account(balance=0)
    assert api.user_balance() == 0
    api.account(balance=-1.005)
    assert api.user_balance() == -1.01


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 99)), max_size=20),
    st.lists(st.integers(0, 60), max_size=9),
)
def test_refunds_fall_due_by_the_clock(refunds: list[tuple[int, int]], moments: list[int]) -> None:
    wallet = Wallet(1000)
    for at, amount in refunds:
        wallet.schedule_refund(amount, at)
    for now in sorted(moments):
        assert wallet.balance(now) == 1000 + sum(amount for at, amount in refunds if at <= now)
