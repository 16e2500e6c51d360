"""The course of a delivery: a pure function of a send, its recipient and the clock, without timers.

A course is worked out as a whole, from the first status to the last, and then read up to the
present moment.
"""

from __future__ import annotations

from bisect import bisect_right
from math import inf
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from turbosms_api.tables import limits

if TYPE_CHECKING:
    from turbosms_sandbox.delivery.behaviours import RecipientBehaviour
    from turbosms_sandbox.delivery.sends import ExecutedSend, ReadReceipt, StoredMessage

# the pace, in seconds. The documented samples show a rejection by Viber after one second and
# a delivered SMS after five; callers may rely on nothing but "within seconds".
QUEUE: Final = 2
VIBER_REJECTED: Final = 1
VIBER_DELIVERED: Final = 2
VIBER_READ: Final = 4
VIBER_CLICKED: Final = 6
VIBER_ANSWERED: Final = 8
SMS_ANSWERED: Final = 1
SMS_FINAL: Final = 3

SMS_TTL: Final = 86_400
"""The lifetime of an SMS in seconds, as in the documented samples; no parameter changes it."""

FAILED_VIBER = frozenset({"Rejected", "Expired"})
ON_THE_PHONE = frozenset({"Delivered", "Read"})
_NEVER_ON_AIR = frozenset({"Rejected", "Failed", "Cancelled"})


class TimedStatus(NamedTuple):
    """A delivery status, and when it is reached."""

    status: str
    at: float


_at = attrgetter("at")


class Course(NamedTuple):
    """The statuses of one channel in the order of time."""

    statuses: tuple[TimedStatus, ...]
    sent: float
    """When the message leaves the queue."""
    rejected_status: str = ""
    clicked: float | None = None

    @property
    def added(self) -> float:
        return self.statuses[0].at

    def reached(self, now: float) -> tuple[TimedStatus, ...]:
        """The statuses so far; the first one has always been reached."""
        return self.statuses[: max(1, bisect_right(self.statuses, now, key=_at))]

    def status_at(self, now: float) -> str:
        return self.reached(now)[-1].status

    def is_on_the_phone(self, now: float) -> bool:
        """Whether the message has arrived at the recipient's phone."""
        return self.status_at(now) in ON_THE_PHONE

    def end_in(self, statuses: frozenset[str]) -> float | None:
        """When the course ends, if its last status is one of `statuses`."""
        last = self.statuses[-1]
        return last.at if last.status in statuses else None


class Delivery(NamedTuple):
    """The courses of a message on its channels.

    `sms` of a hybrid is None if Viber succeeds; `fallback` is when the SMS takes over.
    """

    viber: Course | None
    sms: Course | None
    fallback: float | None = None


def next_change(delivery: Delivery, now: float) -> float:
    """When a message changes next as time goes by; infinity if it does not."""
    moments: list[float] = []
    for course in (delivery.viber, delivery.sms):
        if course is None:
            continue
        moments.extend(timed.at for timed in course.statuses)
        if course.clicked is not None:
            moments.append(course.clicked)
    return min((moment for moment in moments if moment > now), default=inf)


def delivery_of(message: StoredMessage) -> Delivery:
    """The courses of a message, including what a tester had its recipient do."""
    delivery = plan(message.send, message.behaviour)
    if message.read_receipt is None or delivery.viber is None:
        return delivery
    return delivery._replace(viber=_with_read_receipt(delivery.viber, message.read_receipt))


def plan(send: ExecutedSend, behaviour: RecipientBehaviour) -> Delivery:
    """Work out the courses. The SMS of a hybrid is added at the very moment Viber fails."""
    viber = sms = fallback = None
    if send.viber is not None:
        begins = _leaves_queue(send, send.viber.start)
        viber = _viber_course(send.created, begins, send.viber.ttl, behaviour)
        if behaviour.clicks and send.viber.has_button:
            viber = viber._replace(clicked=begins + VIBER_CLICKED)
        fallback = viber.end_in(FAILED_VIBER)
    if send.sms is not None:
        if viber is None:
            begins = _leaves_queue(send, send.sms.start)
            sms = _sms_course(send.created, begins, behaviour)
        elif fallback is not None:
            # an SMS with a start time of its own waits for it after the fallback too.
            begins = max(fallback, send.sms.start or fallback)
            sms = _sms_course(fallback, begins, behaviour)
    return Delivery(viber, sms, fallback if sms is not None else None)


def session_course(sent: float, behaviour: RecipientBehaviour) -> Course:
    """The course of a session message: sent at once, with the default ttl (A-106)."""
    return _viber_course(sent, sent, limits.TTL_DEFAULT.value, behaviour)


def _leaves_queue(send: ExecutedSend, start: float | None) -> float:
    """When a channel leaves the queue."""
    if start is not None:
        return max(start, send.created)
    return send.created if send.immediate else send.created + QUEUE


def _queued(added: float, begins: float) -> list[TimedStatus]:
    return [TimedStatus("Queued", added)] if begins > added else []


def _with_read_receipt(course: Course, receipt: ReadReceipt) -> Course:
    """The course of a Viber message that was read, and perhaps clicked, earlier than planned."""
    planned = [timed.at for timed in course.statuses if timed.status == "Read"]
    read = min([receipt.read, *planned])
    others = [timed for timed in course.statuses if timed.status != "Read"]
    clicks = [at for at in (course.clicked, receipt.clicked) if at is not None]
    return course._replace(
        statuses=(*others, TimedStatus("Read", read)), clicked=min(clicks, default=None)
    )


def _viber_course(added: float, begins: float, ttl: int, behaviour: RecipientBehaviour) -> Course:
    statuses = [*_queued(added, begins), TimedStatus("Sent", begins)]
    if behaviour.viber == "Rejected":
        statuses.append(TimedStatus("Rejected", begins + VIBER_REJECTED))
    elif behaviour.viber == "Expired":
        statuses.append(TimedStatus("Expired", begins + ttl))
    else:
        statuses.append(TimedStatus("Delivered", begins + VIBER_DELIVERED))
        if behaviour.viber == "Read":
            statuses.append(TimedStatus("Read", begins + VIBER_READ))
    return Course(tuple(statuses), begins, behaviour.rejected_status)


def _sms_course(added: float, begins: float, behaviour: RecipientBehaviour) -> Course:
    statuses = [*_queued(added, begins), TimedStatus("Accepted", begins)]
    if behaviour.sms in _NEVER_ON_AIR:
        statuses.append(TimedStatus(behaviour.sms, begins + SMS_ANSWERED))
    elif behaviour.sms != "Accepted":
        statuses.append(TimedStatus("Sent", begins + SMS_ANSWERED))
        statuses.append(TimedStatus(behaviour.sms, begins + SMS_FINAL))
    return Course(tuple(statuses), begins)
