"""The columns of a table: how cells are written, and which column a name means."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from turbosms_languages import _
from turbosms_spreadsheets.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbosms_spreadsheets.table_files import TableFile

_NO_VALUES: Final = frozenset(("NAType", "NaTType"))
"""The types of what pandas has for an empty cell, besides NaN."""
_WORD: Final = re.compile(r"[^\W\d_]{2}")
_SHOWN: Final = 20
_LONGEST_SHOWN: Final = 60


class Row(NamedTuple):
    """A row of a table, and the line where it begins."""

    line: int
    cells: list[str]


def column_index(file: TableFile, head: Row, column: str) -> int:
    """The index of a column, by its name in the head or its number.

    Raises:
        TableError: there is no such column, or there are two.
    """
    found = indexes_of(head.cells, column)
    if len(found) > 1:
        places = " and ".join(str(index + 1) for index in found)
        raise file.wrong(
            head.line,
            _(
                "the columns {places} are both called {column}: pass the number of one.",
                places=places,
                column=quoted(column),
            ),
        )
    if found:
        return found[0]
    index = index_by_number(head.cells, column)
    if index is not None:
        return index
    raise TableError(
        _(
            "{name} has no column {column}. Its columns: {listed}.",
            name=file.name,
            column=quoted(column),
            listed=listed(head.cells),
        )
    )


def indexes_of(heads: Sequence[str], column: str) -> list[int]:
    """The columns with this name."""
    name = folded(column)
    if not name:
        return []  # otherwise, it would be the columns without a heading
    return [index for index, head in enumerate(heads) if folded(head) == name]


def index_by_number(heads: Sequence[str], column: str) -> int | None:
    """The column that a number means, counted from 1; None if it is no such number."""
    is_number = column.isascii() and column.isdecimal() and len(column) < 6
    if is_number and 1 <= int(column) <= len(heads):
        return int(column) - 1
    return None


def listed(heads: Sequence[str]) -> str:
    """The names of columns, for a message."""
    shown = [_short(head) for head in map(cleaned, heads) if head]
    if not shown:
        return "none"
    names = ", ".join(" ".join(head.split()) for head in shown[:_SHOWN])
    more = len(shown) - _SHOWN
    if more > 0:
        return _("{names} and {more:,} more", names=names, more=more)
    return names


def _short(head: str) -> str:
    if len(head) <= _LONGEST_SHOWN:
        return head
    return quoted(head)


def is_heading(text: str) -> bool:
    """Whether a first cell is a heading, that is, not a phone number, not even a wrong one."""
    from turbosms_client import normalize_phone  # noqa: PLC0415 - the command line starts without

    if _WORD.match(text):
        return True  # perhaps with an example of a number
    digits = "".join(letter for letter in text if letter.isdecimal())
    if normalize_phone(digits) is not None:
        return False
    return _WORD.search(text) is not None or len(digits) < 5


def folded(text: str) -> str:
    """Normalise the name of a column: case, decomposed accents, line breaks and invisible
    characters do not matter.
    """
    composed = unicodedata.normalize("NFC", cleaned(text)).casefold()
    visible = "".join(letter for letter in composed if unicodedata.category(letter) != "Cf")
    return " ".join(visible.split())


def cleaned(cell: str) -> str:
    """A cell without the `="…"` or apostrophe with which Excel keeps long numbers as text."""
    return cell.strip().removeprefix("=").strip("\"'").strip()


def cell_text(value: Any) -> str:
    """A value as it would be in CSV; empty for what stands for no value."""
    if isinstance(value, str):
        return value
    if value is None or type(value).__name__ in _NO_VALUES:
        return ""
    if isinstance(value, float):
        # Excel stores every number as a float; other programs have NaN for an empty cell.
        if value.is_integer():
            return str(int(value))
        return "" if value != value else str(value)  # noqa: PLR0124 - only NaN differs from itself
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)


def quoted(text: str) -> str:
    """A piece of foreign text for a message: escaped, and not long."""
    if len(text) > _LONGEST_SHOWN:
        return f"{text[:_LONGEST_SHOWN]!r}…"
    return repr(text)
