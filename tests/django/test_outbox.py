"""`notify` in a transaction, and `manage.py turbosms_send` after it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy
from phonenumber_field.phonenumber import PhoneNumber  # type: ignore[import-untyped]

from tests.django.shop.models import Note
from tests.django.told import receiving, told
from tests.kit.control import Control, phone
from turbosms_client import InvalidParameterError, RetryPolicy, Sms, TurboSMS, Viber
from turbosms_django import notify, use_client
from turbosms_django.models import MessageStatus, OutgoingMessage, WebhookCall
from turbosms_django.signals import message_failed, message_sent

if TYPE_CHECKING:
    from collections.abc import Callable

TO = phone(1)
REFUSED = "380000000404"


def send() -> str:
    """What the command prints."""
    output = StringIO()
    call_command("turbosms_send", stdout=output)
    return output.getvalue().strip()


def the_message() -> OutgoingMessage:
    return OutgoingMessage.objects.get()


def make_due() -> None:
    OutgoingMessage.objects.update(try_at=timezone.now())


def test_a_message_is_delivered_after_the_commit(shop: Control) -> None:
    with transaction.atomic():
        notify(TO, text="Order 1 is paid", sequence_id="order-1")
        assert shop.sent_to() == []
    with told(message_sent, "report") as reports:
        assert send() == "1 sent"
    (report,) = reports
    shop.assert_sent(TO, text="Order 1 is paid", count=1)
    assert (report.sequence_id, the_message().message_ids) == ("order-1", report.message_ids)
    assert send() == ""


def test_what_is_rolled_back_is_not_sent(shop: Control) -> None:
    def order() -> None:
        with transaction.atomic():
            notify(TO, text="Paid")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        order()
    assert send() == ""
    assert shop.sent_to() == []


def test_a_sequence_id_stands_for_one_message(shop: Control) -> None:
    with transaction.atomic():
        assert notify([TO], text="Paid", sequence_id="order-1") == "order-1"
        assert notify(TO, text="Paid", sequence_id="order-1") == "order-1"
        with pytest.raises(ValueError, match="another message"):
            notify(TO, text="Other", sequence_id="order-1")
    assert send() == "1 sent"
    notify(TO, text="Paid", sequence_id="order-1")
    assert send() == ""
    shop.assert_sent(TO, count=1)
    assert notify(TO, text="Paid") != notify(TO, text="Paid")


def test_a_phone_may_be_an_object(shop: Control) -> None:
    """As fields of other packages have it."""
    number = PhoneNumber.from_string(f"+{TO}")
    notify(number, text="One")
    notify([number, None, phone(2)], text="Two")
    assert send() == "2 sent"
    assert sorted(shop.sent_to()) == [TO, TO, phone(2)]


def test_every_parameter_comes_through(shop: Control) -> None:
    """As the client itself sends it; texts and times may be Django's."""
    start = datetime.now(UTC) + timedelta(hours=2)
    lazy: Any = gettext_lazy("Paid")
    channels: Any = {
        "viber": Viber(sender="TurboSMS", text="In Viber", caption="Open", action="https://a.b"),
        "sms": Sms(sender="TurboSMS", is_flash=True),
    }
    notify(TO, text=lazy, start_time=start, ttl=120, count_clicks=True, **channels)
    assert send() == "1 sent"
    with shop.client() as client:
        client.message.send(
            [phone(2)], text="Paid", start_time=start, ttl=120, count_clicks=True, **channels
        )
    direct, by_outbox = (_request(shop, call["number"]) for call in shop.calls()[:2])
    assert direct == by_outbox


def _request(shop: Control, call: int) -> dict[str, Any]:
    """What was sent, without what differs between any two sends."""
    fields: dict[str, Any] = json.loads(shop.control("GET", f"calls/{call}")["request"])
    return {name: fields[name] for name in fields if name not in ("recipients", "sequence_id")}


@pytest.mark.parametrize(
    ("recipients", "options", "parameter"),
    [
        ([], {"text": "Paid"}, "recipients"),
        (None, {"text": "Paid"}, "recipients"),
        (TO, {}, "text"),
        (TO, {"text": "Paid", "sequence_id": "x" * 33}, "sequence_id"),
    ],
)
def test_what_the_service_would_refuse_is_refused_at_once(
    shop: Control, recipients: Any, options: Any, parameter: str
) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        notify(recipients, **options)
    assert caught.value.parameter == parameter
    assert not OutgoingMessage.objects.exists()


