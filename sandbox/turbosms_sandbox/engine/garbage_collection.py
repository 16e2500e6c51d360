"""Garbage collection without pauses: a sandbox makes little garbage and keeps most objects."""

from __future__ import annotations

import gc
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_THRESHOLDS: Final = (20_000, 3, 30)
"""A sandbox keeps what it creates, and there is hardly any garbage in cycles.

With Python's own thresholds, looking for it costs a tenth of the time. With these, looking at what
was created in between takes 20 ms at most.
"""
_OLDEST: Final = 2
SLOW: Final = 0.03
"""Seconds that a full collection may take. With a million messages it would take ten times that."""


class _Freezer:
    """Excludes all existing objects from collections when a full collection takes too long."""

    def __init__(self) -> None:
        self._began = 0.0

    def __call__(self, phase: str, info: dict[str, Any]) -> None:
        """As one of `gc.callbacks`, called around each collection."""
        if info["generation"] != _OLDEST:
            return
        if phase == "start":
            self._began = time.perf_counter()
        elif time.perf_counter() - self._began > SLOW:
            gc.freeze()


@contextmanager
def rare_collections() -> Iterator[Callable[[], None]]:
    """Collect garbage the way a sandbox needs it.

    Yields a function to call when a whole state was dropped, whose cycles may be excluded.
    """
    freezer, thresholds = _Freezer(), gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    gc.callbacks.append(freezer)
    try:
        yield gc.unfreeze
    finally:
        gc.callbacks.remove(freezer)
        gc.set_threshold(*thresholds)
        gc.unfreeze()
