"""Sends the signals of the events that wait."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.db import router, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.dispatch import Signal
from django.utils import timezone

from turbosms_django import signals
from turbosms_django._claims import first_unclaimed, transaction_of_claim
from turbosms_django._webhook_calls import column_text
from turbosms_django.models import MessageStatus, WaitingEvent
from turbosms_webhooks import (
    ButtonClick,
    DeliveryReport,
    Event,
    IncomingMessage,
    UnknownEvent,
    records,
)

_LOGGER: Final = logging.getLogger("turbosms_django")
_SIGNALS: Final[Mapping[type[Event], Signal]] = {
    DeliveryReport: signals.delivery_report,
    IncomingMessage: signals.incoming_message,
    ButtonClick: signals.button_click,
    UnknownEvent: signals.unknown_event,
}


def handle_next() -> str | None:
    """Handle the event that is due first; what came of it, or None if none is due.

    Receivers and all that is noted here share a transaction, so what they write stays once.

    Raises:
        django.db.Error: the database failed; the event is handled again.
    """
    alias = router.db_for_write(WaitingEvent)
    with transaction_of_claim(alias):
        waiting = first_unclaimed(_due(alias))
        if waiting is None:
            return None
        try:
            with transaction.atomic(using=alias):
                return _handle(waiting, alias)
        except Exception as error:
            _postpone(waiting, error, alias)
            return "failed"


def _due(alias: str) -> QuerySet[WaitingEvent]:
    """What may be handled now, each the first of its subject; what is new goes before failures."""
    events = WaitingEvent.objects.using(alias)
    earlier = events.filter(subject=OuterRef("subject"), pk__lt=OuterRef("pk"))
    due = events.filter(~Exists(earlier), try_at__lte=timezone.now())
    return due.order_by("failures", "pk")


def _handle(waiting: WaitingEvent, alias: str) -> str:
    # First, since on SQLite only what writes first keeps other workers from doing the same.
    is_ours, _ = WaitingEvent.objects.using(alias).filter(pk=waiting.pk).delete()
    if not is_ours:
        return "handled by another worker"
    event = records.event_of(waiting.content)
    if isinstance(event, DeliveryReport) and not _note(event, alias):
        return "late"
    _SIGNALS[type(event)].send(type(event), event=event)
    return "handled"


def _note(report: DeliveryReport, alias: str) -> bool:
    """Note the status of a message; False if it is behind the known one."""
    status = column_text(report.status, 64)
    messages = MessageStatus.objects.using(alias)
    message, is_new = messages.get_or_create(
        message_id=column_text(report.message_id.lower(), 64),
        channel=column_text(report.channel, 64),
        defaults={"status": status, "final": report.final},
    )
    if is_new:
        return True
    if not records.advances(message.status, status):
        return False
    message.status = status
    message.final = report.final
    message.changed_at = timezone.now()
    message.save()
    return True


def _postpone(waiting: WaitingEvent, error: Exception, alias: str) -> None:
    failures = waiting.failures + 1
    pause = timedelta(seconds=records.pause_after(failures))
    row = WaitingEvent.objects.using(alias).filter(pk=waiting.pk)
    row.update(failures=failures, try_at=timezone.now() + pause)
    # Without the text of the error, which may quote the event.
    name = type(error).__name__
    _LOGGER.warning("a receiver raised %s, time %d for event %d", name, failures, waiting.pk)
