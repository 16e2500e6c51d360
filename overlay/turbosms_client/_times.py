"""Times of the service are Kyiv time without a zone; ours always have one."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.timezone.utc)


def aware(moment: dt.datetime) -> dt.datetime:
    """A naive time is Kyiv time; an aware one stays what it is."""
    return moment.replace(tzinfo=ZoneInfo("Europe/Kyiv")) if moment.tzinfo is None else moment


def to_wire(moment: dt.datetime) -> str:
    """The recommended `YYYY-MM-DD HH:MM`, with seconds only where there are some, so that no moment becomes earlier."""
    local = moment.astimezone(ZoneInfo("Europe/Kyiv"))
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")


def from_wire(value: object) -> dt.datetime | None:
    """A time of an answer; None where the service writes null, an empty text or something that is no time."""
    try:
        return aware(dt.datetime.fromisoformat(value)) if isinstance(value, str) else None
    except ValueError:
        return None
