"""Changes of the spec that are planted to see whether each gets the right verdict.

At a place, by an edit.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from generator.versioning.changes import Impact
from tests.openapi import SPEC

if TYPE_CHECKING:
    from collections.abc import Callable

    Edit = Callable[[Any], object]

MAJOR, MINOR, PATCH, NONE = Impact.MAJOR, Impact.MINOR, Impact.PATCH, Impact.NONE

SCHEMA: Final = "components/schemas"


def row(table: str, key: str, value: Any) -> str:
    """The path of the row of a table."""
    values = [each[key] for each in SPEC[table]]
    return f"{table}/{values.index(value)}"


def parts(place: str) -> list[str]:
    if not place:
        return []
    return [part.replace("~1", "/") for part in place.split("/")]


def edited(*edits: tuple[str, Edit]) -> dict[str, Any]:
    data = copy.deepcopy(SPEC)
    for place, edit in edits:
        at: Any = data
        for part in parts(place):
            at = at[int(part)] if isinstance(at, list) else at[part]
        edit(at)
    return data
