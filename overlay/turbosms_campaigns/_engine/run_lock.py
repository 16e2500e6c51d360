"""Lets one process at a time work on a SQLite file."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from turbosms_languages import _, reason_of

from .._model.errors import WorkerError

_SECONDS_BETWEEN_TRIES: Final = 0.5


class RunLock:
    """A lock that the operating system takes away from a process that ends, however it does.

    It is the lock of a SQLite file beside the database, which works the same on every system.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}-worker")
        self._connection: sqlite3.Connection | None = None

    def acquire(self, pause: Callable[[float], bool]) -> bool:
        """Wait until no other process works; False if `pause` says to wait no longer.

        Raises:
            WorkerError: the file cannot be made.
        """
        while not self._try():
            if not pause(_SECONDS_BETWEEN_TRIES):
                return False
        return True

    def release(self) -> None:
        """Let another process work."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _try(self) -> bool:
        try:
            self._path.touch(0o600)
        except OSError as error:
            raise WorkerError(
                _("{path} cannot be made: {why}.", path=self._path, why=reason_of(error))
            ) from error
        connection = sqlite3.connect(
            self._path, timeout=0, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            connection.close()
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                return False
            raise WorkerError(
                _("{path} cannot be locked: {why}.", path=self._path, why=reason_of(error))
            ) from error
        self._connection = connection
        return True
