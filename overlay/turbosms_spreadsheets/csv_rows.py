"""Reads the rows of CSV, and finds its delimiter."""

from __future__ import annotations

import csv
import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from turbosms_spreadsheets.columns import Row, cleaned
from turbosms_spreadsheets.table_files import LONGEST_LINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from turbosms_spreadsheets.table_files import TableFile

DELIMITERS: Final = (";", "\t", ",", "|")
"""The delimiters that are detected; the first of equally good ones is used."""
_SAMPLE: Final = 50
"""The number of lines used to detect the delimiter."""
_EXCEL_DELIMITER: Final = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


def csv_rows(
    file: TableFile,
    lines: Iterator[str],
    delimiter: str | None,
    fitness: Callable[[Sequence[list[str]]], Any],
) -> Iterator[Row]:
    """Yield the rows of CSV.

    Args:
        delimiter: if it was named.
        fitness: how well the first rows fit what is looked for, as they are with one of the
            delimiters; the one with the greatest is used.

    Raises:
        TableError: the quotes are wrong.
    """
    numbered = enumerate(lines, 1)
    before = 0
    sample: list[str] = []
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
        delimiter = max(DELIMITERS, key=lambda one: fitness([*parsed(sample, one)]))
    return _rows(file, chain(sample, rest), delimiter, before)


def parsed(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the rows of a sample that are not empty, as far as it can be read like this."""
    try:
        for cells in _reader(lines, delimiter, strict=False):
            if any(map(cleaned, cells)):
                yield cells
    except csv.Error:
        return


def _rows(file: TableFile, lines: Iterable[str], delimiter: str, before: int) -> Iterator[Row]:
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
            raise file.wrong(line, f"this is not CSV: {problem}.") from None
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
