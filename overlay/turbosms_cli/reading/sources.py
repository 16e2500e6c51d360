"""Files with recipients or message ids, opened and read line by line as text.

The length of lines is limited, so that no file takes more memory than a page of it.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

import click

from turbosms_cli.printing import streams
from turbosms_cli.reading import encodings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbosms_cli.reading.pipe_copies import Copies

STDIN: Final = "-"
LONGEST_LINE: Final = 1_000_000
"""In characters. A line of a table has a few hundred."""


class Files(NamedTuple):
    """The files that a command reads, and how to read them."""

    sources: tuple[str, ...]
    column: str | None = None
    delimiter: str | None = None
    encoding: str | None = None


@dataclass
class Source:
    """An open file."""

    name: str
    stream: io.BufferedReader[Any]
    encoding: str | None
    """The encoding named with `--encoding`."""

    @property
    def beginning(self) -> bytes:
        """The first bytes, which remain to be read."""
        return self.stream.peek(encodings.BEGINNING)[: encodings.BEGINNING]

    def lines(self) -> Iterator[str]:
        """Yield the lines of the text, with their line endings.

        Raises:
            click.UsageError: it is not text, it has another encoding, or a line is too long.
        """
        encoding = encodings.encoding_of(self.name, self.beginning, self.encoding)
        text = io.TextIOWrapper(self.stream, encoding, newline="")
        number = 0
        try:
            while line := text.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE:
                    raise self.wrong(
                        number,
                        f"this line has more than {LONGEST_LINE:,} characters: "
                        "it is neither a list nor a table.",
                    )
                if "\0" in line:
                    raise self.wrong(number, "this is not text.")
                yield line
        except UnicodeError as error:
            line_number = number + 1 + _lines_before(error, encoding)
            raise self.wrong(line_number, encodings.advice(encoding, self.encoding)) from None
        finally:
            with suppress(ValueError):  # it is already closed
                text.detach()

    def wrong(self, line: int, problem: str) -> click.UsageError:
        """The error for a line."""
        return click.UsageError(f"{self.name}, line {line:,}: {problem}")


def _lines_before(error: UnicodeError, encoding: str) -> int:
    """The number of lines in the decoded block that end before the error."""
    if not isinstance(error, UnicodeDecodeError):
        return 0
    return error.object[: error.start].decode(encoding, "replace").count("\n")


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
def opened(name: str, encoding: str | None, copies: Copies | None) -> Iterator[Source]:
    """Open a file; `-` is stdin. Input from a pipe is first copied into `copies`.

    Raises:
        click.UsageError: it cannot be read, or there is no such encoding.
    """
    if encoding is not None:
        encodings.check(encoding)
    try:
        raw = _opened(name)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "a file cannot have this name"
        raise click.UsageError(f"{name} cannot be read: {why}.") from None
    buffered: Any = raw
    if not isinstance(raw, io.BufferedReader):
        buffered = io.BufferedReader(buffered)
    if name == STDIN and sys.stdin.isatty():
        streams.say("Type one per line; press Ctrl-D to finish.")
    is_pipe = name == STDIN or not stat.S_ISREG(os.fstat(raw.fileno()).st_mode)
    if copies is not None and is_pipe:
        buffered = copies.take(name, buffered)
    try:
        yield Source(name, buffered, encoding)
    except IsADirectoryError as error:
        raise click.UsageError(f"{name} cannot be read: {error.strerror}.") from None
    finally:
        if buffered is not sys.stdin.buffer:
            with suppress(ValueError):
                buffered.close()
