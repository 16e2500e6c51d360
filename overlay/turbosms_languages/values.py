"""Numbers, money and times in a text, as readers of its language write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from turbosms_languages.language import ENGLISH

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

_FORMATS: Final = {
    ENGLISH: {
        "day": "%Y-%m-%d",
        "minute": "%Y-%m-%d %H:%M",
        "time": "%Y-%m-%d %H:%M:%S",
    },
    "uk": {
        "day": "%d.%m.%Y",
        "minute": "%d.%m.%Y %H:%M",
        "time": "%d.%m.%Y %H:%M:%S",
    },
}
PRECISIONS: Final = frozenset(_FORMATS[ENGLISH])
"""How exact a time may be written."""
_MARKS: Final = str.maketrans({",": "\N{NO-BREAK SPACE}", ".": ","})
"""What other languages have instead, between digits."""


def number_in(language: str, value: float | Decimal) -> str:
    """A number in groups of three digits."""
    written = f"{value:,}"
    return written if language == ENGLISH else written.translate(_MARKS)


def money_in(language: str, amount: Decimal) -> str:
    """An amount with at least two decimals, in groups of three digits where readers expect them."""
    if not amount.is_finite():
        return str(amount)
    units, _, decimals = f"{amount:f}".partition(".")
    decimals = decimals.ljust(2, "0")
    if language == ENGLISH:
        return f"{units}.{decimals}"
    sign = "-" if units.startswith("-") else ""
    return f"{sign}{number_in(language, int(units.lstrip('-')))},{decimals}"


def time_in(language: str, moment: dt.datetime, precision: str) -> str:
    """A time, to the `time` (second), `minute` or `day`."""
    return moment.strftime(_FORMATS[language][precision])
