"""The service's times are Kyiv time without a zone; ours always have one."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from turbosms_api.reading import kyiv

# ISO 8601, extended (2030-01-31 10:00:05) or basic (20300131T100005), but not a mixture.
_FORM: Final = re.compile(
    r"""
    (?P<year>\d{4}) (?P<dash>-?) (?P<month>\d\d) (?P=dash) (?P<day>\d\d)
    (?:
        [T\ ] (?P<hour>\d\d) (?P<colon>:?) (?P<minute>\d\d)
        (?: (?P=colon) (?P<second>\d\d) (?: \.(?P<fraction>\d+) )? )?
        (?P<zone> Z | (?P<sign>[+-]) (?P<zone_hours>\d\d) (?: :? (?P<zone_minutes>[0-5]\d) )? )?
    )?
    """,
    re.ASCII | re.VERBOSE,
)


def now() -> dt.datetime:
    """The current time in UTC."""
    return dt.datetime.now(dt.UTC)


def aware(moment: dt.datetime) -> dt.datetime:
    """Take a naive time as Kyiv time; leave an aware one as it is."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=kyiv())
    return moment


def parse(text: str) -> dt.datetime:
    """Parse a time in ISO 8601, in the same forms on every Python version; else ValueError.

    The service may not accept all of these forms (A-44), so the recommended one is sent.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError("not a time")
    part = match.groupdict()
    is_mixed = part["hour"] is not None and bool(part["dash"]) != bool(part["colon"])
    if is_mixed:
        raise ValueError("half basic, half extended")
    moment = dt.datetime(
        int(part["year"]),
        int(part["month"]),
        int(part["day"]),
        int(part["hour"] or 0),
        int(part["minute"] or 0),
        int(part["second"] or 0),
        tzinfo=_zone(part),
    )
    return moment + _fraction(part["fraction"] or "")


def _zone(part: dict[str, str | None]) -> dt.timezone | None:
    if part["zone"] is None:
        return None
    if part["zone"] == "Z":
        return dt.UTC
    offset = dt.timedelta(
        hours=int(part["zone_hours"] or 0), minutes=int(part["zone_minutes"] or 0)
    )
    if part["sign"] == "-":
        offset = -offset
    return dt.timezone(offset)


def _fraction(digits: str) -> dt.timedelta:
    """A fraction of a second, rounded up to microseconds, so that the time is never earlier."""
    microseconds = int(digits[:6].ljust(6, "0"))
    has_finer = digits[6:].strip("0") != ""
    return dt.timedelta(microseconds=microseconds + has_finer)


def whole_seconds(moment: dt.datetime) -> dt.datetime:
    """Round a time up to whole seconds; in UTC, where addition is exact."""
    return moment.astimezone(dt.UTC) + dt.timedelta(microseconds=-moment.microsecond % 1_000_000)


def is_second_pass(moment: dt.datetime) -> bool:
    """Whether this time is in the hour that Kyiv's clocks repeat in autumn, the second time.

    On the wire, it would mean the first time (A-114).
    """
    return moment.astimezone(kyiv()).fold == 1


def to_wire(moment: dt.datetime) -> str:
    """Format a time in the recommended form `YYYY-MM-DD HH:MM`, with seconds only if needed."""
    local = whole_seconds(moment).astimezone(kyiv())
    if local.second:
        return local.strftime("%Y-%m-%d %H:%M:%S")
    return local.strftime("%Y-%m-%d %H:%M")
