"""Puts messages into the outbox, in the transaction at hand."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import Any, Unpack

from turbosms_client import SendOptions
from turbosms_django._client import get_client


def notify(recipients: object, **options: Unpack[SendOptions]) -> str:
    """Store a message, which `manage.py turbosms_send` delivers once the transaction is committed.

    If the transaction is rolled back, nothing is sent. The message is checked at once.

    Args:
        recipients: a phone number or several; texts, or what becomes one by `str`.
        options: as for `message.send`. `sequence_id` names the message, at most 32 characters: a
            second one with the same `sequence_id` and content is the first, and not sent again.

    Returns:
        The `sequence_id`, by which the message is found in `models.OutgoingMessage`.

    Raises:
        turbosms_client.InvalidParameterError: the service would refuse a parameter.
        ValueError: the `sequence_id` stands for another message.
    """
    # The tables can be imported when all apps are there, and not by an app that imports this.
    from turbosms_django.models import OutgoingMessage  # noqa: PLC0415

    sequence_id = options.pop("sequence_id", None) or secrets.token_hex(16)
    content = {"recipients": _phones(recipients), "options": options}
    message = OutgoingMessage(
        sequence_id=sequence_id, content=json.dumps(content, default=_plain, sort_keys=True)
    )
    get_client().message.preview(message.recipients, **message.options)
    stored, is_new = OutgoingMessage.objects.get_or_create(
        sequence_id=sequence_id, defaults={"content": message.content}
    )
    if not is_new and stored.content != message.content:
        raise ValueError(f"the sequence_id {sequence_id!r} stands for another message")
    return sequence_id


def _phones(recipients: object) -> list[str]:
    is_one = isinstance(recipients, str) or not isinstance(recipients, Iterable)
    several: Any = [recipients] if is_one else recipients
    return [str(phone) for phone in several if phone is not None]


def _plain(value: Any) -> object:
    """What JSON has no form of its own for: `Sms`, `Viber`, times, lazy translations."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: field for name, field in asdict(value).items() if field is not None}
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
