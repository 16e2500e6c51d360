"""The webhooks and their tables: every type of ours is described, and every event has a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.spec.agreement.class_fields import impossible_names, missing_properties
from generator.spec.agreement.duplicates import duplicates
from generator.spec.agreement.reserved_names import OF_EVENT_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.model.spec import Spec
    from generator.spec.model.webhooks import WebhookEvent
    from generator.spec.problems import Problem


def problems(spec: Spec) -> Iterator[Problem]:
    """Everything that a receiver or a sender could not be made from."""
    webhooks = spec.webhooks
    yield from duplicates(spec, "name", [(each.location, each.name) for each in webhooks.types])
    yield from duplicates(spec, "word", [(each.location, each.word) for each in webhooks.statuses])
    yield from duplicates(spec, "name", [(each.location, each.name) for each in webhooks.events])
    yield from _types(spec)
    yield from _statuses(spec)
    for event in webhooks.events:
        yield from missing_properties(spec, event, "keys", event.keys)
        yield from impossible_names(spec, event, OF_EVENT_CLASSES)
        yield from _types_of_fields(spec, event)


def _types(spec: Spec) -> Iterator[Problem]:
    described = {each.name for each in spec.webhooks.calls}
    events = {each.name for each in spec.webhooks.events}
    types = {each.name: each for each in spec.webhooks.types}
    for each in spec.webhooks.types:
        if each.event is not None and each.event not in events:
            message = f"no class of events is called {each.event}"
            yield spec.document.problem((*each.location, "event"), message)
        if (each.event is not None) != (each.name in described):
            message = f"{each.name} has a class of events, or stands in webhooks, but not both"
            yield spec.document.problem(each.location, message)
    for call in spec.webhooks.calls:
        if call.name not in types:
            message = f"{call.name} is no type of event"
            yield spec.document.problem(call.location, message)


def _statuses(spec: Spec) -> Iterator[Problem]:
    names = {each.name for each in spec.statuses}
    for each in spec.webhooks.statuses:
        if each.status not in names:
            message = f"no delivery status is called {each.status}"
            yield spec.document.problem((*each.location, "status"), message)


def _types_of_fields(spec: Spec, event: WebhookEvent) -> Iterator[Problem]:
    for each in event.fields:
        if each.reader is None:
            message = f"nothing reads a value of the type of {each.property.name}"
            yield spec.document.problem(each.property.location, message)
        if each.is_key and each.reader not in ("text", "webhook_status"):
            message = f"{each.property.name} is no text, and so no key"
            yield spec.document.problem(each.property.location, message)
