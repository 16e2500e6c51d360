"""The virtual clock: real time plus what was advanced.

On the wire, times are wall time of Kyiv without an offset.
"""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")

_START_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(?:(Z)|([+-]\d{2}):?(\d{2}))?)?",
    re.ASCII,
)


class Clock:
    """Turns real time, in seconds since the epoch, into virtual time.

    It never goes back, even if real time does.
    """

    __slots__ = ("_ahead", "_latest", "advanced")

    def __init__(self, now: float) -> None:
        self.advanced = 0.0
        """The seconds that were advanced."""
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
        """Go on from a virtual time that was told before, if it is ahead."""
        self._latest = max(self._latest, now)

    def advance(self, seconds: float) -> None:
        """Move time forward; it never goes back."""
        if seconds < 0:
            raise ValueError("time does not go back")
        self.advanced += seconds
        self._ahead += seconds
        self._latest += seconds


def on_the_wire(moment: float) -> str:
    """Write a moment as the service does: `YYYY-MM-DD HH:MM:SS`, Kyiv time."""
    return datetime.fromtimestamp(moment, KYIV).replace(tzinfo=None).isoformat(" ", "seconds")


def on_the_wire_or_null(moment: float | None) -> str | None:
    return None if moment is None else on_the_wire(moment)


def read_start_time(text: str) -> float:
    """Read a start time in one of the ISO forms; ValueError if it is none or names no real moment.

    Documentation: message/send, start_time ("multiple ISO formats"). A-44: these are `YYYY-MM-DD`,
    then a blank or `T` and `HH:MM`, then seconds with a fraction, then `Z` or an offset, each part
    optional; a date alone is its midnight; without an offset it is Kyiv time.
    """
    match = _START_TIME.fullmatch(text)
    if match is None:
        raise ValueError("not an ISO date and time")
    date, minutes, seconds, fraction, utc, hours_off, minutes_off = match.groups()
    iso = f"{date}T{minutes or '00:00'}:{seconds or '00'}.{(fraction or '').ljust(6, '0')}"
    if utc:
        iso += "+00:00"
    elif hours_off:
        iso += f"{hours_off}:{minutes_off}"
    moment = datetime.fromisoformat(iso)
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=KYIV)).timestamp()
    except OverflowError as problem:
        raise ValueError("out of the range of dates") from problem
