# ruff: noqa: RUF001 - the letters of Ukrainian
"""What is measured and computed of a message is what the client's preview says."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from turbosms_campaigns import CostRange
from turbosms_campaigns._model.settings import Message
from turbosms_campaigns._texts.cost import price_range
from turbosms_campaigns._texts.rendering import RenderedMessage, parse_message
from turbosms_campaigns._texts.sizes import MessageSize, measure, outside_gsm, problem_with
from turbosms_client import Sms, TurboSMS, Viber

if TYPE_CHECKING:
    from collections.abc import Iterator

PHONE = "380501234567"
PRICES = {"sms": Decimal("0.89"), "promotional": Decimal("0.75"), "transactional": Decimal("0.4")}
LETTERS = st.sampled_from("aZ9 @€[^ЇїІґ’—…😀\u0301\n")
TEXTS = st.text(st.one_of(LETTERS, st.characters(exclude_categories=["Cs"])), min_size=1)


@pytest.fixture(scope="module")
def client() -> Iterator[TurboSMS]:
    with TurboSMS(token="any", base_url="http://127.0.0.1:9") as made:
        yield made


def rendered(message: Message) -> RenderedMessage:
    filled = parse_message(message).fill({})
    assert isinstance(filled, RenderedMessage)
    return filled


@given(text=TEXTS)
@settings(max_examples=examples(100, 2_000))
def test_the_size_of_an_sms_is_that_of_the_preview(client: TurboSMS, text: str) -> None:
    [channel] = client.message.preview([PHONE], sms=Sms(sender="S", text=text)).channels
    message = Message(sms=Sms(sender="S"))
    size = measure(message, RenderedMessage(None, Sms(sender="S", text=text)))
    assert size == MessageSize(channel.segments, channel.forcing_ucs2, None, None)


@pytest.mark.parametrize(
    ("text", "outside"), [("Hi", ()), ("[€]", ()), ("Її, Її!", ("Ї", "ї")), ("a’b😀’", ("’", "😀"))]
)
def test_the_characters_outside_gsm(text: str, outside: tuple[str, ...]) -> None:
    assert outside_gsm(text) == outside


@pytest.mark.parametrize(
    "options",
    [
        {"sms": Sms(sender="S", text="Привіт " * 20)},
        {"viber": Viber(sender="S", text="Hi")},
        {"viber": Viber(sender="S", text="Hi", is_transactional=True)},
        {"viber": Viber(sender="S", file_id=7, caption="price.pdf")},
        {"viber": Viber(sender="S", text="Hi"), "sms": Sms(sender="S", text="Hi")},
        {"viber": Viber(sender="S", text="Hi"), "sms": Sms(sender="S", text="Hi" * 100)},
    ],
)
@pytest.mark.parametrize("left_out", [None, "sms", "promotional"])
def test_the_cost_is_that_of_the_preview(
    client: TurboSMS, options: dict[str, Any], left_out: str | None
) -> None:
    prices = {rate: price for rate, price in PRICES.items() if rate != left_out}
    preview = client.message.preview([PHONE], prices=prices, **options)
    rates = {channel.channel: channel.rate for channel in preview.channels}
    message = Message(prices=prices, viber_rate=rates.get("viber"), **options)
    size = measure(message, rendered(message))
    cost = price_range(message, size.segments)
    if preview.cost is None:
        assert cost is None
        assert size[2:] == (None, None)
    else:
        assert cost == CostRange(*preview.cost)
        assert size[2:] == preview.cost


@pytest.mark.parametrize(
    ("message", "parameter", "problem"),
    [
        (RenderedMessage(None, Sms(sender="S", text="я" * 662)), "sms.text", "661 fit"),
        (
            RenderedMessage(Viber(sender="S", text="x" * 1_001), Sms(sender="S", text="x")),
            "viber.text",
            "1000 fit",
        ),
        (
            RenderedMessage(
                Viber(sender="S", text="x", caption="Go", action="a.ua"), Sms(sender="S", text="x")
            ),
            "viber.action",
            "https:// link",
        ),
        (RenderedMessage(None, Sms(sender="S" * 21, text="x")), "sms.sender", "20 fit"),
        (RenderedMessage(Viber(sender="S", caption="x", text="x"), None), "viber.action", "needs"),
    ],
)
def test_what_the_service_would_refuse_is_told_with_its_parameter(
    client: TurboSMS, message: RenderedMessage, parameter: str, problem: str
) -> None:
    found = problem_with(client, message)
    assert found is not None
    assert found[0] == parameter
    assert problem in found[1]


def test_nothing_is_wrong_with_a_message_that_fits(client: TurboSMS) -> None:
    whole = RenderedMessage(Viber(sender="S", text="x" * 1_000), Sms(sender="S", text="я" * 661))
    assert problem_with(client, whole) is None
