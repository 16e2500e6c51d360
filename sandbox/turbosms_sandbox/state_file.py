"""The file of `--state`.

Kept for one sandbox alone, and read in a copy first, so that a refusal changes nothing.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from turbosms_sandbox import journal, wal
from turbosms_sandbox.execution import DifferentError, replay
from turbosms_sandbox.journal import APPLICATION, FORMAT, DamagedError, Journal

if TYPE_CHECKING:
    from turbosms_sandbox.state import State

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES: Final = 100
_FORMAT_AT: Final = 60
_APPLICATION_AT: Final = 68
_ATTEMPTS: Final = 100


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
            self._lock = _open_locked(self.path)
            try:
                self.state = self._read()
                self.journal = Journal(self.path)
            except BaseException:
                os.close(self._lock)
                raise
        except (OSError, sqlite3.Error) as problem:
            why = getattr(problem, "strerror", None) or problem
            raise StateFileError(f"Cannot use the state file {path}: {why}.") from None

    def close(self) -> None:
        self.journal.close()
        os.close(self._lock)

    def _read(self) -> State | None:
        """Replay a copy.

        Opening the file itself would already change what a killed sandbox has left there.
        """
        _check_header(self.path)
        log = _log_of(self.path).read_bytes() if _log_of(self.path).exists() else b""
        with tempfile.TemporaryDirectory(prefix="turbosms-sandbox-") as folder:
            copy = Path(folder, "state")
            shutil.copyfile(self.path, copy)
            _log_of(copy).write_bytes(log)
            try:
                records, frames = journal.check(copy)
            except DamagedError:
                raise _damaged(self.path) from None
        if wal.has_lost_commits(log, frames):
            raise _damaged(self.path)
        if not records:
            return None
        try:
            return replay(records)
        except DifferentError:
            raise StateFileError(
                f"The state file {self.path} was written by a version of the sandbox that behaves "
                "differently, so it was left as it is."
            ) from None


def _check_header(path: Path) -> None:
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    application = int.from_bytes(header[_APPLICATION_AT : _APPLICATION_AT + 4], "big")
    if not header.startswith(_MAGIC) or application != APPLICATION:
        raise _foreign(path)
    version = int.from_bytes(header[_FORMAT_AT : _FORMAT_AT + 4], "big")
    if version > FORMAT:
        raise StateFileError(
            f"The state file {path} has format {version}, "
            f"which is newer than this sandbox knows ({FORMAT}), so it was left as it is."
        )


def _open_locked(path: Path) -> int:
    """Open the file, which is made if there is none, and lock it until the descriptor is closed.

    The lock is another one than SQLite's, which nobody could hold while the file is only looked at.
    """
    for _ in range(_ATTEMPTS):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            _check_kind(descriptor, path)
            _lock(descriptor, path)
            status = os.fstat(descriptor)
            if os.path.samestat(status, path.stat()):
                if status.st_size:
                    return descriptor
                _fill(path, descriptor)  # an empty file is as good as none
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
    raise StateFileError(f"The state file {path} does not stay where it is.")


def _check_kind(descriptor: int, path: Path) -> None:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise _foreign(path)


def _lock(descriptor: int, path: Path) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415

            os.lseek(descriptor, 1 << 62, os.SEEK_SET)  # far behind what SQLite reads and writes
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise StateFileError(f"The state file {path} is in use by another sandbox.") from None


def _fill(path: Path, descriptor: int) -> None:
    """Put an empty journal in the place of an empty file, whole at once.

    Whoever is killed meanwhile leaves none.
    """
    _log_of(path).unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    os.close(handle)
    prepared = Path(name)
    try:
        journal.create(prepared)
        prepared.replace(path)
    except PermissionError:  # Windows does not replace what is open
        os.write(descriptor, prepared.read_bytes())
    finally:
        prepared.unlink(missing_ok=True)


def _log_of(path: Path) -> Path:
    return Path(f"{path}-wal")


def _foreign(path: Path) -> StateFileError:
    return StateFileError(
        f"The file {path} is no state file of the sandbox, so it was left as it is."
    )


def _damaged(path: Path) -> StateFileError:
    return StateFileError(f"The state file {path} is damaged, so it was left as it is.")
