"""Reading values as PHP-like input gives them: JSON has types, forms and queries have strings."""

from __future__ import annotations

import math
import re
from typing import Any

_INTEGER = re.compile(r"-?[0-9]{1,18}", re.ASCII)


def read_integer(value: object, *, typed: bool) -> int | None:
    """An integer, or None.

    A-26: a string that holds one counts in forms and queries, not in JSON (`typed`).
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not typed and isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value)
    return None


def read_number(value: object) -> float | None:
    """A finite JSON number, or None."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    try:
        return value if math.isfinite(value) else None
    except OverflowError:  # an integer beyond every float
        return None


def read_flag(value: object) -> bool:
    """Only `1`, `"1"` and `true` of JSON mean yes (A-27)."""
    return value == "1" or value is True or (type(value) is int and value == 1)


def read_list(value: object, *, typed: bool) -> list[Any] | None:
    """An array, or None. In forms and queries an array is a dict whose keys are its indices."""
    if isinstance(value, list):
        return value
    if not typed and isinstance(value, dict):
        return list(value.values())
    return None


def read_object(value: object, *, typed: bool) -> dict[str, Any] | None:
    """An object, or None.

    A-43: an empty array is an empty object, which PHP cannot tell apart, and so is an empty field
    of a form or query, which has no other way to say it.
    """
    if isinstance(value, dict):
        return value
    if value == [] or (not typed and value == ""):
        return {}
    return None


def shown(value: object) -> str:
    """A phone or id as it is given back in its row.

    A-70: what is neither a string nor a number is empty.
    """
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""
