"""What commands print: tables on a terminal, one JSON object a line elsewhere.

Notes and progress go to stderr.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import sys
import textwrap
from contextlib import contextmanager
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Protocol

from turbosms_cli import exits, streams
from turbosms_cli.terminal_text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import Console


class ReaderGoneError(Exception):
    """Nobody reads stdout any more, as after `| head`."""


class Display(Protocol):
    """What stands on the last lines of a terminal and changes: a bar, or a live table."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


class Output:
    """Where a command says what it found; `as_json` None means JSON unless stdout is a terminal."""

    def __init__(self, as_json: bool | None = None) -> None:
        self.as_json = not sys.stdout.isatty() if as_json is None else as_json
        self.goes_on = False
        """Whether the command goes on when nobody reads any more: one that changes things does."""
        self._consoles: dict[bool, Console] = {}
        self._display: Display | None = None

    def console(self, *, stderr: bool = False) -> Console:
        """A console of rich on stdout or stderr, made when it is needed first."""
        if stderr not in self._consoles:
            from rich.console import Console  # noqa: PLC0415

            console = Console(stderr=stderr, highlight=False, emoji=False, markup=False)
            if console.legacy_windows and not stderr:
                # What `show` captures would hold colours that such a window does not understand.
                console = Console(color_system=None, highlight=False, emoji=False, markup=False)
            self._consoles[stderr] = console
        return self._consoles[stderr]

    @contextmanager
    def displaying(self, display: Display) -> Iterator[None]:
        """Let a display stand on stderr meanwhile."""
        self._display = display
        try:
            display.start()
            yield
        finally:
            self._display = None
            display.stop()

    @contextmanager
    def above_display(self) -> Iterator[None]:
        """Take the display away meanwhile, so that what is written stands above it.

        Around many lines at once it is taken away once.
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
        """One object on a line of its own."""
        utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
        text = json.dumps(plain(row), ensure_ascii=not utf8, separators=(",", ":"))
        if not text.isprintable():  # JSON leaves more alone than a terminal does
            text = "".join(
                letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in text
            )
        self._write(f"{text}\n")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """A table for people.

        What a narrow terminal has no room for stands below its line, and nothing is left out.
        """
        from turbosms_cli.layout import Line, Lines  # noqa: PLC0415

        cells = ((shown(cell).replace("\n", " ") for cell in row) for row in rows)
        self.show(
            Lines(
                (Line(dict(zip(columns, row, strict=True))) for row in cells), columns, whole=True
            )
        )

    def facts(self, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """What is known of one thing: names, and beside them what may take several lines."""
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in head:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(Text(shown(cell)) for cell in row))
        self.show(table)

    def show(self, what: Any) -> None:
        """Something that rich can print."""
        with self.console().capture() as captured:
            self.console().print(what)
        self._write(captured.get())

    def line(self, text: str) -> None:
        """A line for people."""
        self._write(f"{shown(text)}\n")

    def note(self, text: str) -> None:
        """Lines on stderr, beside the output."""
        with self.above_display():
            streams.say(_wrapped(shown(text)))

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
            if self.goes_on:
                return
            if gone:
                raise ReaderGoneError from None
            raise SystemExit(exits.FAILED) from None


def _wrapped(text: str) -> str:
    """Sentences, for a terminal broken between words.

    What is indented is to be copied, and stays a line.
    """
    if not sys.stderr.isatty():
        return text
    width = (
        os.get_terminal_size(sys.stderr.fileno()).columns or 80
    )  # 0 where nobody has told the terminal
    broken = (
        line
        if line.startswith(" ")
        else textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )
    return "\n".join(broken)


def plain(value: Any) -> Any:
    """A value in the types of JSON.

    Money as text, so that it stays exact, and times as ISO 8601 with their offset.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    elif isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return money(value)
    return int(value) if isinstance(value, IntEnum) else value


def money(amount: Decimal) -> str:
    """An amount with at least two decimals."""
    from turbosms_client import format_money  # noqa: PLC0415 - as everything of the client

    return format_money(amount)


def shown(value: Any) -> str:
    """A value for people.

    What would move the cursor of the terminal or turn its text round is shown, not done.
    """
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, Decimal):
        return money(value)
    return harmless(str(value))