def test_a_refused_message_is_not_tried_again(shop: Control) -> None:
    notify(REFUSED, text="Paid")
    notify(TO, text="Paid")
    with told(message_failed, "error") as errors:
        assert send() == "1 refused, 1 sent"
    assert [int(error.code) for error in errors] == [404]
    refused = OutgoingMessage.objects.get(state="refused")
    assert "404" in refused.result
    assert refused.message_ids == []


@pytest.mark.parametrize(
    ("spoil", "mend"),
    [
        (lambda shop: shop.account(balance=0), lambda shop: shop.account(balance=100)),
        (lambda shop: shop.account(blocked=True), lambda shop: shop.account(blocked=False)),
        (lambda shop: shop.fault("message/send", "code", code=999), Control.clear_faults),
        (lambda shop: shop.fault("message/send", "http", status=503), Control.clear_faults),
        (lambda shop: shop.fault("message/send", "drop_after"), Control.clear_faults),
    ],
    ids=["no money", "blocked", "unknown code", "unavailable", "lost answer"],
)
def test_what_may_succeed_later_waits(
    shop: Control, spoil: Callable[[Control], None], mend: Callable[[Control], None]
) -> None:
    notify(TO, text="Paid")
    spoil(shop)
    with (
        shop.client(retry=RetryPolicy(attempts=1)) as impatient,
        use_client(impatient),
        told(message_failed, "error") as errors,
    ):
        assert send() == "1 waiting"
        assert send() == ""  # it is not due
        assert the_message().try_at > timezone.now()
        mend(shop)
        make_due()
        assert send() == "1 sent"
    shop.assert_sent(TO, count=1)
    assert errors == []


def test_what_failed_does_not_hold_up_others(shop: Control) -> None:
    notify(TO, text="First", sequence_id="first")
    shop.fault("message/send", "drop_before")
    with shop.client(retry=RetryPolicy(attempts=1)) as impatient, use_client(impatient):
        notify(TO, text="Second", sequence_id="second")
        assert send() == "1 sent, 1 waiting"
    shop.assert_sent(TO, text="Second", count=1)


def test_a_message_that_is_too_old_is_not_sent(shop: Control) -> None:
    """The service may have sent it, and forgotten that."""
    notify(TO, text="Paid")
    OutgoingMessage.objects.update(created_at=timezone.now() - timedelta(days=13, minutes=1))
    with told(message_failed, "error") as errors:
        assert send() == "1 expired"
    assert errors == [None]
    assert shop.sent_to() == []


def test_wrong_settings_refuse_no_message(shop: Control) -> None:
    notify(TO, text="Paid")
    without_sender = TurboSMS(token=shop.token, base_url=shop.url)
    with without_sender, use_client(without_sender):
        assert send() == "1 waiting"
    assert "InvalidParameterError" in the_message().result
    make_due()
    assert send() == "1 sent"


def test_what_is_old_is_forgotten_but_not_what_waits(shop: Control) -> None:
    for text in ("sent", "sent lately", "waiting"):
        notify(TO, text=text, sequence_id=text)
    OutgoingMessage.objects.exclude(sequence_id="waiting").update(state="sent")
    for name in ("old", "new"):
        WebhookCall.objects.create(key=f"service:{name}", digest="")
        MessageStatus.objects.create(message_id=name, channel="sms", status="Delivered", final=True)
    a_month_ago = timezone.now() - timedelta(days=30)
    OutgoingMessage.objects.exclude(sequence_id="sent lately").update(created_at=a_month_ago)
    WebhookCall.objects.filter(key="service:old").update(stored_at=a_month_ago)
    MessageStatus.objects.filter(message_id="old").update(changed_at=a_month_ago)
    call_command("turbosms_forget", days=29)
    assert {each.sequence_id for each in OutgoingMessage.objects.all()} == {
        "sent lately",
        "waiting",
    }
    assert [each.key for each in WebhookCall.objects.all()] == ["service:new"]
    assert [each.message_id for each in MessageStatus.objects.all()] == ["new"]
    with pytest.raises(CommandError, match="14"):
        call_command("turbosms_forget", days=13)


def test_a_receiver_that_raises_undoes_what_was_written_and_is_called_again(shop: Control) -> None:
    """The receiver of the shop writes a note."""
    notify(TO, text="Paid", sequence_id="order-1")

    def fail(**_: Any) -> None:
        raise ZeroDivisionError

    with receiving(message_sent, fail):
        assert send() == "1 waiting"
    assert not Note.objects.exists()
    make_due()
    assert send() == "1 sent"
    assert [note.subject for note in Note.objects.all()] == ["order-1"]
    shop.assert_sent(TO, count=1)
