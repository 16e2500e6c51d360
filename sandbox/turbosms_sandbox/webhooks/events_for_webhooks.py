"""An event for one webhook, which is told about it in as many calls as it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from turbosms_sandbox.calls.times import format_time, format_time_or_none
from turbosms_sandbox.webhooks.event_types import PAUSES

if TYPE_CHECKING:
    from turbosms_sandbox.webhooks.events import Event

SUCCESS: Final = 200
"""The only HTTP status that counts as success."""


class Outcome(NamedTuple):
    """What came of an attempt."""

    at: float
    """The virtual time of the attempt."""
    status: int | None
    """The HTTP status of the answer; None if there was none."""
    failure: str = ""
    """Why there was no answer, in a word; empty if there was one."""
    fault: str = ""
    """The kind of the fault that the attempt met."""


class MadeAttempt(NamedTuple):
    """An attempt that was made, and when the next one was due after it."""

    number: int
    outcome: Outcome
    next_attempt: float | None


@dataclass(eq=False, slots=True)
class EventForWebhook:
    """What one webhook, known by its `url`, is told about an event."""

    event: Event
    url: str
    due: float | None
    """When the next attempt of the schedule is due; None if there is none any more."""
    resend_at: float | None = None
    """When a tester has asked for an attempt out of turn that was not made yet."""
    queued_for: float | None = None
    """For which moment it stands in the queue of attempts; None if it does not."""
    attempts: list[MadeAttempt] = field(default_factory=list)
    _failures: int = 0
    """How many attempts of the schedule have failed."""

    @property
    def next_moment(self) -> float | None:
        """When the next attempt is due, of whichever kind."""
        moments = [moment for moment in (self.due, self.resend_at) if moment is not None]
        return min(moments, default=None)

    @property
    def next_number(self) -> int:
        return len(self.attempts) + 1

    def give_up(self) -> None:
        """Have no attempt made any more."""
        self.due = self.resend_at = self.queued_for = None

    def note(self, outcome: Outcome) -> MadeAttempt:
        """An attempt was made: plan the next one if it has failed.

        One that a tester asked for leaves the schedule alone, unless it succeeds.
        """
        was_resend = self.resend_at is not None
        self.resend_at = None
        if outcome.status == SUCCESS:
            self.due = None
        elif self.due is not None and not was_resend:
            is_last = self._failures == len(PAUSES)
            self.due = None if is_last else outcome.at + PAUSES[self._failures]
            self._failures += 1
        attempt = MadeAttempt(self.next_number, outcome, self.due)
        self.attempts.append(attempt)
        return attempt


def describe_attempt(event_for_webhook: EventForWebhook, attempt: MadeAttempt) -> dict[str, Any]:
    """An attempt as the control plane shows it."""
    event = event_for_webhook.event
    outcome = attempt.outcome
    return {
        "id": event.id,
        "url": event_for_webhook.url,
        "type": event.type,
        "message_ids": event.message_ids(),
        "data": event.data(),
        "try": attempt.number,
        "date": format_time(outcome.at),
        "status": outcome.status,
        "failure": outcome.failure or None,
        "fault": outcome.fault or None,
        "next_attempt": format_time_or_none(attempt.next_attempt),
    }


def describe_event_for_webhook(event_for_webhook: EventForWebhook) -> dict[str, Any]:
    """What a webhook is told, as the details of a message show it, with all of its attempts."""
    event = event_for_webhook.event
    return {
        "id": event.id,
        "url": event_for_webhook.url,
        "type": event.type,
        "data": event.data(),
        "attempts": [
            describe_attempt(event_for_webhook, attempt) for attempt in event_for_webhook.attempts
        ],
        "next_attempt": format_time_or_none(event_for_webhook.next_moment),
    }
