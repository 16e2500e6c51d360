"""Runs a command for each event: `--exec`."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import click

from turbosms_cli.printing.terminal_text import quoted
from turbosms_languages import _, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LONGEST_LINE: Final = 10_000
_SECONDS_FOR_REST: Final = 1.0
"""How long the output of programs that the command has left running is waited for."""


class CommandFailedError(Exception):
    """The command could not be run, or did not end with exit code 0."""


def words_of(command: str) -> tuple[str, ...]:
    """The words of a command, split as by a shell, which then does not run: nothing is expanded.

    `click.BadParameter` if it cannot be split, or there is no such program.
    """
    if not command.strip():  # which is refused elsewhere
        return ()
    try:
        words = tuple(shlex.split(command))
    except ValueError:
        raise click.BadParameter(_("a quote is not closed.")) from None
    is_program = bool(words) and "\0" not in command and shutil.which(words[0]) is not None
    if not is_program:
        raise click.BadParameter(
            _("there is no program {program}.", program=quoted(words[0] if words else command))
        )
    return words


class EventCommand:
    """A command that gets each event on stdin. What it prints goes to `say`, line by line."""

    def __init__(self, words: Sequence[str], say: Callable[[str], None]) -> None:
        self._words = words
        self._say = say
        self._reader, self._writer = os.pipe()
        self._process: subprocess.Popen[bytes] | None = None
        self._may_run = True
        self._was_asked_to_end = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._pass_on_output, daemon=True)
        self._thread.start()

    def run(self, text: str) -> None:
        """Run it to its end with a text on stdin; CommandFailedError if that is no success."""
        process = self._started()
        # It need not read what it is given.
        with suppress(BrokenPipeError):
            process.communicate(text.encode("utf-8", "replace"))
        code = process.wait()
        self._process = None
        if code != 0:
            raise CommandFailedError(_end_in_words(code))

    def end(self) -> None:
        """Ask it to end if it runs, the second time by force, and do not run it again."""
        with self._lock:
            self._may_run = False
            process = self._process
        if process is not None and process.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                _end(process, by_force=self._was_asked_to_end)
        self._was_asked_to_end = True

    def close(self) -> None:
        """Wait until all that it has printed is passed on."""
        os.close(self._writer)
        self._thread.join(_SECONDS_FOR_REST)

    def _started(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if not self._may_run:
                raise CommandFailedError(_("was not run any more"))
            try:
                # In a group of its own: Ctrl-C is for us, and lets it come to its end.
                process = subprocess.Popen(  # noqa: S603 - the user's own command
                    self._words,
                    stdin=subprocess.PIPE,
                    stdout=self._writer,
                    stderr=self._writer,
                    process_group=0,
                )
            except OSError as error:
                raise CommandFailedError(
                    _("cannot be started: {why}", why=reason_of(error))
                ) from None
            self._process = process
            return process

    def _pass_on_output(self) -> None:
        with open(self._reader, encoding="utf-8", errors="replace", newline="\n") as lines:  # noqa: PTH123 - a descriptor
            while line := lines.readline(_LONGEST_LINE):
                self._say(line.rstrip("\r\n"))


def _end_in_words(code: int) -> str:
    if code > 0:
        return _("ended with exit code {code}", code=code)
    return _("was ended by signal {signal}", signal=-code)


def _end(process: subprocess.Popen[bytes], *, by_force: bool) -> None:
    """End a process and what it has started."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL if by_force else signal.SIGTERM)
    else:
        process.terminate()
