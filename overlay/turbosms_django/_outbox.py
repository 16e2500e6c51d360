"""Puts messages into the outbox, in the transaction at hand."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Unpack

from turbosms_client import SendOptions
from turbosms_django._client import get_client

if TYPE_CHECKING:
    from turbosms_django.models import OutgoingMessage


def notify(recipients: str | Iterable[str], **options: Unpack[SendOptions]) -> "OutgoingMessage":
    """Store a message, which `manage.py turbosms_send` delivers once the transaction is committed.

    If the transaction is rolled back, nothing is sent. The message is checked at once.

    Args:
        recipients: a phone number, or several, as for `message.send`.
        options: as for `message.send`. `sequence_id` names the message, at most 32 characters: a
            second one with the same `sequence_id` and content is the first, and not sent again.

    Raises:
        turbosms_client.InvalidParameterError: the service would refuse a parameter.
        ValueError: the `sequence_id` stands for another message.
    """
    # The tables can be imported when all apps are there, and not by an app that imports this.
    from turbosms_django.models import OutgoingMessage  # noqa: PLC0415

    phones = [recipients] if isinstance(recipients, str) else [str(each) for each in recipients]
    sequence_id = options.pop("sequence_id", None) or secrets.token_hex(16)
    content = {"recipients": phones, "options": options}
    message = OutgoingMessage(
        sequence_id=sequence_id, content=json.dumps(content, default=_plain, sort_keys=True)
    )
    get_client().message.preview(message.recipients, **message.options)
    stored, is_new = OutgoingMessage.objects.get_or_create(
        sequence_id=sequence_id, defaults={"content": message.content}
    )
    if not is_new and stored.content != message.content:
        raise ValueError(f"the sequence_id {sequence_id!r} stands for another message")
    return stored


def _plain(value: Any) -> object:
    """What JSON has no form of its own for: `Sms`, `Viber`, times, lazy translations."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: field for name, field in asdict(value).items() if field is not None}
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
