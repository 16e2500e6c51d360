"""Reads the cells of a column, from CSV with any delimiter or from a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from turbosms_spreadsheets.columns import (
    Row,
    cleaned,
    column_index,
    folded,
    index_by_number,
    indexes_of,
    is_heading,
)
from turbosms_spreadsheets.csv_rows import CsvReader, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from turbosms_spreadsheets.table_files import TableFile


class Cell(NamedTuple):
    """A cell, and its line."""

    line: int
    text: str


class WantedColumn(NamedTuple):
    """What to read: a column by name or number, and the delimiter, if one was named.

    `is_value` says whether a text belongs in the column, which helps to detect the delimiter.
    """

    column: str
    delimiter: str | None
    is_value: Callable[[str], bool]


def csv_cells(file: TableFile, lines: Iterator[str], wanted: WantedColumn) -> Iterator[Cell]:
    """Yield the non-empty cells of a CSV column.

    Raises:
        TableError: there is no such column, or there are two, or the quotes are wrong.
    """
    reader = CsvReader(file, lines, wanted.delimiter, lambda sample: _fitness(sample, wanted))
    yield from column_cells(file, reader.rows(), wanted)


def column_cells(file: TableFile, rows: Iterator[Row], wanted: WantedColumn) -> Iterator[Cell]:
    """Yield the non-empty cells of a column, by its name in the first row or its number."""
    first = next((row for row in rows if any(map(cleaned, row.cells))), Row(0, []))
    index = column_index(file, first, wanted.column)
    head = cleaned(first.cells[index])
    is_by_number = folded(wanted.column) != folded(head)
    if is_by_number and head and not is_heading(head):
        yield Cell(first.line, head)
    for row in rows:
        text = cleaned(row.cells[index]) if index < len(row.cells) else ""
        if text:
            yield Cell(row.line, text)


def find_column(lines: Sequence[str], name: str, delimiters: Iterable[str]) -> str | None:
    """The delimiter with which the heading, which comes first, has a column of this name."""
    for delimiter in delimiters:
        heads = next(parsed(lines, delimiter), [])
        if indexes_of(heads, name):
            return delimiter
    return None


def _fitness(
    rows: Sequence[list[str]], wanted: WantedColumn
) -> tuple[bool, float, bool, float, int]:
    """How well a delimiter fits: whether the column exists, how many of its values belong there,
    whether it occurs at all, how many rows have the same length, and the number of columns.
    """
    if not rows:
        return False, 0.0, False, 0.0, 0
    heads = rows[0]
    index = index_by_number(heads, wanted.column)
    named = indexes_of(heads, wanted.column)
    if named:
        index = named[0]
    values = 0
    if index is not None:
        cells = [cleaned(row[index]) for row in rows if index < len(row)]
        values = sum(map(wanted.is_value, cells))
    steady = sum(len(row) == len(heads) for row in rows)
    occurs = len(heads) > 1  # otherwise, all rows are of the same length
    return index is not None, values / len(rows), occurs, steady / len(rows), len(heads)
