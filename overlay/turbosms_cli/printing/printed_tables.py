"""A table as wide as the window allows; what does not fit side by side goes below its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from rich.cells import cell_len
from rich.padding import Padding
from rich.text import Text

from turbosms_cli.printing.terminal_text import one_line
from turbosms_languages import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType

_GAP: Final = 2
_PLAIN: Final = frozenset({"message", "meaning", "link"})
"""Columns that need no name below a line.

Their values explain themselves, and an id takes up nearly all of a narrow window.
"""


class Entry(Protocol):
    """A line of the table: its cells by column, what always goes below it, and its colour."""

    @property
    def cells(self) -> Mapping[str, str]: ...
    @property
    def below(self) -> Sequence[str]: ...
    @property
    def style(self) -> str: ...


@dataclass(frozen=True)
class Line:
    """An entry with a fixed colour."""

    cells: Mapping[str, str]
    below: Sequence[str] = ()
    style: str = ""


def _harmless_entry(entry: Entry) -> Line:
    """Escape an entry for the terminal; every entry of a table goes through here."""
    cells = {column: one_line(cell) for column, cell in entry.cells.items()}
    return Line(cells, [one_line(text) for text in entry.below], entry.style)


class Lines:
    """Entries, for printing with rich.

    As many of `columns` as fit, from the first, are shown side by side. `terse` leaves out what
    does not fit, so that each entry takes one line. `whole` wraps what goes below, which is
    otherwise cut to the width.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        columns: Sequence[str],
        *,
        terse: bool = False,
        whole: bool = False,
    ) -> None:
        self._entries = [_harmless_entry(entry) for entry in entries]
        self._terse, self._whole = terse, whole
        self._widths: dict[str, int] = {}
        """Of the columns that have anything."""
        for column in columns:
            cells = [entry.cells.get(column, "") for entry in self._entries]
            if any(cells):
                self._widths[column] = max(map(cell_len, (spoken(column), *cells)))

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        beside = self._beside(options.max_width)
        rest = [column for column in self._widths if column not in beside]
        yield self._line({column: spoken(column) for column in beside}, beside, "", "bold")
        for entry in self._entries:
            yield self._line(entry.cells, beside, entry.style)
            if not self._terse:
                for text in (*_named_cells(entry, rest), *entry.below):
                    yield self._below(text)

    def _beside(self, room: int) -> list[str]:
        """The columns that fit side by side: the first ones, and at least one."""
        beside: list[str] = []
        width = 0
        for column, own_width in self._widths.items():
            width += own_width
            if beside and width > room:
                break
            beside.append(column)
            width += _GAP
        return beside

    def _line(
        self, cells: Mapping[str, str], columns: Sequence[str], status: str, style: str = ""
    ) -> Text:
        line = Text(no_wrap=True, overflow="ellipsis", style=style)
        for column in columns:
            cell = cells.get(column, "")
            line.append(cell, style=status if column == "status" else "")
            line.append(" " * (self._widths[column] - cell_len(cell) + _GAP))
        line.rstrip()
        if self._whole:
            line.no_wrap, line.overflow = False, "fold"
        return line

    def _below(self, text: str) -> RenderableType:
        if self._whole:
            return Padding(Text(text, overflow="fold"), (0, 0, 0, _GAP), expand=False)
        return Text(f"  {text}", no_wrap=True, overflow="ellipsis")


def _named_cells(entry: Entry, columns: Iterable[str]) -> Iterator[str]:
    """Put cells on lines of their own."""
    for column in columns:
        cell = entry.cells.get(column, "")
        if cell in ("", "-"):
            continue
        if column in _PLAIN:
            yield cell
        else:
            yield f"{spoken(column)}: {cell}"
