"""Times for examples, which have to lie ahead whenever they are read."""

from __future__ import annotations

import datetime as dt


def example_time() -> str:
    """Ten o'clock in two days: ahead in every time zone, and within the days that a send allows."""
    day = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    return f"{day:%Y-%m-%d} 10:00"


def now_in_kyiv() -> str:
    """The time that the service goes by."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - as in no other case

    return f"{dt.datetime.now(ZoneInfo('Europe/Kyiv')):%Y-%m-%d %H:%M}"
