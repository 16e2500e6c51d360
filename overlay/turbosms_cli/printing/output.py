"""Output of commands: tables on a terminal, one JSON object per line elsewhere.

Notes and progress go to stderr.
"""

from __future__ import annotations

import json
import os
import sys
import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from turbosms_cli.printing import exit_codes, streams
from turbosms_cli.printing.values import plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import Console


class ReaderGoneError(Exception):
    """Nobody reads stdout any more, as with `| head`."""


class Display(Protocol):
    """Something that changes on the last lines of a terminal: a bar, or a live table."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


class Output:
    """The output of a command. With `as_json` None, it is JSON unless stdout is a terminal."""

    def __init__(self, as_json: bool | None = None) -> None:
        self.as_json = not sys.stdout.isatty() if as_json is None else as_json
        self.survives_closed_stdout = False
        """Whether the command continues when nobody reads any more, since it changes something."""
        self._consoles: dict[bool, Console] = {}
        self._display: Display | None = None

    def console(self, *, stderr: bool = False) -> Console:
        """A rich console on stdout or stderr, created on first use."""
        if stderr not in self._consoles:
            from rich.console import Console  # noqa: PLC0415

            console = Console(stderr=stderr, highlight=False, emoji=False, markup=False)
            if console.legacy_windows and not stderr:
                # What `show` captures would contain colours that such a window does not understand.
                console = Console(color_system=None, highlight=False, emoji=False, markup=False)
            self._consoles[stderr] = console
        return self._consoles[stderr]

    @contextmanager
    def displaying(self, display: Display) -> Iterator[None]:
        """Show a display on stderr during the context."""
        self._display = display
        try:
            display.start()
            yield
        finally:
            self._display = None
            display.stop()

    @contextmanager
    def above_display(self) -> Iterator[None]:
        """Remove the display during the context, so that what is written appears above it.

        Used around many lines, it removes the display only once.
        """
        display = self._display
        if display is None:
            yield
            return
        self._display = None
        display.stop()
        try:
            yield
        finally:
            display.start()
            self._display = display

    def row(self, row: Mapping[str, Any]) -> None:
        """Print an object on a line of its own."""
        utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
        self._write(f"{json_text(row, only_ascii=not utf8)}\n")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Print a table for people.

        What does not fit on a narrow terminal goes below its line; nothing is left out.
        """
        from turbosms_cli.printing.printed_tables import Line, Lines  # noqa: PLC0415

        lines = [Line(dict(zip(columns, map(shown, row), strict=True))) for row in rows]
        self.show(Lines(lines, columns, whole=True))

    def facts(self, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Print facts about one thing: names, and beside them values of one or several lines."""
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in head:
            table.add_column(shown(column), overflow="fold")
        for row in rows:
            table.add_row(*(Text(shown(cell)) for cell in row))
        self.show(table)

    def show(self, what: Any) -> None:
        """Print something with rich."""
        with self.console().capture() as captured:
            self.console().print(what)
        self._write(captured.get())

    def line(self, text: str) -> None:
        """Print a line for people."""
        self._write(f"{shown(text)}\n")

    def sentences(self, text: str) -> None:
        """Print sentences for people, which a terminal breaks between words."""
        self._write(f"{_wrapped(shown(text), sys.stdout)}\n")

    def note(self, text: str) -> None:
        """Print lines on stderr, apart from the output."""
        with self.above_display():
            streams.say(_wrapped(shown(text), sys.stderr))

    def _write(self, text: str) -> None:
        if self._display is not None and sys.stdout.isatty():
            with self.above_display():
                self._put(text)
        else:
            self._put(text)

    def _put(self, text: str) -> None:
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except OSError as error:
            streams.drop()
            gone = streams.is_gone(error)
            if not gone:
                self.note(streams.unwritable(error))
            if self.survives_closed_stdout:
                return
            if gone:
                raise ReaderGoneError from None
            raise SystemExit(exit_codes.FAILED) from None


def json_text(row: Mapping[str, Any], *, only_ascii: bool = False) -> str:
    """An object in JSON, on one line, without anything that a terminal would obey."""
    text = json.dumps(plain(row), ensure_ascii=only_ascii, separators=(",", ":"))
    if text.isprintable():
        return text
    # JSON leaves some of these characters as they are.
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in text)


def _wrapped(text: str, stream: TextIO) -> str:
    """Wrap sentences for a terminal.

    Indented lines are meant to be copied, and are not wrapped.
    """
    if not stream.isatty():
        return text
    # It is 0 if the terminal does not know its size.
    width = os.get_terminal_size(stream.fileno()).columns or 80
    broken = (
        line
        if line.startswith(" ")
        else textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )
    return "\n".join(broken)
