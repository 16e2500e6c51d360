"""How a delivery goes: a pure function of the campaign, the recipient and the clock; no timer.

A course is worked out whole, from the first status to the last, and then read up to the present
moment.
"""

from __future__ import annotations

from bisect import bisect_right
from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from turbosms_api.tables import limits

if TYPE_CHECKING:
    from turbosms_sandbox.delivery.behaviours import Script
    from turbosms_sandbox.delivery.campaigns import (
        Campaign,
        Message,
        Opened,
        SmsContent,
        ViberContent,
    )

# the pace, in seconds. The documented samples show a rejection by Viber after one second and
# a delivered SMS after five; "within seconds" is all that a caller may rely on.
QUEUE: Final = 2
VIBER_REJECTED: Final = 1
VIBER_DELIVERED: Final = 2
VIBER_READ: Final = 4
VIBER_CLICKED: Final = 6
VIBER_ANSWERED: Final = 8
SMS_ANSWERED: Final = 1
SMS_FINAL: Final = 3

SMS_TTL: Final = 86_400
"""The life of an SMS in seconds, as the documented samples show it; no parameter changes it."""

FAILED_VIBER = frozenset({"Rejected", "Expired"})
_NEVER_ON_AIR = frozenset({"Rejected", "Failed", "Cancelled"})
_at = itemgetter(1)


class Step(NamedTuple):
    status: str
    at: float


class Course(NamedTuple):
    """The statuses of one channel in the order of time.

    `sent` is the moment it leaves the queue.
    """

    steps: tuple[Step, ...]
    sent: float
    rejected_status: str = ""
    clicked: float | None = None

    @property
    def added(self) -> float:
        return self.steps[0].at

    def until(self, now: float) -> tuple[Step, ...]:
        """The steps that have happened; the first one always has."""
        return self.steps[: max(1, bisect_right(self.steps, now, key=_at))]

    def ends(self, statuses: frozenset[str]) -> float | None:
        """When the course comes to its end, if that is one of `statuses`."""
        last = self.steps[-1]
        return last.at if last.status in statuses else None


class Delivery(NamedTuple):
    """The courses of a message.

    `sms` of a hybrid is None if Viber succeeds; `fallback` is when it takes over.
    """

    viber: Course | None
    sms: Course | None
    fallback: float | None = None


def next_step(delivery: Delivery, now: float) -> float:
    """When a message changes next as time goes by; infinity if it does not."""
    courses = [course for course in (delivery.viber, delivery.sms) if course is not None]
    moments: list[float] = []
    for course in courses:
        moments.extend(step.at for step in course.steps)
        if course.clicked is not None:
            moments.append(course.clicked)
    return min((moment for moment in moments if moment > now), default=inf)


def delivery_of(message: Message) -> Delivery:
    """The courses of a message, with what its recipient was made to do."""
    delivery = plan(message.campaign, message.script)
    if message.opened is None or delivery.viber is None:
        return delivery
    return delivery._replace(viber=_as_opened(delivery.viber, message.opened))


def plan(campaign: Campaign, script: Script) -> Delivery:
    """Work out the courses. The SMS of a hybrid is added at the very moment Viber fails."""
    viber = sms = fallback = None
    if campaign.viber is not None:
        begins = _beginning(campaign, campaign.viber.start)
        viber = _viber_course(campaign.created, begins, campaign.viber.ttl, script)
        if script.clicks and campaign.viber.has_button:
            viber = viber._replace(clicked=begins + VIBER_CLICKED)
        fallback = viber.ends(FAILED_VIBER)
    if campaign.sms is not None:
        if viber is None:
            sms = _sms_course(campaign.created, _beginning(campaign, campaign.sms.start), script)
        elif fallback is not None:
            # an SMS with a start time of its own waits for it after the fallback too.
            sms = _sms_course(fallback, max(fallback, campaign.sms.start or fallback), script)
    return Delivery(viber, sms, fallback if sms is not None else None)


def session_course(sent: float, script: Script) -> Course:
    """The course of a session message.

    Sent at once, and kept as long as a Viber message without a ttl (A-106).
    """
    return _viber_course(sent, sent, limits.TTL_DEFAULT.value, script)


def refunds(campaign: Campaign, script: Script) -> list[tuple[float, int]]:
    """What comes back of the campaign's highest price for a recipient, kopecks, and when (A-59)."""
    if campaign.viber is None and script.sms != "Cancelled":
        return []  # by far the most sends
    delivery = plan(campaign, script)
    back: list[tuple[float, int]] = []
    held = campaign.price
    if campaign.viber is not None and delivery.viber is not None:
        failed = delivery.viber.ends(FAILED_VIBER)
        if failed is None:
            delivered = next(step.at for step in delivery.viber.steps if step.status == "Delivered")
            back.append((delivered, held - campaign.viber.price))
            held = campaign.viber.price
        else:
            due = campaign.sms.price if campaign.sms is not None else 0
            back.append((failed, held - due))
            held = due
    if delivery.sms is not None:
        cancelled = delivery.sms.ends(frozenset({"Cancelled"}))
        if cancelled is not None:
            back.append((cancelled, held))
    return [(at, amount) for at, amount in back if amount]


def viber_price(content: ViberContent, status: str) -> int:
    return 0 if status in FAILED_VIBER else content.price


def sms_price(content: SmsContent, status: str) -> int:
    return 0 if status == "Cancelled" else content.price


def _beginning(campaign: Campaign, start: float | None) -> float:
    """When a channel leaves the queue."""
    if start is not None:
        return max(start, campaign.created)
    return campaign.created if campaign.immediate else campaign.created + QUEUE


def _queued(added: float, begins: float) -> list[Step]:
    return [Step("Queued", added)] if begins > added else []


def _as_opened(course: Course, opened: Opened) -> Course:
    """The course of a Viber message that was read, perhaps clicked, earlier than planned."""
    read = min([opened.read, *(step.at for step in course.steps if step.status == "Read")])
    steps = (*(step for step in course.steps if step.status != "Read"), Step("Read", read))
    clicked = min((at for at in (course.clicked, opened.clicked) if at is not None), default=None)
    return course._replace(steps=steps, clicked=clicked)


def _viber_course(added: float, begins: float, ttl: int, script: Script) -> Course:
    steps = [*_queued(added, begins), Step("Sent", begins)]
    if script.viber == "Rejected":
        steps.append(Step("Rejected", begins + VIBER_REJECTED))
    elif script.viber == "Expired":
        steps.append(Step("Expired", begins + ttl))
    else:
        steps.append(Step("Delivered", begins + VIBER_DELIVERED))
        if script.viber == "Read":
            steps.append(Step("Read", begins + VIBER_READ))
    return Course(tuple(steps), begins, script.rejected_status)


def _sms_course(added: float, begins: float, script: Script) -> Course:
    steps = [*_queued(added, begins), Step("Accepted", begins)]
    if script.sms in _NEVER_ON_AIR:
        steps.append(Step(script.sms, begins + SMS_ANSWERED))
    elif script.sms != "Accepted":
        steps += [Step("Sent", begins + SMS_ANSWERED), Step(script.sms, begins + SMS_FINAL)]
    return Course(tuple(steps), begins)
