"""Attempts that are being made, and what has to wait for their end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from turbosms_sandbox.webhooks.callbacks import Callback
    from turbosms_sandbox.webhooks.settings import Webhook

Turn: TypeAlias = "tuple[str, str]"
"""A webhook and a message: what is told one after the other."""


@dataclass(eq=False, slots=True)
class AttemptUnderWay:
    """An attempt to tell a webhook about an event, in virtual time."""

    callback: Callback
    webhook: Webhook
    due: float
    at: float
    """As of when it is made, at last."""
    fault: str
    """The kind of the fault that it meets; empty if it meets none."""
    turns: set[Turn]
    """Its own, and those of its followers."""
    followers: list[Callback] = field(default_factory=list)
    """What is due as well, but has to wait for the end of this one."""

    def add_follower(self, callback: Callback, turns: Iterable[Turn]) -> None:
        self.followers.append(callback)
        self.turns.update(turns)


def turns_of(callback: Callback) -> set[Turn]:
    return {(callback.url, key) for key in callback.event.order_keys()}


def holder_of(turns: set[Turn], attempts: Sequence[AttemptUnderWay]) -> AttemptUnderWay | None:
    """The attempt whose end has to come before something else may take these turns."""
    for attempt in attempts:
        if not turns.isdisjoint(attempt.turns):
            return attempt
    return None
