"""Files that are written to stdout: as they are into a pipe, made harmless on a terminal."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, cast

from turbosms_cli.printing import streams
from turbosms_cli.printing.output import ReaderGoneError
from turbosms_cli.printing.terminal_text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Terminal(io.TextIOBase):
    """Shows what would move the cursor of the terminal."""

    def write(self, text: str) -> int:
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n")
        sys.stdout.write(harmless(lines))
        return len(text)


@contextmanager
def stdout_for_a_file() -> Iterator[TextIO]:
    """The stream to write the file to.

    What is not a terminal gets the bytes that a file would: UTF-8 and the line breaks as written,
    also where the system would choose another encoding and other line breaks, as Windows does.

    Raises:
        ReaderGoneError: nobody reads it any more.
    """
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    try:
        yield cast("TextIO", _Terminal()) if sys.stdout.isatty() else sys.stdout
        sys.stdout.flush()
    except OSError as error:
        streams.drop()
        if streams.is_gone(error):
            raise ReaderGoneError from None
        raise
