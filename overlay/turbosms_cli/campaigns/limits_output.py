"""The limits of a campaign, for programs and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from turbosms_cli.printing.values import money

if TYPE_CHECKING:
    import datetime as dt

    from turbosms_campaigns import Limits
    from turbosms_cli.printing.output import Output


def limits_row(limits: Limits) -> dict[str, object]:
    """The limits by name, as in JSON lines; None where there is none."""
    window = limits.window
    return {
        "start_at": None if limits.start_at is None else _in_kyiv(limits.start_at),
        "window": None if window is None else f"{window.start:%H:%M}-{window.end:%H:%M}",
        "rate": limits.rate,
        "max_cost": limits.max_cost,
        "max_failures": limits.max_failures,
    }


def print_limits(output: Output, limits: Limits) -> None:
    """Print all of them, by the names of their options."""
    in_words = {
        "at": _start_in_words(limits),
        "window": _window_in_words(limits),
        "rate": None if limits.rate is None else f"{limits.rate:,} recipients a minute",
        "max-cost": None if limits.max_cost is None else f"{money(limits.max_cost)} UAH",
        "max-failures": None if limits.max_failures is None else f"{limits.max_failures}%",
    }
    facts = [(name, "none" if words is None else words) for name, words in in_words.items()]
    output.facts(("limit", "value"), facts)


def schedule_in_words(limits: Limits) -> str:
    """When it is sent, and how fast: a line for those who have to decide about it."""
    times = []
    if limits.start_at is not None:
        times.append(f"from {_in_kyiv(limits.start_at):%Y-%m-%d %H:%M}")
    if limits.window is not None:
        times.append(f"between {limits.window.start:%H:%M} and {limits.window.end:%H:%M}")
    said = f"{', '.join(times)}, Kyiv time" if times else "at any time of day"
    if limits.rate is not None:
        said = f"{said}, to at most {limits.rate:,} recipients a minute"
    return f"Sent {said}."


def _start_in_words(limits: Limits) -> str | None:
    if limits.start_at is None:
        return None
    return f"{_in_kyiv(limits.start_at):%Y-%m-%d %H:%M}, Kyiv time"


def _window_in_words(limits: Limits) -> str | None:
    if limits.window is None:
        return None
    return f"{limits.window.start:%H:%M} to {limits.window.end:%H:%M}, Kyiv time"


def _in_kyiv(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(ZoneInfo("Europe/Kyiv"))
