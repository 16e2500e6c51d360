"""Reads the rows of CSV, and finds its delimiter."""

from __future__ import annotations

import csv
import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from turbosms_languages import _
from turbosms_spreadsheets.columns import Row, cleaned
from turbosms_spreadsheets.table_files import LONGEST_LINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from turbosms_spreadsheets.errors import TableError
    from turbosms_spreadsheets.table_files import TableFile

DELIMITERS: Final = (";", "\t", ",", "|")
"""The delimiters that are detected; the first of equally good ones is used."""
_SAMPLE: Final = 50
"""The number of lines used to detect the delimiter."""
_HAS_NO_END: Final = ("unexpected end", "field larger")
"""What Python says at the end of the file, and of a cell that is longer than a line may be."""
_EXCEL_DELIMITER: Final = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


class CsvReader:
    """The rows of CSV that are not empty."""

    def __init__(
        self,
        file: TableFile,
        lines: Iterator[str],
        delimiter: str | None,
        fitness: Callable[[Sequence[list[str]]], Any],
    ) -> None:
        """Find the delimiter, unless it is named.

        Args:
            lines: those of the file.
            fitness: how well the first rows fit what is looked for, as they are with one of the
                delimiters; the one with the greatest is used.

        Raises:
            TableError: the file is not text.
        """
        self._file = file
        self._lines_before = 0
        sample: list[str] = []
        for number, line in enumerate(lines):
            if not line.strip():
                continue
            declared = declared_delimiter(line)
            if declared is None:
                self._lines_before, sample = number, [line]
                break
            delimiter = delimiter or declared
        sample.extend(islice(lines, _SAMPLE))
        if delimiter is None:
            delimiter = max(DELIMITERS, key=lambda one: fitness([*parsed(sample, one)]))
        self._reader = _reader(chain(sample, lines), delimiter, strict=True)
        self.line = 0
        """Where the last row that was read begins."""

    def cells(self) -> Iterator[list[str]]:
        """Yield the cells of each row.

        Raises:
            TableError: the quotes are wrong.
        """
        reader = self._reader
        lines_before = self._lines_before
        self.line = lines_before + 1
        try:
            for cells in reader:
                if cells:
                    yield cells
                self.line = lines_before + reader.line_num + 1
        except csv.Error as error:
            raise self._wrong(error) from None

    def rows(self) -> Iterator[Row]:
        """Yield the rows with their lines.

        Raises:
            TableError: the quotes are wrong.
        """
        for cells in self.cells():
            yield Row(self.line, cells)

    def _wrong(self, error: csv.Error) -> TableError:
        line = self._lines_before + self._reader.line_num
        problem = _("text follows the closing quote of a cell")
        if str(error).startswith(_HAS_NO_END):
            line, problem = self.line, _("a cell in quotes begins here and has no end")
        return self._file.wrong(line, _("this is not CSV: {problem}.", problem=problem))


def declared_delimiter(line: str) -> str | None:
    """The delimiter that a first line such as `sep=;` sets for Excel; it is not a row."""
    declared = _EXCEL_DELIMITER.fullmatch(line.strip("\ufeff\r\n"))
    return None if declared is None else declared[1]


def parsed(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the rows of a sample that are not empty, as far as it can be read like this."""
    try:
        for cells in _reader(lines, delimiter, strict=False):
            if any(map(cleaned, cells)):
                yield cells
    except csv.Error:
        return


def _reader(lines: Iterable[str], delimiter: str, *, strict: bool) -> Any:
    csv.field_size_limit(LONGEST_LINE)
    return csv.reader(
        lines, delimiter=delimiter, skipinitialspace=not delimiter.isspace(), strict=strict
    )
