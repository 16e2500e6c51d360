"""Collecting garbage, of which a sandbox makes little, without keeping anybody waiting."""

from __future__ import annotations

import gc
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_THRESHOLDS: Final = (20_000, 3, 30)
"""A sandbox keeps what it makes, and makes hardly any garbage in cycles.

Looking for it all the time costs a tenth. Looking at what was made in between takes 20 ms at most.
"""
_OLDEST: Final = 2
SLOW: Final = 0.03
"""Seconds that looking at everything may take. A million messages would take ten times as long."""


class _Freezer:
    """Sets what there is aside, for good, whenever it takes too long to look at all of it."""

    def __init__(self) -> None:
        self._began = 0.0

    def __call__(self, phase: str, info: dict[str, Any]) -> None:
        """As `gc.callbacks` are called, around each collection."""
        if info["generation"] != _OLDEST:
            return
        if phase == "start":
            self._began = time.perf_counter()
        elif time.perf_counter() - self._began > SLOW:
            gc.freeze()


@contextmanager
def seldom() -> Iterator[Callable[[], None]]:
    """Collect garbage as a sandbox needs it.

    Gives a function to be called when a whole state is let go of, whose cycles may be set aside.
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
