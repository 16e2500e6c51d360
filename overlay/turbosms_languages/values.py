"""Numbers, money and times in a text, as readers of its language write them."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any, Final

from turbosms_languages.language import ENGLISH
from turbosms_languages.texts import Text

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

_TIMES: Final = {
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
_NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"


class Filling(string.Formatter):
    """Fills the braces of a template in a language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        """The value as `!r` or `!s` asks for it, which an English text would otherwise be."""
        if isinstance(value, Text):
            value = value.said_in(self._language)
        return super().convert_field(value, conversion)  # type: ignore[arg-type]

    def format_field(self, value: Any, format_spec: str) -> str:
        """The value in the language."""
        if isinstance(value, Text):
            value = value.said_in(self._language)
        if format_spec == ",":
            return number_in(self._language, value)
        if format_spec == "money":
            return money_in(self._language, value)
        if format_spec in _TIMES[ENGLISH]:
            return time_in(self._language, value, format_spec)
        written: str = super().format_field(value, format_spec)
        return written.replace(".", ",") if _is_decimal(value, self._language) else written


def number_in(language: str, value: int) -> str:
    """A whole number in groups of three digits."""
    return f"{value:,}" if language == ENGLISH else f"{value:,}".replace(",", _NO_BREAK_SPACE)


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
    return moment.strftime(_TIMES[language][precision])


def _is_decimal(value: Any, language: str) -> bool:
    return language != ENGLISH and isinstance(value, float)
