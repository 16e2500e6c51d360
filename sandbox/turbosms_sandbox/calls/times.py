"""Times as the service writes and reads them: wall time of Kyiv, without an offset."""

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


def format_time(moment: float) -> str:
    """A moment as `YYYY-MM-DD HH:MM:SS` in Kyiv time."""
    return datetime.fromtimestamp(moment, KYIV).replace(tzinfo=None).isoformat(" ", "seconds")


def format_time_or_none(moment: float | None) -> str | None:
    return None if moment is None else format_time(moment)


def read_start_time(text: str) -> float:
    """Parse a start time in one of the ISO forms; ValueError if it is not one or does not exist.

    Documentation: message/send, start_time ("multiple ISO formats"). A-44: the forms are
    `YYYY-MM-DD`, then a blank or `T` and `HH:MM`, then seconds with a fraction, then `Z` or an
    offset, each part optional. A date alone means its midnight; without an offset it is Kyiv time.
    """
    match = _START_TIME.fullmatch(text)
    if match is None:
        raise ValueError("not an ISO date and time")
    date, minutes, seconds, fraction, utc, offset_hours, offset_minutes = match.groups()
    iso = f"{date}T{minutes or '00:00'}:{seconds or '00'}.{(fraction or '').ljust(6, '0')}"
    if utc:
        iso += "+00:00"
    elif offset_hours:
        iso += f"{offset_hours}:{offset_minutes}"
    moment = datetime.fromisoformat(iso)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=KYIV)
    try:
        return moment.timestamp()
    except OverflowError as problem:
        raise ValueError("out of the range of dates") from problem
