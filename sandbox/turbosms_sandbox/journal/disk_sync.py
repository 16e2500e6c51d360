"""Syncing a file to its disk in the background."""

from __future__ import annotations

import logging
import os
import threading
from typing import Final

PAUSE: Final = 0.5
"""Seconds for which writes are gathered, because every sync of a disk takes milliseconds."""

_log = logging.getLogger(__name__)


class DiskSync:
    """A thread that syncs an open file soon after it was written to."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._written = threading.Event()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def request(self) -> None:
        """Have the file synced soon."""
        if self._written.is_set():
            return
        self._written.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="turbosms-sync", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Sync what is left, and end the thread."""
        if self._thread is not None:
            self._ending.set()
            self._written.set()
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while not self._ending.is_set():
            self._written.wait()
            self._ending.wait(PAUSE)
            self._written.clear()
            try:
                os.fsync(self._descriptor)
            except OSError as problem:
                _log.warning("The state file cannot be synced: %s", problem)
