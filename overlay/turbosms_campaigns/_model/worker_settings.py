"""How a worker works: how long it waits, for what, and how much it sends in one call."""

import datetime as dt
from dataclasses import dataclass

SEQUENCE_ID_AGE = dt.timedelta(days=14) - dt.timedelta(hours=1)
"""After this, nothing is called under a `sequence_id` again: the service remembers it for 14 days,
and one hour is for a call that is under way, and for clocks that differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """Durations in seconds. Tests shorten them; applications have no reason to."""

    most_recipients: int = 5_000
    """Of one call."""

    lease: float = 60.0
    """For how long a worker may call for a chunk without renewing its claim."""
    renewal: float = 15.0
    longest_call: float = 600.0
    """After which nobody waits for its answer any more: the chunk is in doubt, and called again."""
    heartbeat: float = 10.0
    silence: float = 60.0
    """After which a worker without a heartbeat counts as dead."""
    dispatch: float = 1.0
    """Between two looks at what is due."""
    queue_polling: float = 0.1
    retries: tuple[float, ...] = (5.0, 15.0, 60.0, 300.0, 900.0, 3600.0)
    """Between two calls after a failure; the last one again and again."""
    first_poll: float = 10.0
    """From the answer to a chunk to the first question for its outcomes; doubles each time."""
    first_poll_of_few: float = 2.0
    """The same for a chunk of few, for which somebody may be waiting."""
    few: int = 100
    """So many recipients at the most."""
    first_poll_with_inbox: float = 120.0
    longest_poll_pause: float = 3600.0
    poll_days: int = 14
    """After which outcomes are not asked for any more."""
    reports: float = 1.0
    """For how long reports of an inbox are collected, to be stored together."""
    strays: float = 60.0
    """Between two looks at reports of messages that nobody has."""

    def retry_pause(self, failures_in_a_row: int) -> dt.timedelta:
        """The pause after so many failures, at least one."""
        index = min(failures_in_a_row, len(self.retries)) - 1
        return dt.timedelta(seconds=self.retries[index])

    def poll_pause(self, polls: int, recipients: int) -> dt.timedelta:
        """The pause before the next question for the outcomes of a chunk, after so many."""
        doublings = min(polls, 20)
        first = self.first_poll
        if recipients <= self.few:
            first = min(first, self.first_poll_of_few)
        return dt.timedelta(seconds=min(first * 2**doublings, self.longest_poll_pause))
