"""Keeps the bodies of calls that were refused, for `turbosms webhook check`."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_MOST: Final = 100
"""Files in a folder, however many calls are refused."""


class RefusedBodies:
    """A folder with a file for each body, readable by its owner alone."""

    def __init__(self, folder: Path) -> None:
        """Make the folder, if there is none.

        Raises:
            OSError: it cannot be made.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._number = 0
        self._lock = threading.Lock()

    def keep(self, body: bytes) -> Path | None:
        """Write a body into a new file; None if there are enough.

        Raises:
            OSError: it cannot be written.
        """
        with self._lock:
            while self._number < _MOST:
                self._number += 1
                file = self._folder / f"refused-{self._number}.txt"
                try:
                    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                except FileExistsError:
                    continue
                with os.fdopen(descriptor, "wb") as stream:
                    stream.write(body)
                return file
        return None
