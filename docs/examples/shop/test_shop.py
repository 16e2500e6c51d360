"""The shop's tests, with the fixtures of `turbosms_testing`.

Nothing is delivered to anyone, and no time passes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from shop import CODE_LIFETIME, Order, Shop, remind

if TYPE_CHECKING:
    from turbosms_client import AsyncTurboSMS, TurboSMS
    from turbosms_testing import Sandbox

PHONE = "380678998668"
WITHOUT_VIBER = "380001000001"
ON_THE_STOP_LIST = "380000000404"


@pytest.fixture
def shop(turbosms: TurboSMS) -> Shop:
    return Shop(turbosms, clock=lambda: 0.0)


def test_customers_are_notified_on_viber(shop: Shop, turbosms_sandbox: Sandbox) -> None:
    order = Order(12345, PHONE)
    shop.ship(order)
    message = turbosms_sandbox.assert_sent(
        PHONE, text="Order 12345 is on its way.", channel="viber"
    )
    assert message.channel.fields["action"] == "https://shop.example/orders/12345"
    assert not shop.arrived(order)
    turbosms_sandbox.advance(60)
    assert shop.arrived(order)
    turbosms_sandbox.assert_not_sent(PHONE, channel="sms")


def test_customers_without_viber_get_an_sms(shop: Shop, turbosms_sandbox: Sandbox) -> None:
    order = Order(12346, WITHOUT_VIBER)
    shop.ship(order)
    turbosms_sandbox.advance(60)
    turbosms_sandbox.assert_sent(
        WITHOUT_VIBER, text=re.compile("12346"), channel="sms", status="Delivered"
    )
    assert shop.arrived(order)


def test_customers_are_notified_once(shop: Shop, turbosms_sandbox: Sandbox) -> None:
    shop.ship(Order(12347, PHONE))
    turbosms_sandbox.advance(3600)
    shop.ship(Order(12347, PHONE))
    turbosms_sandbox.assert_sent(PHONE, text=re.compile("12347"), count=1)


def test_customers_are_notified_once_even_if_the_response_is_lost(
    shop: Shop, turbosms_sandbox: Sandbox
) -> None:
    turbosms_sandbox.fault("message/send", "drop_after")
    order = Order(12348, PHONE)
    shop.ship(order)
    assert turbosms_sandbox.last().message_id == order.message_id
    turbosms_sandbox.assert_sent(PHONE, count=1)


def test_an_order_records_that_its_customer_cannot_be_notified(
    shop: Shop, turbosms_sandbox: Sandbox
) -> None:
    order = Order(12349, ON_THE_STOP_LIST)
    shop.ship(order)
    assert order.problem == "not notified: NOT_ALLOWED_NUMBER_STOPLIST"
    turbosms_sandbox.account(balance=0)
    order = Order(12350, PHONE)
    shop.ship(order)
    assert order.problem == "no money for messages"
    turbosms_sandbox.assert_not_sent()


def test_log_in(shop: Shop, turbosms_sandbox: Sandbox) -> None:
    shop.send_code(PHONE)
    message = turbosms_sandbox.assert_sent(
        PHONE, text=re.compile(r"^Your code is \d{6}$"), channel="sms"
    )
    code = message.text[-6:]
    assert shop.log_in(PHONE, code)
    assert not shop.log_in(PHONE, code)


def test_a_code_expires(shop: Shop, turbosms_sandbox: Sandbox) -> None:
    shop.send_code(PHONE)
    shop.clock = lambda: CODE_LIFETIME + 1.0
    assert not shop.log_in(PHONE, turbosms_sandbox.last(PHONE).text[-6:])


@pytest.mark.anyio
async def test_reminders(async_turbosms: AsyncTurboSMS, turbosms_sandbox: Sandbox) -> None:
    assert await remind(async_turbosms, [PHONE, ON_THE_STOP_LIST]) == 1
    turbosms_sandbox.assert_sent(PHONE, text=re.compile("basket"))
    turbosms_sandbox.assert_not_sent(ON_THE_STOP_LIST)
