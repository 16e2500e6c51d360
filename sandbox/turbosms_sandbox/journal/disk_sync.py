"""What was written to a file is brought onto its disk, without anybody waiting for that."""

from __future__ import annotations

import logging
import os
import threading
from typing import Final

PAUSE: Final = 0.5
"""Seconds for which what is written is gathered: a disk takes milliseconds for each time."""

_log = logging.getLogger(__name__)


class Syncing:
    """A thread that syncs one open file soon after something was written."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._written = threading.Event()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Something was written."""
        if self._written.is_set():
            return
        self._written.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="turbosms-sync", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Sync what was written, and let the file be closed."""
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
