"""How codes are sent: what is an error for the one who waits for one, and what is not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, ClassVar

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy
from phonenumber_field.phonenumber import PhoneNumber  # type: ignore[import-untyped]

from tests.django.told import messages_of
from tests.kit.control import phone
from turbosms_client import APIError, RetryPolicy, SendOptions, Sms
from turbosms_django import use_client
from turbosms_django.allauth import TurboSMSAdapterMixin
from turbosms_django.two_factor import Gateway

if TYPE_CHECKING:
    from tests.kit.control import Control

TO = phone(1)
WITHOUT_VIBER = "380001000004"


class Adapter(TurboSMSAdapterMixin):
    code_text = gettext_lazy("Code {code}")
    unknown_account_text = "No account"
    account_exists_text = "An account"


class BySms(Gateway):
    send_options: ClassVar[SendOptions] = {"sms": Sms()}


def send(adapter: TurboSMSAdapterMixin, code: str = "ABC-123") -> None:
    adapter.send_verification_code_sms(user=None, phone=f"+{TO}", code=code, signup=True)


def test_an_adapter_sends_its_text(shop: Control) -> None:
    send(TurboSMSAdapterMixin())
    shop.assert_sent(TO, text="Your code is ABC-123", channel="viber")
    send(Adapter())
    shop.assert_sent(TO, text="Code ABC-123")


def test_unknown_phones_get_what_the_adapter_has_for_them(shop: Control) -> None:
    TurboSMSAdapterMixin().send_unknown_account_sms(TO)
    TurboSMSAdapterMixin().send_account_already_exists_sms(TO)
    assert shop.sent_to() == []
    Adapter().send_unknown_account_sms(TO)
    Adapter().send_account_already_exists_sms(TO)
    assert [message.text for message in shop.messages(TO)] == ["An account", "No account"]


def test_the_sms_follows_soon(shop: Control) -> None:
    Adapter().send_verification_code_sms(None, WITHOUT_VIBER, "ABC-123")
    shop.advance(75)
    shop.assert_sent(WITHOUT_VIBER, channel="sms", status="Delivered")


def test_a_gateway_sends_by_the_channels_that_it_names(shop: Control) -> None:
    device = SimpleNamespace(number=PhoneNumber.from_string(f"+{TO}"))
    BySms().send_sms(device, "123456")
    assert shop.assert_sent(TO, text="Your code is 123456", channel="sms").viber is None


def test_a_gateway_makes_no_calls() -> None:
    with pytest.raises(ImproperlyConfigured, match="TWO_FACTOR_CALL_GATEWAY"):
        Gateway().make_call(None, "123456")


def test_a_code_that_is_asked_for_again_is_not_sent_twice(shop: Control) -> None:
    send(Adapter())
    send(Adapter())
    shop.assert_sent(TO, count=1)


def test_a_lost_answer_is_no_error(shop: Control, caplog: pytest.LogCaptureFixture) -> None:
    shop.fault("message/send", "drop_after")
    with shop.client(retry=RetryPolicy(attempts=1)) as impatient, use_client(impatient):
        send(Adapter())
    shop.assert_sent(TO, count=1)
    (message,) = messages_of(caplog)
    assert message.startswith("sending a code: ")
    assert "123" not in message
    assert TO not in message


def test_a_refusal_is_one(shop: Control) -> None:
    shop.account(balance=0)
    with pytest.raises(APIError) as caught:
        send(Adapter())
    assert "ABC-123" not in str(caught.value)
