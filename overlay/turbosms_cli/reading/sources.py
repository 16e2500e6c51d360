"""Files with recipients or message ids: opens them, and says what is wrong with one."""

from __future__ import annotations

import io
import os
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

import click

from turbosms_cli.printing import streams
from turbosms_cli.printing.terminal_text import one_line
from turbosms_languages import Text, _, reason_of
from turbosms_spreadsheets.encodings import is_encoding
from turbosms_spreadsheets.errors import TableError, WrongEncodingError
from turbosms_spreadsheets.table_files import TableFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from turbosms_cli.reading.pipe_copies import Copies

STDIN: Final = "-"


class Files(NamedTuple):
    """The files that a command reads, and how to read them."""

    sources: tuple[str, ...]
    column: str | None = None
    delimiter: str | None = None
    encoding: str | None = None


def path_of(name: str) -> str:
    """The path of a file. Expands `~`, which shells do not in `--from=~/list.txt`."""
    if Path(name).exists():
        return name
    return with_home(name)


def with_home(path: str) -> str:
    """Expand `~` in a path; unchanged if there is no such home."""
    return os.path.expanduser(path)  # noqa: PTH111 - the method of Path raises instead


def _opened(name: str) -> IO[bytes]:
    if name == STDIN:
        return sys.stdin.buffer
    return Path(path_of(name)).open("rb")


@contextmanager
def opened(
    name: str, encoding: str | None, copies: Copies | None, *, is_table: bool = True
) -> Iterator[TableFile]:
    """Open a file; `-` is stdin. Input from a pipe is first copied into `copies`.

    Args:
        is_table: otherwise it is plain text, whose encoding no command can be told.

    Raises:
        click.UsageError: it cannot be read, also later in the block, or there is no such encoding.
    """
    if encoding is not None and not is_encoding(encoding):
        raise click.UsageError(_("There is no encoding {encoding!r}.", encoding=encoding))
    try:
        raw = _opened(name)
    except (OSError, ValueError) as error:
        why = why_unreadable(error)
        raise click.UsageError(_("{name} cannot be read: {why}.", name=name, why=why)) from None
    buffered: Any = raw
    if not isinstance(raw, io.BufferedReader):
        buffered = io.BufferedReader(buffered)
    if name == STDIN and sys.stdin.isatty():
        keys = "Ctrl-Z + Enter" if sys.platform == "win32" else "Ctrl-D"
        streams.say(_("Type one per line; press {keys} to finish.", keys=keys))
    is_pipe = name == STDIN or not stat.S_ISREG(os.fstat(raw.fileno()).st_mode)
    if copies is not None and is_pipe:
        buffered = copies.take(name, buffered)
    try:
        with usage_errors(encoding, is_table=is_table):
            # A name with a line break could imitate a message of ours.
            yield TableFile(one_line(name), buffered, encoding)
    except IsADirectoryError as error:
        raise click.UsageError(
            _("{name} cannot be read: {why}.", name=name, why=reason_of(error))
        ) from None
    finally:
        if buffered is not sys.stdin.buffer:
            with suppress(ValueError):
                buffered.close()


def opened_text(name: str) -> AbstractContextManager[TableFile]:
    """Open a file of plain text, such as a message; errors as `opened`."""
    return opened(name, None, None, is_table=False)


@contextmanager
def usage_errors(encoding: str | None, *, is_table: bool = True) -> Iterator[None]:
    """Raise what is wrong with a file as `click.UsageError`."""
    try:
        yield
    except TableError as error:
        raise click.UsageError(_in_words(error, encoding, is_table=is_table)) from None


def why_unreadable(error: Exception) -> Text:
    """Why a file cannot be opened."""
    is_of_system = isinstance(error, OSError) and error.strerror is not None
    return reason_of(error) if is_of_system else _("a file cannot have this name")


def _in_words(error: TableError, encoding: str | None, *, is_table: bool) -> str:
    """What is wrong with a file, and what may help."""
    if not isinstance(error, WrongEncodingError):
        return str(error)
    if not is_table:
        return _("{error}: save it as UTF-8.", error=str(error))
    if error.is_marked:
        return _("{error}: leave --encoding out.", error=str(error))
    if encoding is None:
        return _("{error}: pass --encoding, such as cp1251.", error=str(error))
    return _("{error}: pass another --encoding.", error=str(error))
