"""When messages left, and when their outcomes came in: steps of equal length, few enough to see."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Self

import sqlalchemy as sa

from .._model.kyiv import in_kyiv
from .._model.states import RecipientState
from .._storage.tables import RECIPIENT

_STEPS_SHOWN: Final = 48
"""As many columns as a phone can show side by side."""
_STEPS_COUNTED: Final = 10_000
"""In how many the database counts before it is known which time is worth showing."""
_DAY: Final = 86_400
_LENGTHS: Final = (
    *(1, 2, 5, 10, 15, 30),
    *(60, 120, 300, 600, 900, 1_800),
    *(3_600, 7_200, 10_800, 21_600, 43_200),
    *(_DAY, 2 * _DAY, 7 * _DAY, 14 * _DAY, 28 * _DAY, 91 * _DAY, 364 * _DAY),
)
"""Of a step, in seconds: what people count in."""
_LATE_SHARE: Final = 100
"""One outcome in so many may come after the end of the time that is shown."""
WITH_MESSAGE: Final = (
    RecipientState.ACCEPTED,
    RecipientState.DELIVERED,
    RecipientState.UNDELIVERED,
)
"""Of whom it is known that a message was created."""


@dataclass(frozen=True, slots=True)
class TimeStep:
    """What happened in one step of time."""

    start: dt.datetime
    sent: int
    delivered: int
    undelivered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """From the first message to when nearly all outcomes had come in."""

    step_seconds: int
    steps: tuple[TimeStep, ...]
    """All of them, those in which nothing happened included."""
    late_outcomes: int
    """Outcomes that came after the last step: at most one in a hundred."""
    last_at: dt.datetime
    """When the last message left, or the last outcome came in."""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """From the first message to the last that is known of any."""

    first: dt.datetime
    last_sent: dt.datetime
    last: dt.datetime

    @classmethod
    def of(cls, groups: Iterable[Any]) -> Self | None:
        """Of groups of recipients; None if nothing was sent."""
        with_message = [group for group in groups if group.state in WITH_MESSAGE]
        sent = [group for group in with_message if group.first_sent is not None]
        if not sent:
            return None
        last_sent = max(group.last_sent for group in sent)
        settled = [group.last_settled for group in sent if group.last_settled is not None]
        first = min(group.first_sent for group in sent)
        return cls(first, last_sent, max([last_sent, *settled]))


@dataclass(frozen=True, slots=True)
class _Steps:
    """Steps of one length from a time on, numbered from 0. In UTC, which has no hour twice."""

    start: dt.datetime
    seconds: int

    @classmethod
    def covering(cls, first: dt.datetime, last: dt.datetime, at_most: int) -> Self:
        """The shortest that need no more than so many steps."""
        for seconds in _LENGTHS:
            steps = cls(_floor(first, seconds), seconds)
            if steps.number_of(last) < at_most:
                return steps
        return cls(_floor(first, _LENGTHS[-1]), _LENGTHS[-1])

    def number_of(self, moment: dt.datetime) -> int:
        """The step in which a moment lies; the first one for what comes before it."""
        since = moment.astimezone(dt.UTC) - self.start
        return max(since // dt.timedelta(seconds=self.seconds), 0)

    def start_of(self, number: int) -> dt.datetime:
        """When a step begins."""
        return self.start + dt.timedelta(seconds=self.seconds * number)


def read_timeline(connection: sa.Connection, campaign_id: int, span: TimeSpan) -> Timeline:
    """Count in the database by short steps, and join them to those that are shown."""
    short = _Steps.covering(span.first, span.last, _STEPS_COUNTED)
    counted = _CountedSteps(connection, campaign_id, short)
    sent = counted.by(RECIPIENT.c.sent_at, *WITH_MESSAGE)
    delivered = counted.by(RECIPIENT.c.settled_at, RecipientState.DELIVERED)
    undelivered = counted.by(RECIPIENT.c.settled_at, RecipientState.UNDELIVERED)

    nearly_all = short.start_of(_step_of_nearly_all(delivered + undelivered))
    shown_until = max(span.last_sent, nearly_all)
    shown = _Steps.covering(span.first, shown_until, _STEPS_SHOWN)
    count = shown.number_of(shown_until) + 1
    joined = [_join(counts, short, shown) for counts in (sent, delivered, undelivered)]
    late = [number for number in joined[1] | joined[2] if number >= count]
    return Timeline(
        step_seconds=shown.seconds,
        steps=tuple(
            TimeStep(in_kyiv(shown.start_of(number)), *(counts[number] for counts in joined))
            for number in range(count)
        ),
        late_outcomes=sum(joined[1][number] + joined[2][number] for number in late),
        last_at=in_kyiv(span.last),
    )


def is_round(moment: dt.datetime, at_least: int) -> bool:
    """Whether a time is a whole number of so many seconds, or of the next number of people's,
    after midnight in Kyiv.
    """
    seconds = next((length for length in _LENGTHS if length >= at_least), _LENGTHS[-1])
    return _floor(moment, seconds) == moment


class _CountedSteps:
    """Counts the recipients of a campaign by the step in which something happened to them."""

    def __init__(self, connection: sa.Connection, campaign_id: int, steps: _Steps) -> None:
        self._connection = connection
        self._campaign_id = campaign_id
        self._steps = steps

    def by(self, time: sa.Column[Any], *states: RecipientState) -> Counter[int]:
        """Those in some states, by one of their times: number of the step → recipients."""
        start = _number(int(self._steps.start.timestamp()) * 1_000_000)
        length = _number(self._steps.seconds * 1_000_000)
        number = (sa.type_coerce(time, sa.BigInteger) - start) // length
        query = (
            sa.select(number, sa.func.count())
            .where(
                RECIPIENT.c.campaign_id == self._campaign_id,
                RECIPIENT.c.state.in_(states),
                RECIPIENT.c.sent_at.is_not(None),
                time.is_not(None),
            )
            .group_by(number)
        )
        counts = Counter[int]()
        for step, recipients in self._connection.execute(query):
            counts[max(int(step), 0)] += recipients
        return counts


def _number(value: int) -> sa.ColumnElement[int]:
    """As a literal: PostgreSQL takes two parameters for different ones, even if they are equal."""
    return sa.literal_column(str(value), sa.BigInteger())


def _step_of_nearly_all(outcomes: Counter[int]) -> int:
    """The step by which all but one in a hundred had come in."""
    may_be_late = outcomes.total() // _LATE_SHARE
    late = 0
    for number in sorted(outcomes, reverse=True):
        late += outcomes[number]
        if late > may_be_late:
            return number
    return 0


def _join(counts: Counter[int], short: _Steps, shown: _Steps) -> Counter[int]:
    joined = Counter[int]()
    for number, recipients in counts.items():
        joined[shown.number_of(short.start_of(number))] += recipients
    return joined


def _floor(moment: dt.datetime, seconds: int) -> dt.datetime:
    """The last time up to a moment that is a whole number of steps after midnight in Kyiv."""
    local = in_kyiv(moment).replace(tzinfo=None)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    steps = (local - midnight) // dt.timedelta(seconds=seconds)
    floor = midnight + dt.timedelta(seconds=steps * seconds)
    return floor.replace(tzinfo=in_kyiv(moment).tzinfo).astimezone(dt.UTC)
