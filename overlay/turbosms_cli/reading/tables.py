"""Tables: reads the cells of a column, from CSV with any delimiter or from a workbook."""

from __future__ import annotations

import csv
import re
import unicodedata
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from turbosms_cli.printing.terminal_text import quoted
from turbosms_cli.reading.sources import LONGEST_LINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from turbosms_cli.reading.sources import Source

DELIMITERS: Final = (";", "\t", ",", "|")
"""The delimiters that are detected; the first of equally good ones is used."""
_SAMPLE: Final = 50
"""The number of lines used to detect the delimiter."""
_SHOWN: Final = 20
_EXCEL_DELIMITER: Final = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


class Row(NamedTuple):
    """A row of a table, and the line where it begins."""

    line: int
    cells: list[str]


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


def csv_cells(source: Source, lines: Iterator[str], wanted: WantedColumn) -> Iterator[Cell]:
    """Yield the non-empty cells of a CSV column.

    Raises:
        click.UsageError: there is no such column, or there are two, or the quotes are wrong.
    """
    numbered = enumerate(lines, 1)
    before = 0
    sample: list[str] = []
    delimiter = wanted.delimiter
    for number, line in numbered:
        if not line.strip():
            continue
        # For Excel, a first line `sep=;` sets the delimiter and is not a row.
        declared = _EXCEL_DELIMITER.fullmatch(line.strip("\r\n"))
        if declared is None:
            before, sample = number - 1, [line]
            break
        delimiter = delimiter or declared[1]
    rest = (line for _, line in numbered)
    sample.extend(islice(rest, _SAMPLE))
    if delimiter is None:
        delimiter = max(DELIMITERS, key=lambda one: _fitness(sample, one, wanted))
    rows = _rows(source, chain(sample, rest), delimiter, before)
    yield from column_cells(source, rows, wanted)


def column_cells(source: Source, rows: Iterator[Row], wanted: WantedColumn) -> Iterator[Cell]:
    """Yield the non-empty cells of a column, by its name in the first row or its number."""
    first = next((row for row in rows if any(map(_cleaned, row.cells))), Row(0, []))
    index = _index_of(source, first, wanted.column)
    head = _cleaned(first.cells[index])
    is_by_number = _folded(wanted.column) != _folded(head)
    if is_by_number and head and not is_heading(head):
        yield Cell(first.line, head)
    for row in rows:
        text = _cleaned(row.cells[index]) if index < len(row.cells) else ""
        if text:
            yield Cell(row.line, text)


def is_heading(text: str) -> bool:
    """Whether a first cell is a heading, that is, not a phone number, not even a wrong one."""
    from turbosms_client import normalize_phone  # noqa: PLC0415

    digits = "".join(letter for letter in text if letter.isdecimal())
    if normalize_phone(digits) is not None:
        return False
    has_word = re.search(r"[^\W\d_]{2}", text) is not None
    return has_word or len(digits) < 5


def find_column(first_line: str, name: str) -> str | None:
    """The delimiter with which a heading has a column of this name; None if it has none."""
    for delimiter in DELIMITERS:
        heads = next(_parsed([first_line], delimiter), [])
        if _folded(name) in map(_folded, heads):
            return delimiter
    return None


def _index_of(source: Source, first: Row, column: str) -> int:
    """The index of a column.

    Raises:
        click.UsageError: there is no such column, or there are two.
    """
    names = [_folded(head) for head in first.cells]
    found = [index for index, name in enumerate(names) if name == _folded(column)]
    if len(found) > 1:
        places = " and ".join(str(index + 1) for index in found)
        raise source.wrong(
            first.line,
            f"the columns {places} are both called {quoted(column)}: pass the number of one.",
        )
    if found:
        return found[0]
    number = _number(column)
    if number is not None and 1 <= number <= len(names):
        return number - 1
    heads = [_cleaned(head) for head in first.cells]
    raise click.UsageError(
        f"{source.name} has no column {quoted(column)}. Its columns: {_listed(heads)}."
    )


def _number(column: str) -> int | None:
    is_number = column.isascii() and column.isdecimal() and len(column) < 6
    return int(column) if is_number else None


def _listed(heads: Sequence[str]) -> str:
    shown = [_short(head) for head in heads if head]
    if not shown:
        return "none"
    listed = ", ".join(" ".join(head.split()) for head in shown[:_SHOWN])
    more = len(shown) - _SHOWN
    if more > 0:
        return f"{listed} and {more:,} more"
    return listed


def _short(head: str) -> str:
    if len(head) <= 60:
        return head
    return quoted(head)


def _folded(text: str) -> str:
    """Normalise the name of a column: case, decomposed accents, line breaks and invisible
    characters do not matter.
    """
    composed = unicodedata.normalize("NFC", _cleaned(text)).casefold()
    visible = "".join(letter for letter in composed if unicodedata.category(letter) != "Cf")
    return " ".join(visible.split())


def _cleaned(cell: str) -> str:
    """A cell without the `="…"` or apostrophe with which Excel keeps long numbers as text."""
    return cell.strip().removeprefix("=").strip("\"'").strip()


def _rows(source: Source, lines: Iterable[str], delimiter: str, before: int) -> Iterator[Row]:
    """Yield the rows of CSV; `before` is the number of earlier lines in the file."""
    counted = _Counted(lines)
    reader = _reader(counted, delimiter, strict=True)
    while True:
        start = before + reader.line_num + 1
        counted.characters = 0
        try:
            cells = next(reader, None)
        except csv.Error:
            line, problem = before + reader.line_num, "text follows the closing quote of a cell"
            if counted.is_over or counted.characters > LONGEST_LINE:
                line, problem = start, "a cell in quotes begins here and has no end"
            raise source.wrong(line, f"this is not CSV: {problem}.") from None
        if cells is None:
            return
        if cells:
            yield Row(start, cells)


class _Counted:
    """Lines, with a count of the characters read."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.characters = 0
        self.is_over = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.is_over = True
            raise StopIteration
        self.characters += len(line)
        return line


def _reader(lines: Iterable[str], delimiter: str, *, strict: bool) -> Any:
    csv.field_size_limit(LONGEST_LINE)
    return csv.reader(
        lines, delimiter=delimiter, skipinitialspace=not delimiter.isspace(), strict=strict
    )


def _parsed(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the rows of a sample, as far as it can be read with this delimiter."""
    try:
        for cells in _reader(lines, delimiter, strict=False):
            if any(map(_cleaned, cells)):
                yield cells
    except csv.Error:
        return


def _fitness(
    sample: Sequence[str], delimiter: str, wanted: WantedColumn
) -> tuple[bool, float, float, int]:
    """How well a delimiter fits: whether the column exists, how many of its values belong there,
    how many rows have the same length, and the number of columns.
    """
    rows = [*_parsed(sample, delimiter)]
    if not rows:
        return False, 0.0, 0.0, 0
    heads = rows[0]
    names = [*map(_folded, heads)]
    number = _number(wanted.column)
    index = None
    if _folded(wanted.column) in names:
        index = names.index(_folded(wanted.column))
    elif number is not None and 1 <= number <= len(heads):
        index = number - 1
    values = 0
    if index is not None:
        cells = [_cleaned(row[index]) for row in rows if index < len(row)]
        values = sum(map(wanted.is_value, cells))
    steady = sum(len(row) == len(heads) for row in rows)
    return index is not None, values / len(rows), steady / len(rows), len(heads)
