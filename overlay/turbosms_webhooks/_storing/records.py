"""A call as it is stored: everything but its signature, with a digest of what its id stands for."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from turbosms_api.webhook_events import ButtonClick, DeliveryReport, IncomingMessage
from turbosms_webhooks._receiving.events import Event, read_event_of_type, read_events
from turbosms_webhooks._receiving.receiver import Callback

_FROM_SERVICE: Final = "service:"
_FROM_STATUS: Final = "status:"
# What comes out of a body is no deeper than it may be, so nothing has to look for circles.
_as_json: Final = json.JSONEncoder(check_circular=False).encode


class EventRecord(NamedTuple):
    """What is stored of an event until it is handled."""

    subject: str
    """What the order is kept for: a message on a channel, a chat, or else the event itself."""
    content: str
    """Type and data as JSON; ASCII alone, whatever was sent."""


class CallRecord(NamedTuple):
    """What is stored of a call."""

    key: str
    """Names the call among all that are stored, wherever they come from."""
    digest: bytes
    """Of type and data: another one under the same key is another call."""
    events: Sequence[EventRecord]

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return sum(len(event.subject) + len(event.content) for event in self.events)


def record_of_callback(callback: Callback) -> CallRecord:
    """What is stored of a call of the service."""
    key = _FROM_SERVICE + callback.id
    data = callback.raw.get("data")
    return CallRecord(key, _digest(callback.type, data), _event_records(key, callback.events))


def record_of_status(webhook_type: str, message_id: str, data: dict[str, Any]) -> CallRecord:
    """What is stored of an answer of message/status, as if the service had called."""
    key = _FROM_STATUS + json.dumps([webhook_type, message_id, data["status"]])
    events = read_events(webhook_type, data)
    return CallRecord(key, _digest(webhook_type, data), _event_records(key, events))


def event_of(content: str) -> Event:
    """The event in what was stored of it."""
    webhook_type, data = json.loads(content)
    return read_event_of_type(webhook_type, data)


def storable(text: str) -> str:
    """A text as SQLite takes it; half a character of UTF-16, which JSON may have, it does not."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _event_records(key: str, events: Sequence[Event]) -> list[EventRecord]:
    records: list[EventRecord] = []
    for index, event in enumerate(events):
        subject = _subject(event) or f"event:{key}:{index}"
        content = _as_json([event.type, event.raw])
        records.append(EventRecord(storable(subject), content))
    return records


def _subject(event: Event) -> str | None:
    if isinstance(event, (DeliveryReport, ButtonClick)) and event.message_id is not None:
        return f"message:{event.channel}:{event.message_id.lower()}"
    if isinstance(event, IncomingMessage) and event.chat_id is not None:
        return f"chat:{event.chat_id}"
    return None


def _digest(webhook_type: str, data: object) -> bytes:
    # What `ascii` writes is the same in every version of Python, and quicker to have than JSON.
    alike = ascii([webhook_type, _as_in_a_form(data)])
    return hashlib.sha256(alike.encode()).digest()


def _as_in_a_form(value: object) -> object:
    """The same value for JSON and for the form that PHP makes of it.

    A repeat after the format was changed in the panel is still the same event.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        value = {str(index): item for index, item in enumerate(value)}
    if isinstance(value, dict):
        return _fields_of_a_form(value) or None
    if isinstance(value, bool):
        return str(int(value))
    if value is None:
        return None
    return str(value)


def _fields_of_a_form(fields: dict[str, Any]) -> dict[str, object]:
    """In the order of names, without those that a form leaves out: null, and what is empty."""
    form: dict[str, object] = {}
    for key in sorted(fields):
        value = fields[key]
        in_form = value if type(value) is str else _as_in_a_form(value)  # mostly texts
        if in_form is not None:
            form[key] = in_form
    return form
