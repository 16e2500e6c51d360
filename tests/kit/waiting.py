"""Waiting for what another process or thread brings about."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable


FIRST_PAUSE: Final = 0.01
LONGEST_PAUSE: Final = 0.05
"""Seconds. To ask takes time of the processor, which what is waited for needs as well."""


def wait_for(condition: Callable[[], Any], seconds: float = 120.0) -> None:
    """Ask until it holds, however slow the machine is; AssertionError if it never does."""
    deadline = time.monotonic() + seconds
    pause = FIRST_PAUSE
    while not condition():
        assert time.monotonic() < deadline, "It did not come about."
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE)
