"""A preview says what the sandbox then does, and sends nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from turbosms_client import (
    AsyncTurboSMS,
    InvalidParameterError,
    Preview,
    Sms,
    TurboSMS,
    Viber,
    measure_sms,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.rules

A, B = "380501111111", "380502222222"
PRICES: Any = {"sms": "0.34", "promotional": Decimal("0.50"), "transactional": 1}
BUTTON: Any = {"caption": "Track", "action": "https://example.com"}


@pytest.fixture(params=[TurboSMS, AsyncTurboSMS])
def client(request: pytest.FixtureRequest) -> Any:
    return request.param("t", "http://127.0.0.1:9", sms_sender="Shop", viber_sender="Viber Shop")


@pytest.fixture(scope="module")
def real(sandbox: str) -> Iterator[TurboSMS]:
    with TurboSMS("sandbox", sandbox, sms_sender="TurboSMS", viber_sender="TurboSMS") as made:
        yield made


def test_the_channels_in_their_order(client: Any) -> None:
    made = client.message.preview(
        [A], text="Shipped", sms=Sms(text="Order shipped"), viber=Viber(**BUTTON)
    )
    assert [(row.channel, row.sender, row.text) for row in made.channels] == [
        ("viber", "Viber Shop", "Shipped"),
        ("sms", "Shop", "Order shipped"),
    ]
    assert [row.channels for row in made.recipients] == [("viber", "sms")]


def test_what_is_counted(client: Any) -> None:
    viber, sms = client.message.preview([A], text="Привіт 😀").channels
    assert (viber.left, viber.encoding, viber.segments, viber.left_in_segment) == (
        992,
        None,
        None,
        None,
    )
    assert (sms.left, sms.encoding, sms.segments, sms.left_in_segment) == (652, "ucs-2", 1, 61)
    long = client.message.preview([A], text="x" * 161, sms=Sms()).channels[0]
    assert (long.left, long.encoding, long.segments, long.left_in_segment) == (
        1360,
        "gsm-7",
        2,
        145,
    )


@pytest.mark.parametrize(
    ("text", "forcing"),
    [
        ("Hello {€}", ()),
        ("Hi, Єд Є", ("Є", "д")),
        ("`quoted` ç`", ("`", "ç")),
        ("a 😀 a 😀", ("😀",)),
    ],
)
def test_the_characters_that_force_ucs_2(client: Any, text: str, forcing: tuple[str, ...]) -> None:
    viber, sms = client.message.preview([A], text=text).channels
    assert sms.forcing_ucs2 == forcing
    assert viber.forcing_ucs2 == ()
    assert (sms.encoding == "ucs-2") == bool(forcing)


@settings(max_examples=examples(10, 100))
@given(st.text("aж{€😀 ", min_size=1, max_size=330))
def test_what_is_left_is_exact(text: str) -> None:
    with TurboSMS("t", sms_sender="Shop") as client:
        (sms,) = client.message.preview([A], text=text).channels
        assert sms.left_in_segment is not None
        assert measure_sms(text + "a" * sms.left_in_segment).segments == sms.segments
        assert (
            measure_sms(text + "a" * (sms.left_in_segment + 1)).segments == (sms.segments or 0) + 1
        )
        client.message.preview([A], text=text + "a" * sms.left)
        with pytest.raises(InvalidParameterError):
            client.message.preview([A], text=text + "a" * (sms.left + 1))


def test_the_recipients_as_they_go(client: Any) -> None:
    made = client.message.preview(["050 111 11 11", "+" + A, "nobody", B], text="Hi")
    assert [(row.input, row.phone, row.channels, row.code) for row in made.recipients] == [
        ("050 111 11 11", A, ("viber", "sms"), None),
        ("+" + A, A, (), 407),
        ("nobody", "nobody", (), 305),
        (B, B, ("viber", "sms"), None),
    ]
    assert A not in repr(made)
    assert "nobody" not in repr(made.recipients)


@pytest.mark.parametrize(
    ("parameters", "rates", "cost"),
    [
        ({"sms": Sms()}, ["sms"], ("0.68", "0.68")),
        ({"sms": Sms(text="ж" * 71)}, ["sms"], ("1.36", "1.36")),
        ({"viber": Viber(is_transactional=True)}, ["transactional"], ("2", "2")),
        ({"viber": Viber(**BUTTON), "sms": Sms()}, ["promotional", "sms"], ("0.68", "1.00")),
        ({"viber": Viber(text="", file_id=5, caption="a.pdf")}, ["transactional"], ("2", "2")),
    ],
)
def test_the_cost(client: Any, parameters: Any, rates: list[str], cost: tuple[str, str]) -> None:
    made = client.message.preview([A, B, A, "x"], text="Hi", prices=PRICES, **parameters)
    assert [row.rate for row in made.channels] == rates
    assert made.cost == tuple(map(Decimal, cost))


@pytest.mark.parametrize("prices", [None, {}, {"sms": 1}])
def test_without_a_price_there_is_no_cost(client: Any, prices: Any) -> None:
    assert client.message.preview([A], text="Hi", prices=prices).cost is None


@pytest.mark.parametrize(
    ("parameters", "parameter"),
    [
        ({"text": ""}, "text"),
        ({"txt": "Hi"}, "txt"),
        ({"text": "Hi", "prices": {"SMS": 1}}, "prices"),
    ],
)
def test_what_send_refuses_it_refuses(client: Any, parameters: Any, parameter: str) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        client.message.preview([A], **parameters)
    assert caught.value.parameter == parameter
    known = {"prices": "promotional", "txt": "text"}
    assert parameter not in known or known[parameter] in caught.value.allowed
    with pytest.raises(InvalidParameterError):
        client.message.preview([], text="Hi")


@pytest.mark.parametrize(
    "parameters",
    [
        {"sms": Sms()},
        {"viber": Viber()},
        {"viber": Viber(**BUTTON)},
        {"sms": Sms(), "viber": Viber()},
    ],
)
def test_the_sandbox_charges_what_was_estimated(real: TurboSMS, parameters: Any) -> None:
    given: Any = {"text": "Довгий текст {замовлення} " * 4, **parameters}
    number = (
        f"38050{len(repr(parameters)):07}"  # the service takes the same message once in 90 seconds
    )
    made = real.message.preview(
        [number], prices={"sms": "0.34", "promotional": "0.50", "transactional": "0.36"}, **given
    )
    assert isinstance(made, Preview)
    before = real.user.balance()
    real.message.wait(real.message.send([number], **given))
    assert made.cost is not None
    assert made.cost[0] <= before - real.user.balance() <= made.cost[1]


@pytest.mark.parametrize("price", ["dear", "", None, "9e999999", "1e-999999", 10**400])
def test_a_price_that_is_no_number(client: Any, price: Any) -> None:
    with pytest.raises(InvalidParameterError, match="A price is a number"):
        client.message.preview([A], text="Hi", prices={"sms": price})
