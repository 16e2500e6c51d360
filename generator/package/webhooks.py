"""Writes the classes of the events that the service calls back with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.package.rendering import render
from generator.package.wording import in_python

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.model.results import ResultField
    from generator.spec.model.spec import Spec
    from generator.spec.model.webhooks import WebhookEvent

_STATUS: Final = "webhook_status"
#: The type in Python of what each reader of the package reads.
_TYPES: Final = {"text": "str", "number": "int", "time": "dt.datetime", _STATUS: "str"}


@dataclass(frozen=True, kw_only=True)
class EventFieldCode:
    """What the template writes for a field."""

    wire: str
    name: str
    type: str
    default: str
    reader: str
    otherwise: str
    """What follows the call of the reader, for a value that it read as 0."""
    key: bool
    is_status: bool
    doc: str


@dataclass(frozen=True, kw_only=True)
class EventClassCode:
    """What the template writes for a class."""

    name: str
    meaning: str
    types: tuple[str, ...]
    fields: tuple[EventFieldCode, ...]
    has_status: bool


def write_webhook_events(spec: Spec, package: Path) -> None:
    """Write `webhook_events.py` into the package."""
    classes = [_class(spec, event) for event in spec.webhooks.events]
    render("webhook_events.py.jinja", package / "webhook_events.py", {"classes": classes})


def _class(spec: Spec, event: WebhookEvent) -> EventClassCode:
    described = spec.schemas.by_name[event.schemas[0]]
    fields = tuple(_field(each) for each in event.fields)
    types = [each.name for each in spec.webhooks.types if each.event == event.name]
    return EventClassCode(
        name=event.name,
        meaning=event.meaning or in_python(described.description),
        types=tuple(types),
        fields=fields,
        has_status=any(each.is_status for each in fields),
    )


def _field(field: ResultField) -> EventFieldCode:
    schema = field.property.schema
    reader = field.reader or "text"
    is_status = reader == _STATUS
    return EventFieldCode(
        wire=field.property.name,
        name=field.name,
        type=_TYPES[reader] if field.is_key else f"{_TYPES[reader]} | None",
        default=_default(field, is_private=schema.annotations.is_private),
        reader="text" if is_status else reader,
        otherwise=" or None" if schema.annotations.zero_is_empty else "",
        key=field.is_key,
        is_status=is_status,
        doc=in_python(schema.description),
    )


def _default(field: ResultField, *, is_private: bool) -> str:
    if is_private:
        return " = field(default=None, repr=False)"
    return "" if field.is_key else " = None"
