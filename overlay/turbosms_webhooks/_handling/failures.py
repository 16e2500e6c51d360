"""When what has failed is tried again: after 1, 2, 4, … up to 60 seconds."""

import heapq
import time
from typing import Final

_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 60.0
_MOST_DOUBLINGS: Final = 10


class Failures:
    """The subjects whose first event has failed, and when each is to be tried again."""

    def __init__(self) -> None:
        self._times: dict[str, int] = {}
        self._schedule: list[tuple[float, str]] = []
        """A heap; has each subject once, unless it is being tried."""

    def __len__(self) -> int:
        return len(self._times)

    def __contains__(self, subject: str) -> bool:
        return subject in self._times

    def add(self, subject: str) -> int:
        """Note one more failure; how many there have been."""
        times = self._times.get(subject, 0) + 1
        self._times[subject] = times
        try_again_at = time.monotonic() + pause_after(times)
        heapq.heappush(self._schedule, (try_again_at, subject))
        return times

    def take_due(self) -> str | None:
        """A subject to try again now, which is then to be added or removed; None if it is early."""
        if self.seconds_to_next() != 0.0:
            return None
        _, subject = heapq.heappop(self._schedule)
        return subject

    def remove(self, subject: str) -> None:
        """Note that a subject has failed no longer."""
        self._times.pop(subject, None)

    def seconds_to_next(self) -> float | None:
        """When something is to be tried again; None if nothing has failed."""
        if not self._schedule:
            return None
        try_again_at, _ = self._schedule[0]
        return max(0.0, try_again_at - time.monotonic())


def pause_after(times: int) -> float:
    """How many seconds to wait after so many failures."""
    doublings = min(times - 1, _MOST_DOUBLINGS)
    return min(_FIRST_PAUSE * 2.0**doublings, _LONGEST_PAUSE)
