"""The limits of a campaign: when a chunk may begin, and with how many recipients."""

import datetime as dt
from typing import Any, Final

import sqlalchemy as sa

from .._model.settings import Limits
from .._model.windows import next_opening
from .._model.worker_settings import WorkerSettings

MOST_TEXTS: Final = 1_000
"""In one call of `send_multi`."""
_CHUNKS_A_MINUTE: Final = 4
_LATE: Final = dt.timedelta(seconds=3)
"""By so much a chunk may begin late without slowing the rate down: workers look every second."""
_LONGEST_RATE_PAUSE: Final = dt.timedelta(minutes=2)
_LEAST_RESULTS: Final = 100
_USUALLY: Final = WorkerSettings()


def has_passed(moment: dt.datetime | None, now: dt.datetime, at_most: dt.timedelta) -> bool:
    """Whether a moment has passed that was at most so far ahead when it was set.

    If it is further ahead now, the clock has been set back since, and it means nothing any more.
    """
    return moment is None or moment <= now or moment > now + at_most


def has_waited(moment: dt.datetime | None, now: dt.datetime, failures: int) -> bool:
    """Whether the pause after so many failures in a row is over, which ends at this moment."""
    return has_passed(moment, now, 2 * _USUALLY.retry_pause(max(failures, 1)))


def chunk_size(limits: Limits, most_recipients: int) -> int:
    """The most recipients of a chunk. With a rate, a chunk is for a quarter of a minute."""
    if limits.rate is None:
        return most_recipients
    return min(most_recipients, max(1, limits.rate // _CHUNKS_A_MINUTE))


def earliest_call(campaign: sa.Row[Any], limits: Limits, now: dt.datetime) -> dt.datetime:
    """When a call may begin at the earliest, by start time, window, and the pause after failures.

    It is `now` if that is at once.
    """
    earliest = now
    if limits.start_at is not None:
        earliest = max(earliest, limits.start_at)
    if not has_waited(campaign.retry_at, now, campaign.setbacks):
        earliest = max(earliest, campaign.retry_at)
    return max(earliest, next_opening(limits.window, earliest))


def earliest_filling(campaign: sa.Row[Any], limits: Limits, now: dt.datetime) -> dt.datetime:
    """When a chunk may be filled with recipients at the earliest: the rate counts, too."""
    earliest = earliest_call(campaign, limits, now)
    if limits.rate is None or has_passed(campaign.rate_free_at, now, _LONGEST_RATE_PAUSE):
        return earliest
    rate_free_at: dt.datetime = campaign.rate_free_at
    return next_opening(limits.window, max(earliest, rate_free_at))


def rate_free_after(
    rate_free_at: dt.datetime | None, rate: int, recipients: int, now: dt.datetime
) -> dt.datetime:
    """When the rate allows the next chunk, after one with so many recipients."""
    takes = dt.timedelta(minutes=recipients / rate)
    begins = now
    was_nearly_in_time = rate_free_at is not None and now - _LATE <= rate_free_at <= now
    if was_nearly_in_time and rate_free_at is not None:
        begins = rate_free_at
    return begins + takes


def too_many_failures(campaign: sa.Row[Any], limits: Limits) -> bool:
    """Whether the share of failures is one at which the campaign pauses by itself."""
    if limits.max_failures is None or campaign.results_since < _LEAST_RESULTS:
        return False
    share: float = campaign.failures_since * 100 / campaign.results_since
    return share >= limits.max_failures
