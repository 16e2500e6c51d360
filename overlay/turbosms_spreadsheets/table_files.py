"""An open file, read line by line as text.

The length of lines is limited, so that no file takes more memory than a page of it.
"""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from turbosms_languages import _
from turbosms_spreadsheets import encodings
from turbosms_spreadsheets.errors import TableError, WrongEncodingError

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_LINE: Final = 1_000_000
"""In characters. A line of a table has a few hundred."""
_AT_ONCE: Final = 65_536


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
        decoder = codecs.getincrementaldecoder(encoding)()
        number = 0
        # The end of what is read, which may be half a line, or half a line break short of one.
        rest = ""
        is_over = False
        while not is_over:
            part = self.stream.read1(_AT_ONCE)
            is_over = not part
            try:
                text = decoder.decode(part, is_over)
            except UnicodeError as error:
                line = number + 1 + _line_breaks(rest + _text_before(error, encoding))
                read_as = self.encoding or encodings.name_for_people(encoding)
                raise WrongEncodingError(
                    _(
                        "{name}, line {line:,}: this is not in {read_as}",
                        name=self.name,
                        line=line,
                        read_as=read_as,
                    ),
                    is_marked=False,
                ) from None
            text = rest + text
            zero = text.find("\0")
            if zero >= 0:
                raise self.wrong(number + 1 + _line_breaks(text[:zero]), _("this is not text."))
            lines = io.StringIO(text, newline="").readlines()
            rest = lines.pop() if lines and not is_over else ""
            if len(rest) >= LONGEST_LINE:
                raise self.wrong(
                    number + len(lines) + 1,
                    _(
                        "this line has more than {longest_line:,} characters: it is neither a "
                        "list nor a table.",
                        longest_line=LONGEST_LINE,
                    ),
                )
            number += len(lines)
            yield from lines

    def wrong(self, line: int, problem: str) -> TableError:
        """The error for a line."""
        return TableError(
            _("{name}, line {line:,}: {problem}", name=self.name, line=line, problem=problem)
        )


def _text_before(error: UnicodeError, encoding: str) -> str:
    """The text in the decoded block that comes before the error."""
    if not isinstance(error, UnicodeDecodeError):
        return ""
    return error.object[: error.start].decode(encoding, "replace")


def _line_breaks(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
