"""Numbers as people type them: with a point or a comma, and with a percent sign."""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

import click

from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Callable

_WITH_COMMA: Final = re.compile(r"(\d+),(\d+)")
_PERCENTAGE: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_MOST_DIGITS: Final = 15
"""On either side of the point: far more than any amount or share has, and easily printed."""


def with_point(text: str) -> str:
    """The number with a point where it has a comma; any other text as it is, without spaces."""
    text = text.strip()
    match = _WITH_COMMA.fullmatch(text)
    return text if match is None else f"{match[1]}.{match[2]}"


def decimal_of(text: str) -> Decimal | None:
    """A number with a point or a comma; None if it is none, or has too many digits."""
    try:
        number = Decimal(with_point(text))
    except InvalidOperation:
        return None
    is_usual = number.is_finite() and abs(number.adjusted()) < _MOST_DIGITS
    return number if is_usual else None


def percentage_of(text: str) -> Decimal | None:
    """A share in per cent, with or without its sign; None if it is none."""
    number = with_point(text.strip().removesuffix("%"))
    is_plain = _PERCENTAGE.fullmatch(number) is not None
    return Decimal(number) if is_plain else None


def whole_number_of(text: str, most: int) -> int | None:
    """A number of digits alone, from 0 to `most`; None if it is none."""
    is_short_number = text.isascii() and text.isdecimal() and len(text) <= len(str(most))
    if not is_short_number or int(text) > most:
        return None
    return int(text)


class Seconds(click.FloatRange):
    """Seconds between two requests: from one to a day."""

    def __init__(self) -> None:
        super().__init__(min=1, max=86_400)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        seconds: float = super().convert(value, param, ctx)
        if math.isnan(seconds):  # which is neither below nor above anything
            self.fail(_("{value!r} is no number of seconds.", value=value), param, ctx)
        return seconds


def amount_option(name: str, description: str) -> Callable[..., Callable[..., None]]:
    """An option for an amount in UAH, which must be more than 0."""
    return click.option(name, metavar="UAH", callback=_positive_amount, help=description)


def _positive_amount(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> Decimal | None:
    if value is None:
        return None
    amount = decimal_of(value)
    if amount is None or amount <= 0:
        raise click.BadParameter(
            _("this is an amount in UAH of more than 0, such as 500 or 99.50.")
        )
    return amount
