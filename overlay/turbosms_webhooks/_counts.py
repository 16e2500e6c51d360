"""What a process has seen, counted from several threads."""

import threading
from collections import Counter


class Counts:
    """Numbers by name."""

    def __init__(self) -> None:
        self._numbers: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, name: str) -> None:
        """Count one more."""
        with self._lock:
            self._numbers[name] += 1

    def copy(self) -> "Counter[str]":
        """The numbers as they are now; 0 for every other name."""
        with self._lock:
            return Counter(self._numbers)
