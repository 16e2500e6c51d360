"""What will have to be told about messages: known as soon as they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from turbosms_sandbox.chats.chat import Reply, SessionMessage
from turbosms_sandbox.delivery import courses
from turbosms_sandbox.delivery.campaigns import StoredMessage
from turbosms_sandbox.webhooks.event_types import (
    BUTTON_CLICK,
    SESSION_REPLY,
    SESSION_REPORT,
    SMS_REPORT,
    VIBER_REPORT,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from turbosms_sandbox.chats.chat import ChatEntry
    from turbosms_sandbox.delivery.behaviours import RecipientBehaviour
    from turbosms_sandbox.delivery.courses import Course
    from turbosms_sandbox.webhooks.events import Subject


class PlannedEvents(NamedTuple):
    """The events of some messages that reach the same status at the same moment."""

    at: float
    type: str
    status: str
    """Empty for what is no delivery report."""
    subjects: Sequence[Subject]


def plan_of_send(messages: Iterable[StoredMessage]) -> Iterator[PlannedEvents]:
    """What will be told about the messages of one campaign, if nobody interferes."""
    alike: dict[RecipientBehaviour, list[StoredMessage]] = {}
    for message in messages:
        alike.setdefault(message.behaviour, []).append(message)
    for behaviour, some in alike.items():
        campaign = some[0].campaign
        delivery = courses.plan(campaign, behaviour)
        if delivery.viber is not None:
            yield from _reports(VIBER_REPORT, delivery.viber, some)
        if delivery.viber is not None and delivery.viber.clicked is not None and _counts(some[0]):
            yield PlannedEvents(delivery.viber.clicked, BUTTON_CLICK, "", some)
        if delivery.sms is not None:
            yield from _reports(SMS_REPORT, delivery.sms, some)


def plan_of_chat_entry(entry: ChatEntry) -> Iterator[PlannedEvents]:
    """What will be told about an entry of a chat; those of campaigns are told as messages."""
    if isinstance(entry, Reply):
        yield PlannedEvents(entry.added, SESSION_REPLY, "", [entry])
    elif isinstance(entry, SessionMessage):
        course = courses.session_course(entry.added, entry.behaviour)
        yield from _reports(SESSION_REPORT, course, [entry])


def is_still_so(planned: PlannedEvents, subject: Subject) -> bool:
    """Whether it happens as it was planned: a tester may have had it happen earlier."""
    if not isinstance(subject, StoredMessage) or subject.read_receipt is None:
        return True
    receipt = subject.read_receipt
    if planned.type == BUTTON_CLICK:
        return receipt.clicked is None or receipt.clicked >= planned.at
    return planned.status != "Read" or receipt.read >= planned.at


def plan_of_actions(
    message: StoredMessage, course_before: Course | None, now: float
) -> Iterator[PlannedEvents]:
    """What is to be told after a tester has had a recipient read or click, in place of the plan."""
    after = courses.delivery_of(message).viber
    if after is None or course_before is None:
        return
    if course_before.status_at(now) != "Read" and after.status_at(now) == "Read":
        yield PlannedEvents(now, VIBER_REPORT, "Read", [message])
    if after.clicked == now and _is_later(course_before.clicked, now) and _counts(message):
        yield PlannedEvents(now, BUTTON_CLICK, "", [message])


def _is_later(moment: float | None, now: float) -> bool:
    return moment is None or moment > now


def _counts(message: StoredMessage) -> bool:
    """Whether the service gets to know of clicks at all (A-146)."""
    viber = message.campaign.viber
    return viber is not None and viber.count_clicks


def _reports(
    event_type: str, course: Course, subjects: Sequence[Subject]
) -> Iterator[PlannedEvents]:
    for timed in course.statuses:
        yield PlannedEvents(timed.at, event_type, timed.status, subjects)
