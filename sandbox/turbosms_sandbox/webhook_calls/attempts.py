"""Attempts that are being made, and what has to wait for their end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from turbosms_sandbox.webhooks.events_for_webhooks import EventForWebhook
    from turbosms_sandbox.webhooks.settings import Webhook

Turn: TypeAlias = "tuple[str, str]"
"""A webhook and a message: what is told one after the other."""


@dataclass(eq=False, slots=True)
class AttemptUnderWay:
    """An attempt to tell a webhook about an event, in virtual time."""

    event_for_webhook: EventForWebhook
    webhook: Webhook
    due: float
    at: float
    """As of when it is made, at last."""
    fault: str
    """The kind of the fault that it meets; empty if it meets none."""
    turns: set[Turn]
    """Its own, and those of its followers."""
    followers: list[EventForWebhook] = field(default_factory=list)
    """What is due as well, but has to wait for the end of this one."""

    def add_follower(self, event_for_webhook: EventForWebhook, turns: Iterable[Turn]) -> None:
        self.followers.append(event_for_webhook)
        self.turns.update(turns)


def turns_of(event_for_webhook: EventForWebhook) -> set[Turn]:
    return {(event_for_webhook.url, key) for key in event_for_webhook.event.order_keys()}


def holder_of(turns: set[Turn], attempts: Sequence[AttemptUnderWay]) -> AttemptUnderWay | None:
    """The attempt whose end has to come before something else may take these turns."""
    for attempt in attempts:
        if not turns.isdisjoint(attempt.turns):
            return attempt
    return None
