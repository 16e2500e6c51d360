"""Copies of recipients from a pipe, for the command that completes an interrupted send."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from io import BufferedReader

_AT_ONCE: Final = 65_536


class Copies:
    """Copies of what came from stdin and pipes, in unnamed files until they need a name."""

    def __init__(self) -> None:
        self._copies: dict[str, IO[bytes]] = {}

    def take(self, source: str, stream: BufferedReader[Any]) -> BufferedReader[Any]:
        """Copy a stream to its end, and return the copy for reading.

        A source that was read before has little more, but what it had must not be lost.
        """
        if source not in self._copies:
            self._copies[source] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        copy = self._copies[source]
        start = copy.seek(0, os.SEEK_END)
        # `read` would continue after an end, and on a terminal wait for a second Ctrl-D.
        for part in iter(lambda: stream.read1(_AT_ONCE), b""):
            copy.write(part)
        copy.seek(start)
        return open(os.dup(copy.fileno()), "rb")  # noqa: PTH123 - the reader closes it

    @property
    def has_any(self) -> bool:
        """Whether anything came from a pipe."""
        return bool(self._copies)

    @cached_property
    def files(self) -> dict[str, str]:
        """Permanent files by source, created on first use; only their owner can read them."""
        made = {}
        for source, copy in self._copies.items():
            descriptor, path = tempfile.mkstemp(prefix="turbosms-")
            copy.seek(0)
            with os.fdopen(descriptor, "wb") as file:
                shutil.copyfileobj(copy, file)
            made[source] = path
        return made

    def close(self) -> None:
        for copy in self._copies.values():
            copy.close()
