"""Times of the service are Kyiv time without a zone; ours always have one."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from turbosms_api.reading import kyiv

_FORM: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?:(:\d\d)(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def aware(moment: dt.datetime) -> dt.datetime:
    """A naive time is Kyiv time; an aware one stays what it is."""
    return moment.replace(tzinfo=kyiv()) if moment.tzinfo is None else moment


def parse(text: str) -> dt.datetime:
    """A time in one of the forms that the service takes (A-44), by every interpreter alike; else
    ValueError.
    """
    if not (match := _FORM.fullmatch(text)):
        raise ValueError("not a time")
    day, time, second, fraction, zone = match.groups("")
    whole = f"{day} {time or '00:00'}{second or ':00'}{fraction or '.0'}{zone}"
    return dt.datetime.strptime(whole, f"%Y-%m-%d %H:%M:%S.%f{zone and '%z'}")


def whole(moment: dt.datetime) -> dt.datetime:
    """The moment in whole seconds, none earlier than it was; in UTC, where adding is exact."""
    return moment.astimezone(dt.UTC) + dt.timedelta(microseconds=-moment.microsecond % 1_000_000)


def to_wire(moment: dt.datetime) -> str:
    """The recommended `YYYY-MM-DD HH:MM`, with seconds only where there are some."""
    local = whole(moment).astimezone(kyiv())
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")
