"""An open file, read line by line as text.

The length of lines is limited, so that no file takes more memory than a page of it.
"""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from turbosms_spreadsheets import encodings
from turbosms_spreadsheets.errors import TableError, WrongEncodingError

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_LINE: Final = 1_000_000
"""In characters. A line of a table has a few hundred."""


@dataclass
class TableFile:
    """An open file."""

    name: str
    stream: io.BufferedReader[Any]
    encoding: str | None = None
    """The encoding that was named."""

    @property
    def beginning(self) -> bytes:
        """The first bytes, which remain to be read."""
        return self.stream.peek(encodings.BEGINNING)[: encodings.BEGINNING]

    def lines(self) -> Iterator[str]:
        """Yield the lines of the text, with their line endings.

        Raises:
            TableError: it is not text, it has another encoding, or a line is too long.
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
            read_as = self.encoding or encodings.name_for_people(encoding)
            raise WrongEncodingError(
                f"{self.name}, line {line_number:,}: this is not in {read_as}", is_marked=False
            ) from None
        finally:
            with suppress(ValueError):  # it is already closed
                text.detach()

    def wrong(self, line: int, problem: str) -> TableError:
        """The error for a line."""
        return TableError(f"{self.name}, line {line:,}: {problem}")


def _lines_before(error: UnicodeError, encoding: str) -> int:
    """The number of lines in the decoded block that end before the error."""
    if not isinstance(error, UnicodeDecodeError):
        return 0
    return error.object[: error.start].decode(encoding, "replace").count("\n")
