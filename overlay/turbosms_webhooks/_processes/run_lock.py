"""Lets one process at a time handle the events of a file, so that they stay in order."""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from turbosms_webhooks._processes.forks import ForkAware
from turbosms_webhooks._processes.private_files import make_private

_SECONDS_BETWEEN_TRIES: Final = 0.5


class RunLock(ForkAware):
    """A lock that the operating system takes away from a process that ends, however it does.

    It is the lock of an empty file beside the inbox. That of a SQLite file would not do: the child
    of a fork could never have it, even after the end of its parent.
    """

    def __init__(self, inbox: Path) -> None:
        self._path = inbox.with_name(f"{inbox.name}-run")
        self._in_this_process = threading.Lock()
        self._changing = threading.Lock()
        """Held while the descriptor changes, so that a fork copies none that nobody knows of."""
        self._descriptor: int | None = None
        super().__init__()

    def acquire(self, pause: Callable[[float], bool]) -> bool:
        """Wait until nobody else handles events; False if `pause` says to wait no longer.

        Raises:
            OSError: the file cannot be made or opened.
        """
        while not self._try():
            if not pause(_SECONDS_BETWEEN_TRIES):
                return False
        return True

    def release(self) -> None:
        """Let another one handle events."""
        with self._changing:
            self._close()
        self._in_this_process.release()

    def before_fork(self) -> None:
        """Wait until the descriptor is one that the child will know of."""
        self._changing.acquire()

    def after_fork_in_parent(self) -> None:
        """Go on."""
        self._changing.release()

    def after_fork_in_child(self) -> None:
        """Leave the lock to the parent, which keeps it until it closes its own descriptor."""
        self._close()
        self._changing = threading.Lock()
        self._in_this_process = threading.Lock()

    def _try(self) -> bool:
        if not self._in_this_process.acquire(blocking=False):
            return False
        try:
            with self._changing:
                self._descriptor = _locked(self._path)
        finally:
            if self._descriptor is None:
                self._in_this_process.release()
        return self._descriptor is not None

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _locked(path: Path) -> int | None:
    """A descriptor of the locked file; None if another one has locked it."""
    make_private(path)
    descriptor = os.open(path, os.O_RDWR)
    try:
        is_locked = _lock(descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    if not is_locked:
        os.close(descriptor)
        return None
    return descriptor


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # the latter on Windows
        return False
    return True
