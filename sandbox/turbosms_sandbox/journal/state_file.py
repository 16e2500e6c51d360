"""The file of `--state`: kept for one sandbox alone, and left as it is if it is refused."""

from __future__ import annotations

import os
import stat
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.engine.execution import DifferentError, digest, execute, replay
from turbosms_sandbox.journal.journal import FORMAT, HEADER, NAME, DamagedError, Journal

if TYPE_CHECKING:
    from turbosms_sandbox.calls.commands import Command
    from turbosms_sandbox.engine.state import State

_SQLITE: Final = b"SQLite format 3\x00"
_APPLICATION: Final = b"TSMS"
"""What format 1, a database, has at byte 68 of its header."""
_APPLICATION_AT: Final = 68
_HEAD_BYTES: Final = 100
_LOCKED_AT: Final = 1 << 62
"""Far behind everything that is read and written; Windows locks bytes and not files."""


class StateFileError(Exception):
    """The state file cannot be used; the message is a sentence that says why.

    The file is as it was.
    """


class StateFile:
    """The journal of one sandbox in a file, and the lock that keeps others out.

    StateFileError if it cannot be had.

    `state` is what the journal leads to, None if it is empty.
    """

    def __init__(self, path: Path) -> None:
        self.path: Final = Path(os.path.realpath(path))
        try:
            self._descriptor = _open(self.path)
            try:
                self.journal = Journal(self._descriptor)
                self.state = self._read()
            except BaseException:
                os.close(self._descriptor)
                raise
        except OSError as problem:
            why = problem.strerror or problem
            raise StateFileError(f"Cannot use the state file {path}: {why}.") from None

    def close(self) -> None:
        self.journal.close()
        os.close(self._descriptor)

    def replay(self) -> State | None:
        """The state that the journal leads to, None if it is empty; DamagedError, DifferentError.

        What was proposed and not answered is executed now, unless it changes nothing.
        """
        state = self._replay_answered()
        command = self.journal.unanswered
        if command is None:
            return state
        if state is None:
            self.journal.withdraw()
            return None
        return self._execute(state, command)

    def _replay_answered(self) -> State | None:
        records = self.journal.read()
        first = next(records, None)
        return None if first is None else replay(chain([first], records))

    def _execute(self, state: State, command: Command) -> State | None:
        state.clock.resume(command.now)
        try:
            answer = execute(state, command)
        except (Refusal, ControlError):
            self.journal.withdraw()
        except Exception:  # what cannot be executed has not happened
            self.journal.withdraw()
            return self._replay_answered()
        else:
            if answer.created or answer.changed:
                self.journal.confirm(digest(answer))
            else:
                self.journal.withdraw()
        return state

    def _read(self) -> State | None:
        try:
            return self.replay()
        except DamagedError:
            raise StateFileError(
                f"The state file {self.path} is damaged, so it was left as it is."
            ) from None
        except DifferentError:
            raise StateFileError(
                f"The state file {self.path} was written by a version of the sandbox that behaves "
                "differently, so it was left as it is."
            ) from None


def _open(path: Path) -> int:
    """Open the file, which is made if there is none, and lock it until the descriptor is closed."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        _check_kind(descriptor, path)
        _lock(descriptor, path)
        head = os.read(descriptor, _HEAD_BYTES)
        # Whoever is killed while a file is made leaves a part of its first line, or nothing.
        if HEADER.startswith(head) and head != HEADER:
            _fill(descriptor, path)
        else:
            _check_head(head, path)
            _check_mode(descriptor, path)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _check_kind(descriptor: int, path: Path) -> None:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise _foreign(path)


def _lock(descriptor: int, path: Path) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415

            os.lseek(descriptor, _LOCKED_AT, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise StateFileError(f"The state file {path} is in use by another sandbox.") from None


def _fill(descriptor: int, path: Path) -> None:
    """Begin an empty journal, and see to it that the file and its name reach the disk."""
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    if sys.platform != "win32":
        os.fchmod(descriptor, 0o600)
    os.write(descriptor, HEADER)
    os.fsync(descriptor)
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _check_head(head: bytes, path: Path) -> None:
    application = head[_APPLICATION_AT : _APPLICATION_AT + len(_APPLICATION)]
    if head.startswith(_SQLITE) and application == _APPLICATION:
        raise StateFileError(
            f"The state file {path} has format 1, which this sandbox no longer reads, so it was "
            "left as it is: start with a new file."
        )
    line, line_break, _ = head.partition(b"\n")
    number = line.removeprefix(NAME)
    if not line_break or number == line or not number.isdigit():
        raise _foreign(path)
    if int(number) > FORMAT:
        raise StateFileError(
            f"The state file {path} has format {int(number)}, "
            f"which is newer than this sandbox knows ({FORMAT}), so it was left as it is."
        )
    if int(number) < FORMAT:
        raise _foreign(path)


def _check_mode(descriptor: int, path: Path) -> None:
    """Refuse a file that others can read or write: texts and numbers of people stand in it."""
    if sys.platform != "win32" and stat.S_IMODE(os.fstat(descriptor).st_mode) & 0o077:
        raise StateFileError(
            f"The state file {path} can be read or written by others, so it was left as it is: "
            "take that right away (chmod 600)."
        )


def _foreign(path: Path) -> StateFileError:
    return StateFileError(
        f"The file {path} is no state file of the sandbox, so it was left as it is."
    )
