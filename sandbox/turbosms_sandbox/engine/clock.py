"""The virtual clock: real time plus what was advanced."""

from __future__ import annotations


class Clock:
    """Turns real time, in seconds since the epoch, into virtual time.

    It never goes back, even if real time does.
    """

    __slots__ = ("_ahead", "_latest", "advanced")

    def __init__(self, now: float) -> None:
        self.advanced = 0.0
        """How many seconds were advanced in all."""
        self._ahead = 0.0
        self._latest = now

    def at(self, real: float) -> float:
        """The virtual time at a moment of real time."""
        now = real + self._ahead
        if now < self._latest:
            self._ahead += self._latest - now
            now = self._latest
        self._latest = now
        return now

    def resume(self, now: float) -> None:
        """Continue from a virtual time of an earlier process, if it is ahead."""
        self._latest = max(self._latest, now)

    def advance(self, seconds: float) -> None:
        """Move time forward; it never goes back."""
        if seconds < 0:
            raise ValueError("time does not go back")
        self.advanced += seconds
        self._ahead += seconds
        self._latest += seconds
