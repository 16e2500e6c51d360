"""Reads the values of answers as they come: what is missing, empty or unreadable is None, and nothing raises.

An answer that cannot be read may stand for a message that was sent. So a number in a text counts, an unknown word or
code is kept as it is, and one odd value loses neither its row nor the other rows.

The service is written in PHP, which has one type for lists and maps. A map with the keys 0, 1, … n-1 comes as a list, a
list with gaps as an object, and an empty map as `[]`.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Final, TypeVar

from .tables.result_codes import ResultCode

_R = TypeVar("_R")
_CENTS: Final = Decimal("0.01")
_MOST_DIGITS: Final = 100
"""Of an amount, on either side of the point. Written out, one with a huge exponent would fill the memory."""
CODES: Final = {int(code): code for code in ResultCode}


def read_map(result: object) -> dict[str, object]:
    """A result by its keys; nothing if it has none. A list is a map with the keys 0, 1, … n-1."""
    if isinstance(result, dict):
        return result
    if isinstance(result, list):
        return {str(index): value for index, value in enumerate(result)}
    return {}


def read_list(result: object) -> list[object]:
    """A result as a list; nothing if it is none. An object is a list with gaps: its keys are the order."""
    if isinstance(result, list):
        return result
    if not isinstance(result, dict):
        return []
    if all(map(_is_index, result)):
        return [result[key] for key in sorted(result, key=int)]
    return list(result.values())


def _is_index(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 20


def read_rows(read: Callable[[object], _R | None], result: object) -> list[_R | None]:
    """What `read` makes of each row of a result."""
    return [read(row) for row in read_list(result)]


def read_code(value: object) -> ResultCode | int | None:
    """The member of the table, or the number where the table has none."""
    if type(value) is not int:
        value = (
            int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 9 else None
        )
    return None if value is None else CODES.get(value, value)


def read_text(value: object) -> str | None:
    """A text that is not empty, or a number that is not 0."""
    if type(value) is str:
        return value or None
    return str(value) if type(value) is int and value and value.bit_length() < 64 else None


def read_number(value: object) -> int | None:
    """A whole number."""
    try:
        return int(value) if type(value) is int or (isinstance(value, str) and len(value) < 20) else None
    except ValueError as error:
        raise_unless_from(error, globals())
        return None


def read_money(value: object) -> Decimal | None:
    """An amount, exact if the JSON was read with `parse_float=Decimal`; it shows two decimals at least."""
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, float, str)):
        return None
    try:
        amount = Decimal(str(value))
    except (InvalidOperation, ValueError) as error:
        raise_unless_from(error, globals())
        return None
    is_readable = amount.is_finite() and abs(amount.adjusted()) < _MOST_DIGITS
    return with_decimals(amount) if is_readable else None


def with_decimals(amount: Decimal) -> Decimal:
    """The same amount, which `str` and `repr` show with two decimals at least."""
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, int) and exponent <= -2:
        return amount
    try:
        return amount.quantize(_CENTS)
    except InvalidOperation as error:  # more digits than a number of the decimal module has
        raise_unless_from(error, globals())
        return amount


def read_flag(value: object) -> bool | None:
    """Yes for 1, no for everything else that is there."""
    return None if value is None else value is True or read_number(value) == 1


def read_time(value: object) -> dt.datetime | None:
    """A time, which is Kyiv time unless it says otherwise."""
    try:
        moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError as error:
        raise_unless_from(error, globals())
        return None
    if moment is not None and moment.tzinfo is None:
        return moment.replace(tzinfo=kyiv())
    return moment


@cache
def kyiv() -> dt.tzinfo:
    """The zone of the service's times."""
    from zoneinfo import ZoneInfo  # when it is first used: a send without a start time needs no time

    return ZoneInfo("Europe/Kyiv")


def read_day(value: object) -> dt.date | None:
    """A day; of a time, its day."""
    try:
        return dt.date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError as error:
        raise_unless_from(error, globals())
        return None


def raise_unless_from(error: Exception, module: dict[str, object]) -> None:
    """Raise an exception again that came neither from the module with these globals nor from Python itself.

    That is one of a signal handler, such as a time limit: it can come between any two instructions, and be of any class.
    """
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    if traceback is None or traceback.tb_frame.f_globals is module:
        return
    package = str(traceback.tb_frame.f_globals.get("__name__")).partition(".")[0]
    if package not in sys.stdlib_module_names:
        raise error
