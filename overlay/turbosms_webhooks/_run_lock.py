"""Lets one process at a time handle the events of a file, so that they stay in order."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from turbosms_webhooks._database import make_private

_SECONDS_BETWEEN_TRIES: Final = 0.5


class RunLock:
    """A lock that the operating system takes away from a process that ends, however it does.

    It is the lock of a SQLite file beside the inbox, which works the same on every system.
    """

    def __init__(self, inbox: Path) -> None:
        self._path = inbox.with_name(f"{inbox.name}-run")
        self._in_this_process = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def acquire(self, pause: Callable[[float], bool]) -> bool:
        """Wait until nobody else handles events; False if `pause` says to wait no longer."""
        while not self._try():
            if not pause(_SECONDS_BETWEEN_TRIES):
                return False
        return True

    def release(self) -> None:
        """Let another one handle events."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
            self._in_this_process.release()

    def _try(self) -> bool:
        if not self._in_this_process.acquire(blocking=False):
            return False
        try:
            make_private(self._path)
            connection = sqlite3.connect(
                self._path, timeout=0, isolation_level=None, check_same_thread=False
            )
        except BaseException:
            self._in_this_process.release()
            raise
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            connection.close()
            self._in_this_process.release()
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            return False
        self._connection = connection
        return True
