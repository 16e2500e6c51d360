"""Waits for many messages at once, and reports each when it is final."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from turbosms_cli.following.delivery_status import COLUMNS, counts, of_status, record
from turbosms_cli.printing import exit_codes
from turbosms_cli.printing.progress import is_watched, live
from turbosms_client import WaitTimeoutError
from turbosms_languages import _, joined, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions

    from turbosms_cli.calling.session import Session
    from turbosms_client import MessageStatus

_SHOWN_EVERY: Final = 0.2
"""In seconds. Thousands of messages may change with one response."""
_AROUND: Final = 3  # lines of a window without messages: the heading, the summary, the cursor


class Waiting:
    """Messages on their way. For JSON output, final ones are not kept in memory."""

    def __init__(self, session: Session, ids: Sequence[str], hybrid: bool | None) -> None:
        self._session = session
        self._output = session.output
        self._ids = ids
        self._hybrid = hybrid
        self._known: dict[str, MessageStatus] = {}
        self._pending = dict.fromkeys(ids)
        self._delivered = 0
        self._answered = False

    def run(self, timeout: float, interval: float) -> int:
        """Wait, and return the exit code. In all cases, print what is known.

        Raises:
            WaitTimeoutError: some messages were not final in time.
            TurboSMSError: the service refused for good, or the response was not from it.
            KeyboardInterrupt: the user does not want to wait any longer.
        """
        try:
            with self._watched(timeout) as show:
                try:
                    self._ask(show, timeout, interval)
                finally:
                    show(at_once=True)
        except BaseException:
            self._print_rest()
            raise
        self._print_rest()
        if self._delivered == len(self._ids):
            return exit_codes.FINE
        return exit_codes.PARTIAL if self._delivered else exit_codes.FAILED

    def _ask(self, show: Any, timeout: float, interval: float) -> None:
        changes = self._session.client.message.watch(
            self._ids, timeout=timeout, interval=interval, hybrid=self._hybrid
        )
        try:
            for status in changes:
                self._take(status)
                show()
        except WaitTimeoutError as error:
            if error.__cause__ is None:
                raise
            why = f"{error} The last request failed: {error.__cause__}"
            raise WaitTimeoutError(why, statuses=error.statuses) from error.__cause__

    def _take(self, status: MessageStatus) -> None:
        self._answered = True
        message_id = status.message_id
        self._known[message_id] = status
        if not self._is_final(status):
            return
        self._delivered += status.delivered
        del self._pending[message_id]
        if self._output.as_json:
            del self._known[message_id]
            self._output.row(record(message_id, status))

    def _is_final(self, row: MessageStatus) -> bool:
        """Whether a message is final. In a hybrid, an SMS may follow."""
        return row.final and not (self._hybrid and row.awaits_sms)

    def _print_rest(self) -> None:
        """Print the rest: as JSON, the messages that are not final; for people, everything."""
        if not self._answered:
            return
        if self._output.as_json:
            for message_id in self._pending:
                row = record(message_id, self._known.get(message_id), final=False)
                self._output.row(row)
            return
        from turbosms_cli.printing.printed_tables import Lines  # noqa: PLC0415

        ids = self._ids
        if len(ids) > self._room():
            self._output.show(Lines(counts(map(self._known.get, ids)), COLUMNS))
            ids = [message_id for message_id in ids if not self._is_delivered(message_id)]
            self._output.line("")
        if ids:
            rows = [of_status(one, self._known.get(one)) for one in ids]
            self._output.show(Lines(rows, COLUMNS))
        counts_of_all = {"delivered": self._delivered, "count": len(self._ids)}
        said = _("{delivered:,} of {count:,} delivered.", **counts_of_all)
        if self._pending:
            said = _(
                "{delivered:,} of {count:,} delivered, {pending:,} not final.",
                **counts_of_all,
                pending=len(self._pending),
            )
        self._output.line(said)

    def _is_delivered(self, message_id: str) -> bool:
        status = self._known.get(message_id)
        return status is not None and status.delivered

    def _room(self) -> int:
        """The number of messages that fit in the window; without a window, all."""
        if sys.stdout.isatty():
            return self._output.console().size.height - _AROUND
        return len(self._ids)

    @contextmanager
    def _watched(self, timeout: float) -> Iterator[Any]:
        """Show the progress, if stderr is a terminal and the output is not JSON.

        This is a live table, or a line for each change if the terminal cannot rewrite lines.
        """
        if self._output.as_json or not sys.stderr.isatty():
            yield lambda *, at_once=False: None
        elif not is_watched(self._output):
            yield self._rarely(self._noting())
        else:
            view = _View(timeout, len(self._ids))
            with self._output.displaying(live(self._output, view)):

                def show() -> None:
                    rows = [(message_id, self._known.get(message_id)) for message_id in self._ids]
                    view.take(rows, len(self._pending))

                yield self._rarely(show)

    def _rarely(self, show: Callable[[], None]) -> Any:
        """Show only when all messages are known, and then not for each of thousands of changes."""
        shown_at = 0.0

        def show_rarely(*, at_once: bool = False) -> None:
            nonlocal shown_at
            now = time.monotonic()
            is_due = now - shown_at >= _SHOWN_EVERY and len(self._known) == len(self._ids)
            if at_once or is_due:
                shown_at = now
                show()

        return show_rarely

    def _noting(self) -> Any:
        noted = ""

        def show() -> None:
            nonlocal noted
            now = joined(
                ", ",
                (
                    _(
                        "{count} {status}",
                        count=entry.cells["messages"],
                        status=entry.cells["status"],
                    )
                    for entry in counts(map(self._known.get, self._ids))
                ),
            )
            if now != noted:
                self._output.note(joined("", (now, ".")))
                noted = now

        return show


class _View:
    """The live table: a line for each message, or for each status if the window is too small."""

    def __init__(self, timeout: float, total: int) -> None:
        self._began = time.monotonic()
        self._timeout = timeout
        self._total = total
        # Replaced as a whole, since the display reads it in another thread.
        self._state: tuple[list[Any], list[Any], int] = ([], [], total)

    def take(self, rows: list[tuple[str, MessageStatus | None]], pending: int) -> None:
        self._state = rows, counts(row for _, row in rows), pending

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Any]:
        from rich.text import Text  # noqa: PLC0415

        from turbosms_cli.printing.printed_tables import Lines  # noqa: PLC0415

        rows, lines, pending = self._state
        if len(rows) <= console.size.height - _AROUND:
            lines = [of_status(message_id, status) for message_id, status in rows]
        if rows:
            yield Lines(lines, COLUMNS, terse=True)
        waited = time.monotonic() - self._began
        said = _(
            "{final:,} of {total:,} final, {waited:.0f} of {timeout:g} s",
            final=self._total - pending,
            total=self._total,
            waited=waited,
            timeout=self._timeout,
        )
        yield Text(
            spoken(said),
            no_wrap=True,
            overflow="ellipsis",
        )
