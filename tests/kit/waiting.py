"""Waiting for what another process or thread brings about."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def wait_for(condition: Callable[[], Any], seconds: float = 120.0) -> None:
    """Ask until it holds, however slow the machine is; AssertionError if it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It did not come about."
        time.sleep(0.01)
