"""When a window is open: by the clock on the wall in Kyiv, at each instant for itself.

So it needs no rule for the nights when the clocks change. An hour that is skipped is in no window,
and one that is repeated is in it twice or not at all.
"""

import datetime as dt

from .kyiv import kyiv
from .settings import Window

_MINUTE = dt.timedelta(minutes=1)
# The clocks change by an hour: within two hours of its time by the wall, a window has opened.
_MINUTES_TO_LOOK = 121


def is_open(window: Window | None, moment: dt.datetime) -> bool:
    """Whether a chunk may begin at this moment."""
    if window is None or window.start == window.end:
        return True
    wall = moment.astimezone(kyiv()).time()
    if window.start < window.end:
        return window.start <= wall < window.end
    return wall >= window.start or wall < window.end


def next_opening(window: Window | None, moment: dt.datetime) -> dt.datetime:
    """The first moment from this one on at which it is open, in UTC."""
    moment = moment.astimezone(dt.UTC)
    if window is None or is_open(window, moment):
        return moment
    today = moment.astimezone(kyiv()).date()
    openings = [_opening_on(window, today + dt.timedelta(days=days), moment) for days in (0, 1, 2)]
    return min(opening for opening in openings if opening is not None)


def _opening_on(window: Window, day: dt.date, after: dt.datetime) -> dt.datetime | None:
    """The first moment of its opening on a day of Kyiv that is not before another one."""
    local = dt.datetime.combine(day, window.start, kyiv())
    # Read as summer time and as winter time: the earlier one, since clocks may change between.
    candidate = min(
        local.replace(fold=0).astimezone(dt.UTC), local.replace(fold=1).astimezone(dt.UTC)
    )
    for _ in range(_MINUTES_TO_LOOK):
        if candidate >= after and is_open(window, candidate):
            return candidate
        candidate += _MINUTE
    return None
