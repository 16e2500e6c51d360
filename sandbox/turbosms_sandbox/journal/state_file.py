"""The file of `--state`: used by one sandbox at a time, and left as it is if it is refused."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import Final

from turbosms_sandbox.journal.journal import FORMAT, HEADER, NAME, Journal

_SQLITE: Final = b"SQLite format 3\x00"
_APPLICATION: Final = b"TSMS"
"""What format 1, a database, has at byte 68 of its header."""
_APPLICATION_AT: Final = 68
_HEAD_BYTES: Final = 100
_LOCKED_AT: Final = 1 << 62
"""Far behind everything that is read or written; Windows locks bytes and not files."""


class StateFileError(Exception):
    """The state file cannot be used; the message is a sentence that says why.

    The file is left as it was.
    """


class StateFile:
    """The journal of one sandbox in a file, locked against others; StateFileError if refused."""

    def __init__(self, path: Path) -> None:
        self.requested_path: Final = path
        self.path: Final = Path(os.path.realpath(path))
        try:
            self._descriptor = _open(self.path)
        except OSError as problem:
            raise cannot_be_used(path, problem) from None
        self.journal = Journal(self._descriptor)

    def close(self) -> None:
        self.journal.close()
        self.abandon()

    def abandon(self) -> None:
        """Close the file and leave its content as it is."""
        os.close(self._descriptor)


def cannot_be_used(path: Path, problem: OSError) -> StateFileError:
    reason = problem.strerror or problem
    return StateFileError(f"Cannot use the state file {path}: {reason}.")


def _open(path: Path) -> int:
    """Open the file, create it if necessary, and lock it until the descriptor is closed."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        _check_is_regular_file(descriptor, path)
        _lock(descriptor, path)
        head = os.read(descriptor, _HEAD_BYTES)
        # A process that is killed while it creates a file leaves a part of the first line, or
        # nothing.
        is_empty_or_cut_off = HEADER.startswith(head) and head != HEADER
        if is_empty_or_cut_off:
            _write_header(descriptor, path)
        else:
            _check_head(head, path)
            _check_mode(descriptor, path)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _check_is_regular_file(descriptor: int, path: Path) -> None:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise _is_no_state_file(path)


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


def _write_header(descriptor: int, path: Path) -> None:
    """Begin an empty journal, and make sure that the file and its name reach the disk."""
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
    version = line.removeprefix(NAME)
    if not line_break or version == line or not version.isdigit():
        raise _is_no_state_file(path)
    if int(version) > FORMAT:
        raise StateFileError(
            f"The state file {path} has format {int(version)}, "
            f"which is newer than this sandbox knows ({FORMAT}), so it was left as it is."
        )
    if int(version) < FORMAT:
        raise _is_no_state_file(path)


def _check_mode(descriptor: int, path: Path) -> None:
    """Refuse a file that others can read or write, because it has texts and numbers of people."""
    if sys.platform != "win32" and stat.S_IMODE(os.fstat(descriptor).st_mode) & 0o077:
        raise StateFileError(
            f"The state file {path} can be read or written by others, so it was left as it is: "
            "take that right away (chmod 600)."
        )


def _is_no_state_file(path: Path) -> StateFileError:
    return StateFileError(
        f"The file {path} is no state file of the sandbox, so it was left as it is."
    )
