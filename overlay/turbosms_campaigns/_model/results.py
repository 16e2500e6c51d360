"""What campaigns tell: the check before the start, progress, recipients."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .errors import RowProblem
from .states import CampaignState, PauseReason, RecipientState


@dataclass(frozen=True, slots=True)
class CostRange:
    """UAH, at the least and at the most; they differ for hybrids."""

    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSample:
    """The text of one row on one channel."""

    channel: str
    text: str
    segments: int | None
    """Of the SMS; None for Viber."""
    encoding: str | None
    """`gsm-7` or `ucs-2`; None for Viber."""
    forcing_ucs2: tuple[str, ...] = ()
    """The characters that make the SMS UCS-2."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What the person of one row would get."""

    row: int
    channels: tuple[ChannelSample, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What would be sent, before anything costs money."""

    name: str
    counts: Mapping[RecipientState, int]
    """All states; the sum is `rows`."""
    rows: int
    segments: Mapping[int, int]
    """Recipients by the segments of their SMS; empty without SMS."""
    longest: Sample | None
    """The row with the longest text."""
    ucs2_culprits: Mapping[str, int]
    """Character outside the GSM alphabet → recipients whose SMS it makes UCS-2."""
    distinct_texts: int | None
    """None if there are more than 1,000."""
    cost: CostRange | None
    """For all that are ready; None without prices."""
    balance: Decimal | None
    """None if the service was not asked."""
    samples: tuple[Sample, ...]
    problems: tuple[RowProblem, ...]
    """The first 20 rows that cannot be sent; `start` refuses while there are any."""
    problem_count: int

    @property
    def ready(self) -> int:
        """How many would get a message."""
        return self.counts.get(RecipientState.READY, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignEvent:
    """Something that happened to a campaign."""

    at: dt.datetime
    kind: str
    """`created`, `started`, `paused`, `resumed`, `cancelled`, `finished`, `retried`,
    `limits_changed`, `low_balance`, `chunk_in_doubt`, `chunk_given_up`, `worker_waiting`; a later
    version may have more."""
    text: str
    """The same in words, without phone numbers and without a full stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a campaign is. Read from counters, in the same time for any number of recipients."""

    name: str
    state: CampaignState
    pause_reason: PauseReason | None
    waits_until: dt.datetime | None
    """When the next chunk may begin, if the start time, the window or the rate forbid it now."""
    counts: Mapping[RecipientState, int]
    """All states; the sum is `rows`."""
    rows: int
    chunks_in_doubt: int
    spent: Decimal
    """UAH, by the prices that the service told."""
    reserved: Decimal
    """UAH at the most, by your prices, for what the service has told no price for yet."""
    balance: Decimal | None
    """As last seen."""
    rate_measured: float | None
    """Recipients a minute, over the last five minutes."""
    created_at: dt.datetime
    started_at: dt.datetime | None
    finished_at: dt.datetime | None
    workers: int
    """Workers of this database with a heartbeat in the last minute."""
    events: tuple[CampaignEvent, ...]
    """The last five, the oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientResult:
    """One row of the audience and what became of it."""

    row: int
    phone: str | None
    """As the service writes it; None for what is no number."""
    input: str
    """As it stands in the table."""
    state: RecipientState
    columns: Mapping[str, str]
    reason: str | None
    """Why, in words: the meaning of the code, the status, the suppression, the exclusion."""
    code: int | None
    message_id: str | None
    channel: str | None
    status: str | None
    rejected_status: str | None
    """Why Viber failed, if it did."""
    segments: int | None
    price: Decimal | None
    sent_at: dt.datetime | None
    settled_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class CancelResult:
    """What a cancelled campaign had done by then."""

    left: int
    """A message was created, or may have been."""
    cancelled: int
    """Nothing was sent to them, and nothing will be."""
    in_doubt: int
    """Of those in `left`, those whose outcome is not known."""


@dataclass(frozen=True, slots=True)
class RetryResult:
    """Who gets another attempt."""

    ready: int
    left_out: int
    """Failed for a reason that another attempt does not change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A number that gets nothing."""

    phone: str
    reason: str
    """`stop_list` (code 404 or 401), `reply` (STOP, СТОП), `manual`, `import`."""
    source: str
    """Who or what said so: a campaign, a file, a person."""
    added_at: dt.datetime
