"""Reads message ids from arguments, lists, tables, and the JSON of `turbosms send` and jq."""

from __future__ import annotations

import json
import unicodedata
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

import click

from turbosms_cli.printing import streams
from turbosms_cli.printing.terminal_text import quoted
from turbosms_cli.reading.sources import opened
from turbosms_cli.reading.tables import Cell, WantedColumn, column_cells, csv_cells, find_column
from turbosms_languages import _
from turbosms_spreadsheets.csv_rows import DELIMITERS, declared_delimiter
from turbosms_spreadsheets.table_files import LONGEST_LINE
from turbosms_spreadsheets.workbooks import is_workbook, workbook_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from turbosms_cli.reading.sources import Files
    from turbosms_spreadsheets.errors import TableError
    from turbosms_spreadsheets.table_files import TableFile

_COLUMN: Final = "message_id"
_COLUMNS: Final = (_COLUMN, "message id", "messageid")
_ALONE: Final = frozenset({"id", "ids"})
_SAMPLE: Final = 20
"""The number of lines in which a heading must end, which may have line breaks in it."""
_BEGINS_JSON: Final = ("{", "[")


def read(ids: Iterable[str], files: Files, hybrids: set[str] | None = None) -> Iterator[str]:
    """The distinct ids from arguments and files.

    Ids that are known to be of hybrids are also added to `hybrids`.

    Raises:
        click.UsageError: there are none, or a file cannot be read.
    """
    seen_ids = dict[str, None]()
    for found in chain(({_COLUMN: one} for one in ids), _ids_of_files(files)):
        message_id = found.get(_COLUMN)
        if not isinstance(message_id, str) or not message_id or message_id in seen_ids:
            continue
        seen_ids[message_id] = None
        if hybrids is not None and found.get("hybrid") is True:
            hybrids.add(message_id)
        yield message_id
    if not seen_ids:
        raise click.UsageError(
            _("There are no message ids: pass some, or a file of them with --from FILE.")
        )


def _ids_of_files(files: Files) -> Iterator[dict[str, Any]]:
    for name in files.sources:
        with opened(name, files.encoding, None) as source:
            yield from _ids_of_file(source, files)


def _ids_of_file(source: TableFile, files: Files) -> Iterator[dict[str, Any]]:
    if is_workbook(source):
        wanted = WantedColumn(files.column or _COLUMN, None, _is_id)
        yield from _ids_of_cells(column_cells(source, workbook_rows(source, streams.say), wanted))
        return
    lines = source.lines()
    if files.column is not None:
        wanted = WantedColumn(files.column, files.delimiter, _is_id)
        yield from _ids_of_cells(csv_cells(source, lines, wanted))
        return
    sample = list(islice(lines, _SAMPLE))
    whole = chain(sample, lines)
    heading = _heading(sample, files.delimiter)
    if heading is not None:
        yield from _ids_of_cells(csv_cells(source, whole, heading))
    else:
        yield from _ids_of_lines(source, whole)


def _heading(sample: Sequence[str], delimiter: str | None) -> WantedColumn | None:
    """The column with the ids, if the first lines are those of a table; else None."""
    lines = [line for line in sample if line.strip()]
    if not lines:
        return None
    declared = declared_delimiter(lines[0])
    if declared is not None:
        del lines[0]
    chosen = delimiter or declared
    delimiters = DELIMITERS if chosen is None else (chosen,)
    for name in _COLUMNS:
        found = find_column(lines, name, delimiters)
        if found is not None:
            return WantedColumn(name, found, _is_id)
    if chosen is not None:
        return WantedColumn(_COLUMN, chosen, _is_id)
    alone = lines[0].strip(" \ufeff\r\n\"'")
    # Among several columns, this one may contain other ids.
    return WantedColumn(alone, ",", _is_id) if alone.casefold() in _ALONE else None


def _ids_of_cells(cells: Iterator[Cell]) -> Iterator[dict[str, Any]]:
    for cell in cells:
        yield {_COLUMN: _visible(cell.text)}


def _ids_of_lines(source: TableFile, lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    """Read one id per line, or JSON values, which may take several lines."""
    numbered = enumerate(lines, 1)
    for number, line in numbered:
        text = _visible(line.strip())
        if text.startswith(_BEGINS_JSON):
            yield from _JSONValues(source, number, line, numbered).objects()
            continue
        text = text.strip("\"'")
        if not text or text.startswith("#"):
            continue
        if not _is_id(text):
            raise source.wrong(
                number,
                _(
                    "this is neither an id nor JSON: {text}. If the file is a table, pass the "
                    "column with the ids: --column NAME.",
                    text=quoted(text),
                ),
            )
        yield {_COLUMN: text}


def _is_id(text: str) -> bool:
    """Whether this may be an id: the service documents no form, but it is a single word."""
    return text.isprintable() and not any(mark in text for mark in " ;,|\"'{}[]")


def _visible(text: str) -> str:
    """An id without invisible characters that were copied along with it."""
    if text.isascii():
        return text
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


class _JSONValues:
    """Reads JSON objects and strings, one after the other or in arrays, as they come."""

    def __init__(
        self, source: TableFile, number: int, line: str, numbered: Iterator[tuple[int, str]]
    ) -> None:
        self._source = source
        self._numbered = numbered
        self._decoder = json.JSONDecoder()
        self._text = line.lstrip("\ufeff")
        self._line = number
        """The line at which the current value begins."""
        self._last = number
        self._depth = 0

    def objects(self) -> Iterator[dict[str, Any]]:
        """Yield each object, and each string as an id.

        Raises:
            TableError: this is not JSON, or it is incomplete.
        """
        while True:
            self._text = self._text.lstrip(" \t\r\n,")
            mark = self._text[:1]
            if not mark:
                if self._depth == 0:
                    return
                self._take_line()
            elif mark in "[]":
                self._depth += 1 if mark == "[" else -1
                self._text = self._text[1:]
                if self._depth < 0:
                    raise self._wrong()
            else:
                yield from _named(self._value())

    def _value(self) -> Any:
        """Read lines until the next value is complete."""
        self._line = self._last
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text)
            except ValueError as error:
                breaks_off = getattr(error, "pos", 0) >= len(self._text.rstrip())
                if not breaks_off or len(self._text) > LONGEST_LINE:
                    # Not skipped, since it may be half of a line with an id.
                    raise self._wrong() from None
                self._take_line()
            except RecursionError:
                raise self._wrong() from None
            else:
                self._text = self._text[end:]
                return value

    def _take_line(self) -> None:
        taken = next(self._numbered, None)
        if taken is None:
            raise self._wrong()
        self._last, line = taken
        if not self._text.strip():
            self._line = self._last
        self._text += line

    def _wrong(self) -> TableError:
        begun = quoted(self._text.strip())
        return self._source.wrong(
            self._line,
            _("this is neither an id nor JSON, or it is incomplete: {begun}.", begun=begun),
        )


def _named(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    elif isinstance(value, str):
        yield {_COLUMN: value}
