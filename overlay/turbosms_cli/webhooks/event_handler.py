"""What is done with an event: the command of `--exec`, then its line on stdout."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from turbosms_cli.printing import exit_codes
from turbosms_cli.printing.output import Output, ReaderGoneError, json_text
from turbosms_cli.webhooks.event_command import CommandFailedError, EventCommand
from turbosms_cli.webhooks.event_rows import line_of, record
from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from turbosms_webhooks import Event


class EventHandler:
    """Handles one event after the other, for `WebhookInbox.run`.

    An event is printed after its command has succeeded, so that it is printed once, however often
    that had to be tried.
    """

    def __init__(self, output: Output, words: Sequence[str], end: Callable[[int], None]) -> None:
        """Prepare it.

        Args:
            output: where events are printed.
            words: the command; empty if there is none.
            end: called with an exit code when nothing can be printed any more.
        """
        self._output = output
        self._end = end
        self._name = shlex.join(words[:1])
        self._command = EventCommand(words, output.note) if words else None
        # What the command does is not undone by a reader that has gone.
        output.survives_closed_stdout = self._command is not None
        self._is_troubled = False
        self._failing: set[str] = set()

    @property
    def has_failing_events(self) -> bool:
        """Whether there are events whose command failed, and has not succeeded since."""
        return bool(self._failing)

    def __call__(self, event: Event) -> None:
        """Handle an event; if this raises, it is handled again."""
        try:
            self._handle(event)
        except (CommandFailedError, ReaderGoneError):
            raise
        except Exception as error:
            # The inbox would try it again without a word.
            self._output.note(_("An event cannot be handled: {error}.", error=type(error).__name__))
            raise

    def end_command(self) -> None:
        """End the command at hand, and run none any more."""
        if self._command is not None:
            self._command.end()

    def close(self) -> None:
        """Print the rest of what the command has printed."""
        if self._command is not None:
            self._command.close()

    def _handle(self, event: Event) -> None:
        row = record(event)
        if self._command is not None:
            self._run_command(self._command, event, json_text(row))
        try:
            if self._output.as_json:
                self._output.row(row)
            else:
                self._output.line(line_of(event))
        except ReaderGoneError:
            self._end(exit_codes.FINE)
            raise
        except SystemExit:
            self._end(exit_codes.FAILED)
            raise ReaderGoneError from None

    def _run_command(self, command: EventCommand, event: Event, text: str) -> None:
        try:
            command.run(f"{text}\n")
        except CommandFailedError as failure:
            self._failing.add(text)
            if not self._is_troubled:
                self._note_failure(event, failure)
            self._is_troubled = True
            raise
        self._failing.discard(text)
        self._is_troubled = False

    def _note_failure(self, event: Event, failure: CommandFailedError) -> None:
        self._output.note(
            _(
                "{name} {failure} (event {type}). It is run again after 1, 2, 4, … up to 60 "
                "seconds; further failures are only counted.",
                name=self._name,
                failure=str(failure),
                type=event.type,
            )
        )
