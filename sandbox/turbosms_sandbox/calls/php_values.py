"""Reading values as PHP passes them on: JSON has types, forms and queries have strings only."""

from __future__ import annotations

import math
import re
from typing import Any, Final

MAX_LEVELS: Final = 512
"""How many levels of lists and objects JSON may have: as many as PHP's `json_decode` reads (A-42).

Python can read and write about twice as many, or fewer, depending on where it does so.
"""
_INTEGER = re.compile(r"-?[0-9]{1,18}", re.ASCII)


def nests_too_deep(body: bytes, values: object) -> bool:
    """Whether the values, which were read from a JSON text, have more levels than they may."""
    brackets = body.count(b"[") + body.count(b"{")
    if brackets <= MAX_LEVELS:
        return False
    level = _one_level_deeper([[values]])
    for _ in range(MAX_LEVELS):
        level = _one_level_deeper(level)
    return bool(level)


def _one_level_deeper(containers: list[Any]) -> list[Any]:
    """The lists and objects right inside of these."""
    found: list[Any] = []
    for container in containers:
        values = container.values() if isinstance(container, dict) else container
        found += [value for value in values if isinstance(value, (dict, list))]
    return found


def read_integer(value: object, *, typed: bool) -> int | None:
    """An integer, or None.

    A-26: a string of digits counts as one in forms and queries, but not in JSON (`typed`).
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
    """True for `1`, `"1"` and `true` of JSON only (A-27)."""
    return value == "1" or value is True or (type(value) is int and value == 1)


def read_list(value: object, *, typed: bool) -> list[Any] | None:
    """A list, or None. In forms and queries a list is a dict whose keys are the indices."""
    if isinstance(value, list):
        return value
    if not typed and isinstance(value, dict):
        return list(value.values())
    return None


def read_object(value: object, *, typed: bool) -> dict[str, Any] | None:
    """An object, or None.

    A-43: an empty list counts as an empty object, because PHP cannot tell them apart. So does an
    empty field of a form or query, which has no other way to pass one.
    """
    if isinstance(value, dict):
        return value
    if value == [] or (not typed and value == ""):
        return {}
    return None


def echo(value: object) -> str:
    """A phone or message id as its row repeats it.

    A-70: anything but a string or a number becomes an empty string.
    """
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def is_utf8(text: str) -> bool:
    """Whether `text` was valid UTF-8: it has no lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
