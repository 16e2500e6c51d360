"""Options for amounts of money."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import click

from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Callable


def decimal_of(text: str) -> Decimal | None:
    """A number with a point or a comma; None if it is none."""
    pointed = re.sub(r"^(\d+),(\d+)$", r"\1.\2", text.strip())
    try:
        number = Decimal(pointed)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


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
