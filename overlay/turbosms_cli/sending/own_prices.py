"""The prices that a user pays, which the service tells only afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from turbosms_cli.options.numbers import with_point
from turbosms_cli.printing.terminal_text import quoted
from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Iterable


def prices_of(texts: Iterable[str]) -> dict[str, str]:
    """The prices by rate, of options such as `sms=0.34`.

    Raises:
        click.UsageError: one of them is written otherwise, or a rate has two.
    """
    prices: dict[str, str] = {}
    for text in texts:
        rate, price = _price_of(text)
        if rate in prices:
            raise click.UsageError(_("--price has two prices for {rate}.", rate=quoted(rate)))
        prices[rate] = price
    return prices


def _price_of(text: str) -> tuple[str, str]:
    rate, equals, price = text.partition("=")
    if not equals:
        raise click.UsageError(
            _(
                "--price is RATE=UAH, such as sms=0.34, not {text}. The rates are sms, "
                "promotional and transactional.",
                text=quoted(text),
            )
        )
    return rate.strip(), with_point(price)
