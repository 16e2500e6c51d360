"""From stored events to signals: the order, failures, late reports."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.django.shop.models import Note
from tests.django.told import messages_of, receiving, told
from tests.webhooks.calls import JSON, MESSAGE, as_json, call, report
from turbosms_django import signals
from turbosms_django.models import MessageStatus, WaitingEvent
from turbosms_webhooks import ButtonClick, DeliveryReport, IncomingMessage, UnknownEvent

if TYPE_CHECKING:
    from django.dispatch import Signal

pytestmark = pytest.mark.usefixtures("database")


def tell(data: Any, webhook_type: str = "DLR_SMS_API") -> None:
    """Have the service call."""
    event_id = f"event-{WaitingEvent.objects.count()}-{Note.objects.count()}-{data}"[:255]
    body = as_json({**call(event_id), "type": webhook_type, "data": data})
    response = Client().post("/webhooks/turbosms/", data=body, content_type=JSON)
    assert response.status_code == 200


def handle() -> str:
    """What the command prints."""
    output = StringIO()
    call_command("turbosms_events", stdout=output)
    return output.getvalue().strip()


def make_due() -> None:
    WaitingEvent.objects.update(try_at=timezone.now())


def notes() -> list[tuple[str, str]]:
    """What the receiver of the shop has written down."""
    return [(note.subject, note.text) for note in Note.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("webhook_type", "data", "signal", "kind"),
    [
        ("DLR_VIBER_API", report(), signals.delivery_report, DeliveryReport),
        ("INBOX_VIBER_SESSION", {"chat_id": 1}, signals.incoming_message, IncomingMessage),
        ("VIBER_BUTTON_CLICK", {"message_id": "m"}, signals.button_click, ButtonClick),
        ("NEW", {"text": "\0\ud800"}, signals.unknown_event, UnknownEvent),
    ],
)
def test_every_event_has_its_signal(
    webhook_type: str, data: Any, signal: Signal, kind: type
) -> None:
    tell(data, webhook_type)
    with told(signal, "event") as events, told(signal, "sender") as senders:
        assert handle() == "1 handled"
    (event,) = events
    assert (type(event), event.raw, senders) == (kind, data, [kind])
    assert not WaitingEvent.objects.exists()


def test_reports_of_a_message_come_in_order_and_none_goes_back() -> None:
    for status in ("ACCEPTED", "SENT", "DELIVRD", "SENT", "EXPIRED", "READ"):
        tell(report(status))
    assert handle() == "4 handled, 2 late"
    statuses = ["Accepted", "Sent", "Delivered", "Read"]
    assert notes() == [(MESSAGE, status) for status in statuses]
    message = MessageStatus.objects.get(message_id=MESSAGE)
    assert (message.channel, message.status, message.final) == ("sms", "Read", True)


def test_a_failure_holds_up_its_message_alone(caplog: pytest.LogCaptureFixture) -> None:
    tell(report("SENT", "first"))
    tell(report("DELIVRD", "first"))
    tell(report("DELIVRD", "second"))

    def fail(event: DeliveryReport, **_: Any) -> None:
        if event.message_id == "first":
            raise ValueError(event.message_id)

    with receiving(signals.delivery_report, fail):
        assert handle() == "1 failed, 1 handled"
        assert handle() == ""  # it is not due
        make_due()
        assert handle() == "1 failed"
        first = WaitingEvent.objects.earliest("pk")
        assert first.failures == 2
        assert first.try_at > timezone.now()
    make_due()
    assert handle() == "2 handled"
    # What the receiver of the shop wrote before the other one raised is undone.
    assert notes() == [("second", "Delivered"), ("first", "Sent"), ("first", "Delivered")]
    assert messages_of(caplog) == [
        f"a receiver raised ValueError, time {time} for event {first.pk}" for time in (1, 2)
    ]


def test_what_is_new_goes_before_what_has_failed() -> None:
    def fail(**_: Any) -> None:
        raise ZeroDivisionError

    tell(report(message_id="first"))
    with receiving(signals.delivery_report, fail):
        handle()
    make_due()
    tell(report(message_id="second"))
    assert handle() == "2 handled"
    assert [subject for subject, _ in notes()] == ["second", "first"]


def test_strange_reports_are_handled() -> None:
    """Whatever is in a signed call, no column is too short for it."""
    strange = "\0\ud800" * 100
    for status in ("SENT", strange, "DELIVRD", strange):
        tell(report(status, message_id=strange))
    told_statuses: list[str] = []

    def note(event: DeliveryReport, **_: Any) -> None:
        told_statuses.append(event.status)

    signals.delivery_report.disconnect(_of_shop())
    try:
        with receiving(signals.delivery_report, note):
            assert handle() == "3 handled, 1 late"
    finally:
        signals.delivery_report.connect(_of_shop())
    assert told_statuses == ["Sent", strange, "Delivered"]


def _of_shop() -> Any:
    from tests.django.shop.apps import note_report  # noqa: PLC0415

    return note_report
