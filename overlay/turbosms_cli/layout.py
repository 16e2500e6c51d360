"""A table as wide as the window allows: what does not fit side by side stands below its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import Console, ConsoleOptions

    from turbosms_cli.course import Entry

# The most important first: a narrow window shows only the first ones side by side.
_COLUMNS: Final = ("recipient", "channel", "status", "when", "messages", "UAH", "segments", "why not Viber", "message")
_GAP: Final = 2


class Lines:
    """Entries as rich prints them; `terse` leaves out what does not fit side by side, so that each is one line."""

    def __init__(self, entries: Iterable[Entry], *, terse: bool = False) -> None:
        self._entries = list(entries)
        self._terse = terse
        self._widths = {
            column: max(cell_len(cell) for cell in (column, *cells))
            for column in _COLUMNS
            if any(cells := [entry.cells.get(column, "") for entry in self._entries])
        }

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        beside = self._beside(options.max_width)
        rest = [column for column in self._widths if column not in beside]
        yield self._line({column: column for column in beside}, beside, "", "bold")
        for entry in self._entries:
            yield self._line(entry.cells, beside, entry.style)
            if not self._terse:
                for text in (*_told(entry, rest), *entry.below):
                    yield Text(f"  {text}", no_wrap=True, overflow="ellipsis")

    def _beside(self, room: int) -> list[str]:
        """The columns that fit side by side: as many of the first as there is room for, and at least one."""
        columns = list(self._widths)
        while len(columns) > 1 and sum(self._widths[column] + _GAP for column in columns) - _GAP > room:
            columns.pop()
        return columns

    def _line(self, cells: Mapping[str, str], columns: Sequence[str], status: str, style: str = "") -> Text:
        line = Text(no_wrap=True, overflow="ellipsis", style=style)
        for column in columns:
            cell = cells.get(column, "")
            line.append(cell, style=status if column == "status" else "")
            line.append(" " * (self._widths[column] - cell_len(cell) + _GAP))
        line.rstrip()
        return line


def _told(entry: Entry, columns: Iterable[str]) -> Iterator[str]:
    """Cells on lines of their own. An id needs no name, and nearly all of a narrow window."""
    for column in columns:
        if cell := entry.cells.get(column):
            yield cell if column == "message" else f"{column}: {cell}"
