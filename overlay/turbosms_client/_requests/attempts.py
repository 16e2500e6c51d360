"""Limits the requests of a call, in number and time."""

from __future__ import annotations

import logging
import time
from typing import Final

from turbosms_api.tables.operations import RetryClass

from .policy import AttemptFailure, RetryPolicy, decide

logger: Final = logging.getLogger("turbosms_client")


class Attempts:
    """The attempts that have been made, of one request or of all that share this object."""

    def __init__(self, policy: RetryPolicy, until: float | None) -> None:
        self.until = until
        """The time of `time.monotonic` by which the last one must be over."""
        self.last_code: int | None = None
        """The result code of the last attempt; None if it had none."""
        self._policy = policy
        self._count = 0

    def count_one(self) -> None:
        """Record that another request is made."""
        self._count += 1
        self.last_code = None

    def seconds_left(self) -> float | None:
        """The seconds that the next attempt may take; None means no limit."""
        if self.until is None:
            return None
        return self.until - time.monotonic()

    def pause_after(self, failure: AttemptFailure, retry: RetryClass) -> float | None:
        """Seconds to pause before the next attempt, or None to give up."""
        pause = decide(self._policy, retry, failure, self._count)
        seconds_left = self.seconds_left()
        if pause is None or (seconds_left is not None and pause >= seconds_left):
            return None
        return pause

    def announce(self, failure: AttemptFailure, pause: float) -> None:
        """Log that there will be another attempt."""
        logger.warning(
            "%s Attempt %d of %d in %.1f s.",
            failure.error,
            self._count + 1,
            self._policy.attempts,
            pause,
            extra={"turbosms_retry": True},  # how the command line recognises it
        )


def until_of(deadline: float | None) -> float | None:
    """The time of `time.monotonic` at which a call starting now is over."""
    if deadline is None:
        return None
    return time.monotonic() + deadline
