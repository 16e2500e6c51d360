"""The limits of a campaign, for programs and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbosms_cli.printing.kyiv_times import in_kyiv
from turbosms_languages import Text, _, _c, joined

if TYPE_CHECKING:
    from turbosms_campaigns import Limits
    from turbosms_cli.printing.output import Output


def limits_row(limits: Limits) -> dict[str, object]:
    """The limits by name, as in JSON lines; None where there is none."""
    window = limits.window
    return {
        "start_at": None if limits.start_at is None else in_kyiv(limits.start_at),
        "window": None if window is None else f"{window.start:%H:%M}-{window.end:%H:%M}",
        "rate": limits.rate,
        "max_cost": limits.max_cost,
        "max_failures": limits.max_failures,
    }


def print_limits(output: Output, limits: Limits) -> None:
    """Print all of them, by the names of their options."""
    facts = (
        (_c("limit", "at"), _start_in_words(limits)),
        (_c("limit", "window"), _window_in_words(limits)),
        (_c("limit", "rate"), _rate_in_words(limits)),
        (_c("limit", "max-cost"), _highest_cost_in_words(limits)),
        (_c("limit", "max-failures"), _failures_in_words(limits)),
    )
    output.facts((_("limit"), _("value")), facts)


def schedule_in_words(limits: Limits) -> Text:
    """When it is sent, and how fast: a line for those who have to decide about it."""
    times = []
    if limits.start_at is not None:
        times.append(_("from {at:minute}", at=in_kyiv(limits.start_at)))
    if limits.window is not None:
        times.append(
            _(
                "between {start:%H:%M} and {end:%H:%M}",
                start=limits.window.start,
                end=limits.window.end,
            )
        )
    said = _("{times}, Kyiv time", times=joined(", ", times)) if times else _("at any time of day")
    if limits.rate is not None:
        said = _("{said}, to at most {rate:,} recipients a minute", said=said, rate=limits.rate)
    return _("Sent {said}.", said=said)


def _start_in_words(limits: Limits) -> Text:
    if limits.start_at is None:
        return _("none")
    return _("{at:minute}, Kyiv time", at=in_kyiv(limits.start_at))


def _window_in_words(limits: Limits) -> Text:
    if limits.window is None:
        return _("none")
    return _(
        "{start:%H:%M} to {end:%H:%M}, Kyiv time", start=limits.window.start, end=limits.window.end
    )


def _rate_in_words(limits: Limits) -> Text:
    if limits.rate is None:
        return _("none")
    return _("{rate:,} recipients a minute", rate=limits.rate)


def _highest_cost_in_words(limits: Limits) -> Text:
    if limits.max_cost is None:
        return _("none")
    return _("{amount:money} UAH", amount=limits.max_cost)


def _failures_in_words(limits: Limits) -> Text:
    if limits.max_failures is None:
        return _("none")
    return _("{share}%", share=limits.max_failures)
