"""What will have to be told about messages: known as soon as they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from turbosms_sandbox.chats.chat import Reply, SessionMessage
from turbosms_sandbox.delivery import courses
from turbosms_sandbox.delivery.sends import StoredMessage
from turbosms_sandbox.webhooks.event_types import (
    BUTTON_CLICK,
    SESSION_REPLY,
    SESSION_REPORT,
    SMS_REPORT,
    VIBER_REPORT,
)
from turbosms_sandbox.webhooks.events import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from turbosms_sandbox.chats.chat import ChatEntry
    from turbosms_sandbox.delivery.behaviours import RecipientBehaviour
    from turbosms_sandbox.delivery.courses import Course
    from turbosms_sandbox.webhooks.events import Subject


class PlannedChanges(NamedTuple):
    """What will happen at one moment, and is told as events of one type."""

    at: float
    type: str
    changes: Sequence[Change]


class _Plan:
    """Collects what will happen to messages that were sent together."""

    def __init__(self) -> None:
        self._changes: dict[tuple[float, str], list[Change]] = {}

    def add(self, at: float, event_type: str, status: str, subjects: Iterable[Subject]) -> None:
        changes = self._changes.setdefault((at, event_type), [])
        changes.extend(Change(subject, status) for subject in subjects)

    def add_reports(self, event_type: str, course: Course, subjects: Iterable[Subject]) -> None:
        for timed in course.statuses:
            self.add(timed.at, event_type, timed.status, subjects)

    def planned(self) -> list[PlannedChanges]:
        return [
            PlannedChanges(at, event_type, changes)
            for (at, event_type), changes in self._changes.items()
        ]


def plan_of_send(messages: Iterable[StoredMessage]) -> list[PlannedChanges]:
    """What will be told about the messages of one send, if nobody interferes."""
    alike: dict[RecipientBehaviour, list[StoredMessage]] = {}
    for message in messages:
        alike.setdefault(message.behaviour, []).append(message)
    plan = _Plan()
    for behaviour, some in alike.items():
        delivery = courses.plan(some[0].send, behaviour)
        if delivery.viber is not None:
            plan.add_reports(VIBER_REPORT, delivery.viber, some)
            if delivery.viber.clicked is not None and _counts_clicks(some[0]):
                plan.add(delivery.viber.clicked, BUTTON_CLICK, "", some)
        if delivery.sms is not None:
            plan.add_reports(SMS_REPORT, delivery.sms, some)
    return plan.planned()


def plan_of_chat_entry(entry: ChatEntry) -> list[PlannedChanges]:
    """What will be told about an entry of a chat; those of sends are told as messages."""
    plan = _Plan()
    if isinstance(entry, Reply):
        plan.add(entry.added, SESSION_REPLY, "", [entry])
    elif isinstance(entry, SessionMessage):
        course = courses.session_course(entry.added, entry.behaviour)
        plan.add_reports(SESSION_REPORT, course, [entry])
    return plan.planned()


def is_still_so(planned: PlannedChanges, change: Change) -> bool:
    """Whether it happens as it was planned: a tester may have had it happen earlier."""
    message = change.subject
    if not isinstance(message, StoredMessage) or message.read_receipt is None:
        return True
    receipt = message.read_receipt
    if planned.type == BUTTON_CLICK:
        return receipt.clicked is None or receipt.clicked >= planned.at
    return change.status != "Read" or receipt.read >= planned.at


def plan_of_actions(
    message: StoredMessage, course_before: Course | None, now: float
) -> list[PlannedChanges]:
    """What is to be told after a tester has had a recipient read or click, in place of the plan."""
    plan = _Plan()
    after = courses.delivery_of(message).viber
    if after is None or course_before is None:
        return []
    if course_before.status_at(now) != "Read" and after.status_at(now) == "Read":
        plan.add(now, VIBER_REPORT, "Read", [message])
    if after.clicked == now and _is_later(course_before.clicked, now) and _counts_clicks(message):
        plan.add(now, BUTTON_CLICK, "", [message])
    return plan.planned()


def _is_later(moment: float | None, now: float) -> bool:
    return moment is None or moment > now


def _counts_clicks(message: StoredMessage) -> bool:
    """Whether the service gets to know of clicks at all (A-146)."""
    viber = message.send.viber
    return viber is not None and viber.count_clicks
