"""The options for limits: of a new campaign, and to change them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import click

from turbosms_cli.language.help_texts import TextOption
from turbosms_cli.options.adding import add_options
from turbosms_cli.options.example_times import example_time
from turbosms_cli.options.numbers import decimal_of, percentage_of, whole_number_of
from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from turbosms_campaigns import LimitOptions

_NONE: Final = frozenset({"none", "never", "now"})
"""With these, a limit is taken away."""
_A_MINUTE: Final = re.compile(r"\s*/\s*min(ute)?\Z")
_MOST_A_MINUTE: Final = 999_999_999


def percent(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> Decimal | None:
    """The callback of an option for a share, with or without its sign."""
    if value is None:
        return None
    share = percentage_of(value)
    if share is None:
        raise click.BadParameter(_("this is a share such as 5%."))
    return share


def _read_rate(text: str) -> int:
    rate = whole_number_of(_A_MINUTE.sub("", text), most=_MOST_A_MINUTE)
    if rate is None or rate == 0:
        raise click.BadParameter(
            _("a rate is a number of recipients a minute, such as 3000, or none.")
        )
    return rate


def _read_amount(text: str) -> Decimal:
    amount = decimal_of(text)
    if amount is None:
        raise click.BadParameter(_("this is an amount in UAH, such as 500 or 99.50, or none."))
    return amount


def _read_share(text: str) -> int:
    share = percentage_of(text)
    is_whole = share is not None and share == share.to_integral_value()
    if share is None or not is_whole or share > 100:
        raise click.BadParameter(_("this is a share such as 20%, or never."))
    return int(share)


def _limit(read: Callable[[str], Any]) -> Callable[..., Any]:
    """The callback of an option whose value may be a word that takes the limit away."""

    def convert(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Any:
        if value is None:
            return None
        written = value.strip()
        word = written.lower()
        return word if word in _NONE else read(written)

    return convert


_OPTIONS: Final = (
    click.option(
        "--at",
        "start_at",
        cls=TextOption,
        callback=_limit(str),
        metavar="TIME",
        help=_(
            "Begin at this time in Kyiv, such as '{time}', or now.",
            time=example_time(),
        ),
    ),
    click.option(
        "--window",
        callback=_limit(str),
        metavar="FROM-TO",
        help=(
            "Send at this time of day in Kyiv only, or none. By default 09:00-21:00, and none for "
            "transactional messages."
        ),
    ),
    click.option(
        "--rate",
        callback=_limit(_read_rate),
        metavar="N",
        help="At most so many recipients a minute, for all workers together, or none.",
    ),
    click.option(
        "--max-cost",
        callback=_limit(_read_amount),
        metavar="UAH",
        help="Pause before it can cost more, by your prices, or none.",
    ),
    click.option(
        "--max-failures",
        callback=_limit(_read_share),
        metavar="PERCENT",
        help="Pause when so many of the results are failures, or never; by default 20%.",
    ),
)


def limit_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options to a command."""
    return add_options(function, _OPTIONS)


def limits_of(chosen: dict[str, Any]) -> LimitOptions:
    """The limits among the values of the options; those that were not given are left out."""
    names = ("start_at", "window", "rate", "max_cost", "max_failures")
    given = {name: chosen[name] for name in names if chosen[name] is not None}
    limits: Any = {name: None if value in _NONE else value for name, value in given.items()}
    return limits  # type: ignore[no-any-return]
