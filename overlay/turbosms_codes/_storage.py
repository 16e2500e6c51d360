"""Where the state of codes is kept."""

import threading
import time
from typing import Protocol


class CodeStorage(Protocol):
    """Values and counters that expire; all processes that verify a code need the same.

    Nothing that it is given is secret: neither codes nor phone numbers can be read from it.
    """

    def get(self, key: str) -> str | None:
        """The value of a key, unless it has expired."""
        ...

    def put(self, key: str, value: str, seconds: int) -> None:
        """Set a value, which expires after so many seconds."""
        ...

    def increment(self, key: str, seconds: int) -> int:
        """Add 1 to a counter and return it, in one step.

        It expires so many seconds after it was 1.
        """
        ...

    def remove(self, key: str) -> bool:
        """Remove a key, and say whether it was there, in one step."""
        ...


class MemoryStorage:
    """A `CodeStorage` in the memory of one process, for tests and small applications."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._expiries: dict[str, float] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> str | None:
        """The value of a key, unless it has expired."""
        with self._lock:
            self._forget_expired()
            return self._values.get(key)

    def put(self, key: str, value: str, seconds: int) -> None:
        """Set a value, which expires after so many seconds."""
        with self._lock:
            self._values[key] = value
            self._expiries[key] = time.monotonic() + seconds

    def increment(self, key: str, seconds: int) -> int:
        """Add 1 to a counter and return it."""
        with self._lock:
            self._forget_expired()
            count = int(self._values.get(key, 0)) + 1
            self._values[key] = str(count)
            self._expiries.setdefault(key, time.monotonic() + seconds)
            return count

    def remove(self, key: str) -> bool:
        """Remove a key, and say whether it was there."""
        with self._lock:
            self._forget_expired()
            self._expiries.pop(key, None)
            return self._values.pop(key, None) is not None

    def _forget_expired(self) -> None:
        now = time.monotonic()
        for key in [key for key, expiry in self._expiries.items() if expiry <= now]:
            del self._values[key], self._expiries[key]
