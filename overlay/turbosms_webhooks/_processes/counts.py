"""What a process has seen, counted from several threads."""

import threading
from collections import Counter
from collections.abc import Iterable

from turbosms_webhooks._processes.forks import ForkAware


class Counts(ForkAware):
    """Numbers by name; a child of a fork begins with none."""

    def __init__(self) -> None:
        self._begin()
        super().__init__()

    def _begin(self) -> None:
        self._numbers: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, name: str) -> None:
        """Count one more."""
        with self._lock:
            self._numbers[name] += 1

    def add_all(self, names: Iterable[str]) -> None:
        """Count one more of each."""
        with self._lock:
            self._numbers.update(names)

    def copy(self) -> "Counter[str]":
        """The numbers as they are now; 0 for every other name."""
        with self._lock:
            return Counter(self._numbers)

    def after_fork_in_child(self) -> None:
        """Forget what the parent has seen."""
        self._begin()
