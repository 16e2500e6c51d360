"""Recipients from arguments, lists and tables of any length.

Each is kept once, in order, in a temporary file.
"""

from __future__ import annotations

import json
import tempfile
from itertools import islice
from typing import IO, TYPE_CHECKING, Final

import click

from turbosms_cli.printing import streams
from turbosms_cli.reading.sources import opened
from turbosms_cli.reading.tables import Cell, WantedColumn, column_cells, csv_cells
from turbosms_languages import _
from turbosms_spreadsheets.workbooks import is_workbook, workbook_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from turbosms_cli.reading.pipe_copies import Copies
    from turbosms_cli.reading.sources import Files
    from turbosms_spreadsheets.table_files import TableFile

_LONGEST_PHONE: Final = 20
_SHOWN: Final = 5


class Recipient(str):
    """A recipient as it was written, and where."""

    file: str
    line: int

    def __new__(cls, text: str, file: str, line: int) -> Recipient:
        made = super().__new__(cls, text)
        made.file, made.line = file, line
        return made


class Recipients:
    """The recipients found, the number of duplicates, and what does not look like a phone number.

    Only the distinct numbers are kept in memory, as integers, so that nobody gets a message twice.
    """

    def __init__(self, recipients: Iterable[str]) -> None:
        from turbosms_client import normalize_phone  # noqa: PLC0415

        self.count = 0
        self.repeated = 0
        self.strange_count = 0
        self.strange: list[str] = []
        """The first few that are not phone numbers; the service refuses each of them."""
        self._file: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by close()
        seen: set[int | str] = set()
        for recipient in recipients:
            phone = normalize_phone(recipient)
            sent_as = _as_integer(phone or recipient)
            if sent_as in seen:
                self.repeated += 1
                continue
            seen.add(sent_as)
            if phone is None:
                self.strange_count += 1
                if len(self.strange) < _SHOWN:
                    self.strange.append(recipient)
            self.count += 1
            self._file.write(json.dumps(recipient) + "\n")

    def slices(self, size: int) -> Iterator[list[str]]:
        """Yield all of them, `size` at a time."""
        self._file.seek(0)
        lines = iter(self._file)
        while part := [json.loads(line) for line in islice(lines, size)]:
            yield part

    def listed(self) -> list[str]:
        self._file.seek(0)
        return [json.loads(line) for line in self._file]

    def close(self) -> None:
        self._file.close()


def _as_integer(phone: str) -> int | str:
    """A phone number as an integer, which takes less memory; other texts stay as they are."""
    is_integer = phone.isascii() and phone.isdigit() and not phone.startswith("0")
    return int(phone) if is_integer and len(phone) <= _LONGEST_PHONE else phone


def read(numbers: Iterable[str], files: Files, copies: Copies | None = None) -> Iterator[str]:
    """The recipients from the command line: arguments first, then each file; `-` is stdin.

    Input from a pipe is first copied into `copies`.

    Raises:
        click.UsageError: a file cannot be read, or has no such column.
    """
    yield from numbers
    for name in files.sources:
        with opened(name, files.encoding, copies) as source:
            for line, text in _found(source, files):
                yield Recipient(text, source.name, line)


def _found(source: TableFile, files: Files) -> Iterator[Cell]:
    """Read the cells of a column, or one recipient per line."""
    if not is_workbook(source):
        lines = source.lines()
        if files.column is None:
            return _lines(lines)
        return csv_cells(source, lines, WantedColumn(files.column, files.delimiter, _is_phone))
    if files.column is None:
        raise click.UsageError(
            _(
                "{name} is a workbook: name the column with the numbers, --column NAME.",
                name=source.name,
            )
        )
    rows = workbook_rows(source, streams.say)
    return column_cells(source, rows, WantedColumn(files.column, None, _is_phone))


def _lines(lines: Iterator[str]) -> Iterator[Cell]:
    """Read one recipient per line; empty lines and those that begin with # are skipped."""
    for number, line in enumerate(lines, 1):
        if (recipient := line.strip()) and not recipient.startswith("#"):
            yield Cell(number, recipient)


def _is_phone(text: str) -> bool:
    from turbosms_client import normalize_phone  # noqa: PLC0415

    return normalize_phone(text) is not None or normalize_phone(f"+{text}") is not None
