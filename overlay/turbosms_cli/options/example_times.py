"""Times for examples, which must be in the future whenever they are read."""

from __future__ import annotations

import datetime as dt

from turbosms_cli.printing.kyiv_times import in_kyiv


def example_time() -> str:
    """Ten o'clock in two days: in the future in every time zone, and not too late for a send."""
    day = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    return f"{day:%Y-%m-%d} 10:00"


def now_in_kyiv() -> str:
    """The current time in Kyiv, which the service uses."""
    return f"{in_kyiv(dt.datetime.now(dt.UTC)):%Y-%m-%d %H:%M}"
