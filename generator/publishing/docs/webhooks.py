"""The webhooks, with everything that their sections show, and the rows of their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.publishing.docs.examples import ShownExample
from generator.publishing.docs.fields import Field, Fields, assumption_notes
from generator.samples.curl import bracketed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.model.messages import Content
    from generator.spec.model.spec import Spec
    from generator.spec.model.webhooks import Webhook, WebhookStatus, WebhookType


class WebhookSection(NamedTuple):
    """A call that the service makes."""

    anchor: str
    name: str
    summary: str
    description: str
    schema: str | None
    fields: tuple[Field, ...]
    examples: tuple[ShownExample, ...]
    notes: list[str]


class WebhookTypeEntry(NamedTuple):
    """A type of event, described here if it has an anchor."""

    type: WebhookType
    anchor: str | None
    notes: list[str]


class WebhookStatusEntry(NamedTuple):
    """A word for the status of a message."""

    status: WebhookStatus
    notes: list[str]


def webhook_sections(spec: Spec) -> tuple[WebhookSection, ...]:
    """The webhooks in the order of the spec."""
    fields = Fields(spec.schemas)
    return tuple(_section(webhook, fields) for webhook in spec.webhooks.calls)


def webhook_types(spec: Spec) -> list[WebhookTypeEntry]:
    """The types of events."""
    described = {webhook.name for webhook in spec.webhooks.calls}
    entries: list[WebhookTypeEntry] = []
    for each in spec.webhooks.types:
        anchor = _anchor(each.name) if each.name in described else None
        entries.append(WebhookTypeEntry(each, anchor, assumption_notes(each.assumptions)))
    return entries


def webhook_statuses(spec: Spec) -> list[WebhookStatusEntry]:
    """The words of statuses."""
    statuses = spec.webhooks.statuses
    return [WebhookStatusEntry(each, assumption_notes(each.assumptions)) for each in statuses]


def _anchor(name: str) -> str:
    return f"webhook-{name}"


def _section(webhook: Webhook, fields: Fields) -> WebhookSection:
    anchor = _anchor(webhook.name)
    schema = None
    shown: tuple[Field, ...] = ()
    examples: list[ShownExample] = []
    if webhook.request is not None and webhook.request.json is not None:
        schema = webhook.request.json.schema.reference
        shown = fields.of(webhook.request.json.schema, f"{anchor}-body")
        examples += _json_examples(webhook.request.json, f"{anchor}-example-json")
    if webhook.request is not None and webhook.request.form is not None:
        examples += _form_examples(webhook.request.form, f"{anchor}-example-form")
    return WebhookSection(
        anchor=anchor,
        name=webhook.name,
        summary=webhook.summary,
        description=webhook.description,
        schema=schema,
        fields=shown,
        examples=tuple(examples),
        notes=assumption_notes(webhook.assumptions),
    )


def _json_examples(content: Content, anchor: str) -> Iterator[ShownExample]:
    for example in content.examples:
        yield ShownExample(f"{anchor}-{example.name}", "JSON", example.summary, example.value)


def _form_examples(content: Content, anchor: str) -> Iterator[ShownExample]:
    for example in content.examples:
        yield ShownExample(
            anchor=f"{anchor}-{example.name}",
            form="Form fields",
            summary=example.summary,
            value=example.value,
            fields=tuple(bracketed(example.value)),
        )
