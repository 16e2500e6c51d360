"""How long a request and each of its steps may take."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager, nullcontext
from typing import Final

import anyio
import httpx2

_SHORTEST: Final = 0.001  # not everything takes a timeout of 0 as one
_GRACE: Final = 0.05


def shorten(timeouts: dict[str, float | None], until: float) -> None:
    """Shorten the timeouts of the next step to the time left until `until` (`time.monotonic`)."""
    remaining = max(until - time.monotonic(), _SHORTEST)
    for phase, seconds in timeouts.items():
        if seconds is None or seconds > remaining:
            timeouts[phase] = remaining


def seconds_for(timeout: float | None, until: float | None, *, has_left: bool) -> float | None:
    """The timeout of a single read or write, which ends at `until` at the latest.

    If a step takes many of them, such as for a response head that arrives byte by byte, httpcore2
    allows each of them the full time.

    Raises:
        httpx2.TransportError: no time is left; with a peer that never pauses, no read times out.
    """
    if until is None:
        return timeout
    remaining = until - time.monotonic()
    if remaining <= 0:
        raise deadline_is_over(has_left=has_left)
    return remaining if timeout is None else min(timeout, remaining)


def cancelled_at(until: float | None) -> AbstractContextManager[object]:
    """Cancel what is awaited in the context a little after that time of `time.monotonic`.

    A little after, so that a single step that takes too long ends with its own error.
    """
    if until is None:
        return nullcontext()
    return anyio.move_on_after(until - time.monotonic() + _GRACE)


def deadline_is_over(*, has_left: bool) -> httpx2.TransportError:
    """The error for a request that missed its deadline."""
    kind = httpx2.ReadTimeout if has_left else httpx2.ConnectTimeout
    return kind("the deadline is over")
