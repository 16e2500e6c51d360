"""A call as it is stored: everything but its signature, with a digest of what its id stands for."""

import hashlib
import json
from typing import Any, NamedTuple

from turbosms_webhooks._events import Event, read_events
from turbosms_webhooks._receiver import Callback

_FROM_SERVICE = "service:"
_FROM_STATUS = "status:"


class CallRecord(NamedTuple):
    """What is stored of a call."""

    key: str
    """Names the event among all that are stored, wherever they come from."""
    digest: bytes
    """Of type and data: another one under the same key is another call."""
    content: str
    """Type and data as JSON; ASCII alone, whatever was sent."""


def record_of_callback(callback: Callback) -> CallRecord:
    """What is stored of a call of the service."""
    return _record(_FROM_SERVICE + callback.id, callback.type, callback.raw.get("data"))


def record_of_status(webhook_type: str, message_id: str, data: dict[str, Any]) -> CallRecord:
    """What is stored of an answer of message/status, as if the service had called."""
    name = json.dumps([webhook_type, message_id, data["status"]])
    return _record(_FROM_STATUS + name, webhook_type, data)


def events_of(content: str) -> tuple[Event, ...]:
    """The events in what was stored."""
    webhook_type, data = json.loads(content)
    return read_events(webhook_type, data)


def _record(key: str, webhook_type: str, data: object) -> CallRecord:
    alike = json.dumps([webhook_type, _as_in_a_form(data)], sort_keys=True)
    digest = hashlib.sha256(alike.encode()).digest()
    return CallRecord(key, digest, json.dumps([webhook_type, data]))


def _as_in_a_form(value: object) -> object:
    """The same value for JSON and for the form that PHP makes of it.

    A repeat after the format was changed in the panel is still the same event.
    """
    if isinstance(value, list):
        value = {str(index): item for index, item in enumerate(value)}
    if isinstance(value, dict):
        items = {key: _as_in_a_form(item) for key, item in value.items()}
        return {key: item for key, item in items.items() if item is not None} or None
    if isinstance(value, bool):
        return "1" if value else "0"
    return None if value is None else str(value)
