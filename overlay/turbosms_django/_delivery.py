"""Delivers the messages of the outbox.

A message is sent under its own `sequence_id`, the service's idempotency key. So a process may be
killed at any moment, and two may send the same message: the service sends it once. It forgets a
`sequence_id` after 14 days, and what has waited for nearly as long is not sent any more.
"""

import json
import logging
from datetime import timedelta
from typing import Final

from django.db import router, transaction
from django.utils import timezone

from turbosms_client import (
    AccountBlockedError,
    APIError,
    AuthenticationError,
    InsufficientBalanceError,
    SendReport,
    TurboSMS,
)
from turbosms_django import signals
from turbosms_django._claims import first_unclaimed, transaction_of_claim
from turbosms_django._client import get_client
from turbosms_django.models import OutgoingMessage
from turbosms_webhooks import records

_LOGGER: Final = logging.getLogger("turbosms_django")
_LONGEST_SEND: Final = 60.0
_LONGEST_WAIT: Final = timedelta(days=13)
_OF_ACCOUNT: Final = (AccountBlockedError, AuthenticationError, InsufficientBalanceError)
"""Refusals that are not about the message; somebody will see to the account."""

_State = OutgoingMessage.State


def deliver_next() -> str | None:
    """Send the message that is due first; its state then, or None if none is due.

    Raises:
        turbosms_client.InvalidParameterError: there is no token, or the settings are wrong.
        django.db.Error: the database failed; whatever was sent is not sent again.
    """
    client = get_client()
    alias = router.db_for_write(OutgoingMessage)
    with transaction_of_claim(alias):
        waiting = OutgoingMessage.objects.using(alias).filter(state=_State.WAITING)
        due = waiting.filter(try_at__lte=timezone.now()).order_by("try_at", "id")
        message = first_unclaimed(due)
        if message is None:
            return None
        try:
            _deliver(message, client)
        except Exception as error:
            _postpone(message, error)
        return message.state


def _deliver(message: OutgoingMessage, client: TurboSMS) -> None:
    if timezone.now() - message.created_at > _LONGEST_WAIT:
        _finish(message, _State.EXPIRED, None)
        return
    try:
        report = client.message.send(message.recipients, deadline=_LONGEST_SEND, **message.options)
    except APIError as error:
        if error.temporary or isinstance(error, _OF_ACCOUNT):
            raise
        _finish(message, _State.REFUSED, error)
    else:
        _finish(message, _State.SENT, report)


def _finish(message: OutgoingMessage, state: str, outcome: SendReport | APIError | None) -> None:
    """Note what has become of a message and tell the application, both or neither."""
    waiting = OutgoingMessage.objects.using(message._state.db)
    waiting = waiting.filter(pk=message.pk, state=_State.WAITING)
    message.state = state
    if isinstance(outcome, SendReport):
        message.result = json.dumps(outcome.to_dict())
    elif outcome is not None:
        message.result = str(outcome)
    with transaction.atomic(using=message._state.db):
        is_first = waiting.update(state=state, result=message.result)
        if not is_first:
            return  # another worker was quicker, with the same outcome
        if isinstance(outcome, SendReport):
            signals.message_sent.send(OutgoingMessage, message=message, report=outcome)
        else:
            signals.message_failed.send(OutgoingMessage, message=message, error=outcome)


def _postpone(message: OutgoingMessage, error: Exception) -> None:
    message.state = _State.WAITING
    message.failures += 1
    message.try_at = timezone.now() + timedelta(seconds=records.pause_after(message.failures))
    message.result = f"{type(error).__name__}: {error}"
    message.save(update_fields=["failures", "try_at", "result"])
    name = type(error).__name__
    _LOGGER.warning("message %d, time %d: %s", message.pk, message.failures, name)
