"""Whether and when a call is retried, and how long each attempt may take."""

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final, Literal, NamedTuple, TypeAlias

from turbosms_api.tables.operations import RetryClass, TimeoutClass

from .._formats import times
from .._http.driver_interface import Timeouts
from .._parameters.checks import check_seconds
from .._results.base_error import TurboSMSError
from .._results.errors import invalid_parameter
from .._results.foreign_exceptions import was_raised_elsewhere

# A send has no read timeout: the service executes it even if nobody waits for the response. The
# operating system notices a peer that has vanished (see `_http.sockets`).
_TIMEOUTS: Final[Mapping[TimeoutClass, Timeouts]] = {
    "read": Timeouts(connect=10.0, read=30.0, write=30.0, pool=30.0),
    "send": Timeouts(connect=10.0, read=None, write=30.0, pool=30.0),
    "upload": Timeouts(connect=10.0, read=120.0, write=120.0, pool=30.0),
}


@dataclass(frozen=True)
class RetryPolicy:
    """How often and how soon a call is retried that gets no usable response.
    `RetryPolicy(attempts=1)` never retries.

    A call that creates something is only ever retried under the same `sequence_id`. If the request
    certainly did not leave, the first pause is at most a quarter of a second.
    """

    attempts: int = 4
    """The number of attempts, including the first; at least 1."""
    pause: float = 2.0
    """Seconds before the first retry. Doubles with each further one; up to a quarter is added at
    random.
    """
    max_pause: float = 30.0
    """The longest pause in seconds. If the service asks for a longer one (`Retry-After`), the call
    ends instead.
    """

    def __post_init__(self) -> None:
        if (
            not isinstance(self.attempts, int)
            or isinstance(self.attempts, bool)
            or self.attempts < 1
        ):
            raise invalid_parameter(
                "attempts", "attempts must be an integer of at least 1.", None, limit=1
            )
        for name in ("pause", "max_pause"):
            check_seconds(name, getattr(self, name), zero=True)


DEFAULT_RETRY: Final = RetryPolicy()


def check_retry(value: object) -> None:
    """Raise unless this is a policy."""
    if not isinstance(value, RetryPolicy):
        message = f"retry must be a RetryPolicy(...), not {type(value).__name__}."
        raise invalid_parameter("retry", message, None)


_PAUSE_OF_UNSENT: Final = 0.25


FailureKind: TypeAlias = Literal[
    "not_sent",  # no connection was made
    "lost",  # no response arrived
    "unreadable",  # another HTTP status, no envelope, or a success that does not say what was done
    "code",  # a result code that does not say whether anything was done
    "refused",  # a result code that says that nothing was done
]


class AttemptFailure(NamedTuple):
    """Why an attempt has no result."""

    kind: FailureKind
    error: TurboSMSError
    """Its `temporary` says whether a retry can have a different result."""
    retry_after: float = 0.0
    """The seconds that the service asks the client to wait."""


def decide(
    policy: RetryPolicy, retry: RetryClass, failure: AttemptFailure, attempt: int
) -> float | None:
    """Seconds to pause before the next attempt, or None to give up."""
    if attempt >= policy.attempts or failure.kind == "refused" or not failure.error.temporary:
        return None
    if retry == "consuming" and failure.kind != "not_sent":
        return None  # the messages in the lost response are marked as read by now
    if failure.retry_after > policy.max_pause:
        return None
    first_pause = policy.pause
    if retry == "keyed" and failure.kind == "not_sent":
        first_pause = min(first_pause, _PAUSE_OF_UNSENT)
    jitter = random.uniform(1, 1.25)  # noqa: S311
    doublings = min(attempt - 1, 32)  # beyond any longest pause
    pause: float = first_pause * 2**doublings * jitter
    return max(min(pause, policy.max_pause), failure.retry_after)


def retry_after(headers: Mapping[str, str]) -> float:
    """The seconds in the header `Retry-After`, which is a number or a date; 0 without it."""
    value = headers.get("retry-after", "")
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        date = parsedate_to_datetime(value)
    except (OverflowError, ValueError) as error:
        if was_raised_elsewhere(error):
            raise
        return 0.0
    if date.tzinfo is None:  # "-0000": UTC, without saying what the local time is
        date = date.replace(tzinfo=dt.UTC)
    return max(0.0, (date - times.now()).total_seconds())


def timeouts(kind: TimeoutClass, seconds_left: float | None) -> Timeouts:
    """The timeouts of one attempt: those of the operation's class, but never beyond the caller's
    deadline.
    """
    limits = _TIMEOUTS[kind]
    if seconds_left is None:
        return limits
    return Timeouts(*[_shorter(limit, seconds_left) for limit in limits])


def _shorter(limit: float | None, seconds_left: float) -> float:
    if limit is None:
        return seconds_left
    return min(limit, seconds_left)
