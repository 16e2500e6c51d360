"""What the service calls back with: webhooks, the tables about them, and classes of events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.spec.model.annotations import read_assumptions
from generator.spec.model.messages import read_request
from generator.spec.model.results import first_properties, read_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.spec.document import Document, JsonObject, Location
    from generator.spec.model.messages import Request
    from generator.spec.model.results import ResultField
    from generator.spec.model.schemas import Property, Schemas

_WEBHOOKS: Final = "webhooks"
_TYPES: Final = "x-webhook-types"
_STATUSES: Final = "x-webhook-statuses"
_REPEATS: Final = "x-webhook-repeats"
_EVENTS: Final = "x-webhook-events"


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """A call that the service makes, by the name of its type."""

    location: Location
    name: str
    summary: str
    description: str
    request: Request | None
    assumptions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WebhookType:
    """A type of event."""

    location: Location
    name: str
    meaning: str
    meaning_uk: str
    interface: str
    """The interface that it belongs to; `http` is the one that the spec describes."""
    event: str | None
    """The class that applications get it as; None if the spec does not describe it."""
    channel: str
    assumptions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WebhookStatus:
    """A word for the status of a message."""

    location: Location
    word: str
    status: str
    """The delivery status that it stands for."""
    assumptions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WebhookEvent:
    """A class that applications get events as."""

    location: Location
    name: str
    meaning: str | None
    """What it stands for; None where the first of its schemas says that."""
    schemas: tuple[str, ...]
    keys: tuple[str, ...]
    properties: Mapping[str, Property]
    fields: tuple[ResultField, ...]


@dataclass(frozen=True, kw_only=True)
class Webhooks:
    """Everything that the spec says of webhooks; all of it is empty if that is nothing."""

    calls: tuple[Webhook, ...]
    types: tuple[WebhookType, ...]
    statuses: tuple[WebhookStatus, ...]
    repeats: tuple[int, ...]
    """The minutes between one attempt and the next."""
    events: tuple[WebhookEvent, ...]

    @property
    def schemas(self) -> frozenset[str]:
        """The names of the schemas of their bodies."""
        names: set[str] = set()
        for call in self.calls:
            if call.request is not None and call.request.json is not None:
                names.add(call.request.json.schema.reference or "")
        return frozenset(names)


def read_webhooks(document: Document, schemas: Schemas) -> Webhooks:
    """The webhooks and their tables."""
    return Webhooks(
        calls=_calls(document),
        types=_types(document),
        statuses=_statuses(document),
        repeats=tuple(document.data.get(_REPEATS, ())),
        events=_events(document, schemas),
    )


def _calls(document: Document) -> tuple[Webhook, ...]:
    calls: list[Webhook] = []
    for name, item in document.data.get(_WEBHOOKS, {}).items():
        location: Location = (_WEBHOOKS, name, "post")
        post: JsonObject = item["post"]
        calls.append(
            Webhook(
                location=location,
                name=name,
                summary=post.get("summary", name),
                description=post.get("description", ""),
                request=read_request(document, (*location, "requestBody")),
                assumptions=read_assumptions(post),
            )
        )
    return tuple(calls)


def _types(document: Document) -> tuple[WebhookType, ...]:
    types: list[WebhookType] = []
    for index, entry in enumerate(document.data.get(_TYPES, ())):
        types.append(
            WebhookType(
                location=(_TYPES, index),
                name=entry["name"],
                meaning=entry["meaning"],
                meaning_uk=entry["meaning_uk"],
                interface=entry["interface"],
                event=entry["event"],
                channel=entry["channel"],
                assumptions=read_assumptions(entry),
            )
        )
    return tuple(types)


def _statuses(document: Document) -> tuple[WebhookStatus, ...]:
    statuses: list[WebhookStatus] = []
    for index, entry in enumerate(document.data.get(_STATUSES, ())):
        statuses.append(
            WebhookStatus(
                location=(_STATUSES, index),
                word=entry["word"],
                status=entry["status"],
                assumptions=read_assumptions(entry),
            )
        )
    return tuple(statuses)


def _events(document: Document, schemas: Schemas) -> tuple[WebhookEvent, ...]:
    events: list[WebhookEvent] = []
    for index, entry in enumerate(document.data.get(_EVENTS, ())):
        properties = first_properties(entry["schemas"], schemas)
        events.append(
            WebhookEvent(
                location=(_EVENTS, index),
                name=entry["name"],
                meaning=entry.get("meaning"),
                schemas=tuple(entry["schemas"]),
                keys=tuple(entry["keys"]),
                properties=properties,
                fields=read_fields(entry, properties, {}),
            )
        )
    return tuple(events)
