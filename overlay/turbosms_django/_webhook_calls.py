"""Stores the calls of the service, and says what to answer."""

import hashlib
import logging
from typing import Final

from django.db import Error, IntegrityError, router, transaction

from turbosms_django._settings import webhook_receiver
from turbosms_django.models import WaitingEvent, WebhookCall
from turbosms_webhooks import WebhookError, records

_LOGGER: Final = logging.getLogger("turbosms_django")
_OK: Final = 200
_BAD_REQUEST: Final = 400
_UNAVAILABLE: Final = 503


def accept(body: bytes, content_type: str | None, authorization: str | None) -> int:
    """Store a call; the HTTP status to answer with, 200 only once it is committed.

    Raises:
        TypeError, ValueError: the settings have no usable secret.
        RuntimeError: it was called in a transaction.
    """
    try:
        callback = webhook_receiver().parse(body, content_type, authorization)
    except WebhookError as error:
        _LOGGER.warning("a webhook call was refused: %s", error.reason)
        return error.http_status
    record = records.record_of_callback(callback)
    try:
        return _store(record)
    except Error as error:
        _LOGGER.warning("a webhook call was not stored: %s", type(error).__name__)
        return _UNAVAILABLE


def column_text(text: str, length: int = 255) -> str:
    """A text for a column of this length: the text, or a digest of one that does not fit."""
    if len(text) <= length and text.isprintable():
        return text
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _store(record: records.CallRecord) -> int:
    key = column_text(record.key)
    digest = record.digest.hex()
    alias = router.db_for_write(WebhookCall)
    calls = WebhookCall.objects.using(alias)
    try:
        with transaction.atomic(using=alias, durable=True):
            calls.create(key=key, digest=digest)
            WaitingEvent.objects.using(alias).bulk_create(_events(record))
    except IntegrityError:
        stored = calls.get(key=key)
    else:
        return _OK
    if stored.digest == digest:
        return _OK
    _LOGGER.warning("a webhook call was refused: it has the id of another one")
    return _BAD_REQUEST


def _events(record: records.CallRecord) -> list[WaitingEvent]:
    return [
        WaitingEvent(subject=column_text(event.subject), content=event.content)
        for event in record.events
    ]
