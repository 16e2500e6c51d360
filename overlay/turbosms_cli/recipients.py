"""Recipients from arguments, lists and tables of any length.

Each once, in their order, out of a temporary file.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
import stat
import sys
import tempfile
from contextlib import contextmanager, suppress
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Final

import click

from turbosms_cli import streams

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from turbosms_cli.copies import Copies

DELIMITERS: Final = (";", "\t", ",", "|")
_LONGEST_CELL: Final = 1_000
_LONGEST_PHONE: Final = 20
_SHOWN: Final = 5


class Recipients:
    """What was found: how many, how often one came again, and what does not look like a number.

    Only the numbers met are kept in memory, as integers, so that nobody gets a message twice.
    """

    def __init__(self, given: Iterable[str]) -> None:
        from turbosms_client import normalize_phone  # noqa: PLC0415

        self.count = 0
        self.repeated = 0
        self.strange: list[str] = []
        """The first few that are no numbers; the service refuses each of them for itself."""
        self._file: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by close()
        met: set[int | str] = set()
        for recipient in given:
            phone = normalize_phone(recipient)
            sent_as = _as_integer(phone or recipient)
            if sent_as in met:
                self.repeated += 1
                continue
            met.add(sent_as)
            if phone is None and len(self.strange) < _SHOWN:
                self.strange.append(recipient)
            self.count += 1
            self._file.write(json.dumps(recipient) + "\n")

    def slices(self, size: int) -> Iterator[list[str]]:
        """All of them, `size` at once."""
        self._file.seek(0)
        lines = iter(self._file)
        while part := [json.loads(line) for line in islice(lines, size)]:
            yield part

    def listed(self) -> list[str]:
        """All of them at once."""
        self._file.seek(0)
        return [json.loads(line) for line in self._file]

    def close(self) -> None:
        self._file.close()


def _as_integer(phone: str) -> int | str:
    """A number as an integer, which takes less memory; what is none stays as it is."""
    is_integer = phone.isascii() and phone.isdigit() and not phone.startswith("0")
    return int(phone) if is_integer and len(phone) <= _LONGEST_PHONE else phone


def read(
    numbers: Iterable[str],
    sources: Iterable[str],
    column: str | None,
    encoding: str | None,
    copies: Copies | None = None,
) -> Iterator[str]:
    """The recipients of the command line: arguments first, then each file; `-` is stdin.

    What comes through a pipe is put into `copies` first.

    Raises:
        click.UsageError: a file cannot be read, or has no such column.
    """
    yield from numbers
    for source in sources:
        with _opened(source, encoding, copies) as stream:
            try:
                yield from _cells(stream, source, column) if column else _lines(stream)
            except UnicodeError:
                other = "another --encoding" if encoding else "--encoding, such as cp1251"
                raise click.UsageError(
                    f"{source} is not in {encoding or 'UTF-8'}: pass {other}."
                ) from None
            except csv.Error as error:
                raise click.UsageError(f"{source} is no CSV: {error}.") from None


@contextmanager
def _opened(source: str, encoding: str | None, copies: Copies | None) -> Iterator[io.TextIOWrapper]:
    try:
        codecs.lookup(encoding or "utf-8")
        raw: IO[bytes] = sys.stdin.buffer if source == "-" else open(source, "rb")  # noqa: SIM115, PTH123 - below
    except LookupError:
        raise click.UsageError(f"There is no encoding {encoding!r}.") from None
    except OSError as error:
        raise click.UsageError(f"{source} cannot be read: {error.strerror}.") from None
    buffered = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw)  # type: ignore[type-var]
    if source == "-" and sys.stdin.isatty():
        streams.say("One a line, please; Ctrl-D ends.")
    if copies is not None and (source == "-" or not stat.S_ISREG(os.fstat(raw.fileno()).st_mode)):
        buffered = copies.take(source, buffered)
    # Excel saves "Unicode text" as UTF-16, and CSV with the mark of UTF-8 in front.
    utf_16 = buffered.peek(2)[:2] in (b"\xff\xfe", b"\xfe\xff")
    stream = io.TextIOWrapper(
        buffered, encoding or ("utf-16" if utf_16 else "utf-8-sig"), newline=""
    )
    try:
        yield stream
    finally:
        if source == "-":
            with suppress(ValueError):
                stream.detach()
        else:
            stream.close()


def _lines(stream: IO[str]) -> Iterator[str]:
    """One recipient a line; empty lines and those that begin with # are passed over."""
    for line in stream:
        if (recipient := line.strip()) and not recipient.startswith("#"):
            yield recipient


def _cells(stream: IO[str], source: str, column: str) -> Iterator[str]:
    """The cells of a column, by its name in the first line or by its number from 1."""
    first = next((line for line in stream if line.strip()), "")
    # Excel tells itself by a first line `sep=;`, and takes it for no row.
    told = re.fullmatch(r"sep=(.)", first.strip("\r\n"), re.IGNORECASE)
    if told:
        first = next((line for line in stream if line.strip()), "")
    delimiter = told[1] if told else max(DELIMITERS, key=first.count)
    rows = csv.reader(
        chain([first], stream), delimiter=delimiter, skipinitialspace=True, strict=True
    )
    heads = [head.strip() for head in next(rows, [])]
    names = [head.casefold() for head in heads]
    if column.casefold() in names:
        place = names.index(column.casefold())
    elif column.isdecimal() and 1 <= int(column) <= len(heads):
        place = int(column) - 1
        if any(
            letter.isdecimal() for letter in heads[place]
        ):  # no heading, but the first recipient
            yield heads[place]
    else:
        shown = ", ".join(head[:_LONGEST_CELL] for head in heads if head) or "none"
        raise click.UsageError(f"{source} has no column {column!r}; it has: {shown}.")
    for row in rows:
        # Excel keeps a number from becoming 3.8E+11 by ="…" or an apostrophe.
        cell = row[place].strip().removeprefix("=").strip("\"'") if place < len(row) else ""
        if cell:
            yield cell
