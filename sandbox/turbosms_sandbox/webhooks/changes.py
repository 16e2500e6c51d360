"""The changes of webhooks: setting them, noting what came of attempts, asking for another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.control_values import check_keys
from turbosms_sandbox.webhooks.events_for_webhooks import Outcome
from turbosms_sandbox.webhooks.settings import read_webhooks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbosms_sandbox.calls.commands import Command
    from turbosms_sandbox.webhooks.all_webhooks import Webhooks
    from turbosms_sandbox.webhooks.events_for_webhooks import EventForWebhook
    from turbosms_sandbox.webhooks.settings import Webhook


def set_webhooks(webhooks: Webhooks, command: Command) -> dict[str, Any]:
    """`PUT /sandbox/webhooks`: replace all of them."""
    webhooks.set(read_webhooks(command.parameters.values), command.now, command.base_url)
    return describe_webhooks(webhooks.webhooks)


def describe_webhooks(webhooks: Iterable[Webhook]) -> dict[str, Any]:
    return {"webhooks": [webhook.describe() for webhook in webhooks]}


def resend(webhooks: Webhooks, command: Command) -> dict[str, Any]:
    """`POST /sandbox/webhooks/resend`: have an event told once more, to each of its webhooks."""
    values = command.parameters.values
    check_keys(values, ("id",))
    webhooks.settle(command.now)
    event = values.get("id")
    told = webhooks.events_for_webhooks(event) if isinstance(event, str) else []
    remaining = [each for each in told if webhooks.webhook_at(each.url) is not None]
    if not remaining:
        raise ControlError(f"id: {event!r} is the id of no event that a webhook is told")
    for event_for_webhook in remaining:
        webhooks.resend(event_for_webhook, command.now)
    return {"id": event}


def recorded_attempt(event_for_webhook: EventForWebhook, outcome: Outcome) -> list[Any]:
    """An attempt as `note_attempts` takes it."""
    return [event_for_webhook.event.id, event_for_webhook.url, *outcome]


def note_attempts(webhooks: Webhooks, command: Command) -> dict[str, Any]:
    """Note what came of attempts. What was told about has happened by then."""
    webhooks.settle(command.now)
    attempts = command.parameters.values.get("attempts", [])
    if not isinstance(attempts, list):
        raise ControlError("attempts: a list is needed")
    for event, url, *outcome in attempts:
        event_for_webhook = webhooks.event_for_webhook(event, url)
        if event_for_webhook is not None:
            webhooks.note_attempt(event_for_webhook, Outcome(*outcome))
    return {"attempts": len(attempts)}
