"""The events in the data of a call."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from turbosms_api.webhook_events import ButtonClick, DeliveryReport, IncomingMessage, read_event


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownEvent:
    """An event of a type that is not described, or with data that is none of its type."""

    type: str
    """The type of the event, as it came."""
    raw: Any = field(default=None, repr=False)
    """The data as it came."""


Event: TypeAlias = DeliveryReport | IncomingMessage | ButtonClick | UnknownEvent
"""What the service calls back with; `isinstance` or `match` tells which of these it is."""


def read_events(webhook_type: str, data: object) -> tuple[Event, ...]:
    """The events in the data of a call, at least one."""
    events = [read_event_of_type(webhook_type, each) for each in _objects(data)]
    return tuple(events) or (UnknownEvent(type=webhook_type, raw=data),)


def read_event_of_type(webhook_type: str, data: object) -> Event:
    """The event in the data of one."""
    return read_event(webhook_type, data) or UnknownEvent(type=webhook_type, raw=data)


def _objects(data: object) -> Iterator[object]:
    """The data of each event: an array has several, and a form writes it with numbers as keys."""
    if isinstance(data, list):
        yield from data
    elif isinstance(data, dict) and _is_array_of_a_form(data):
        for index in range(len(data)):
            yield data[str(index)]
    else:
        yield data


def _is_array_of_a_form(data: dict[str, Any]) -> bool:
    """Whether the keys are 0, 1, … n-1, for objects."""
    for index in range(len(data)):
        if not isinstance(data.get(str(index)), dict):
            return False
    return len(data) > 0
