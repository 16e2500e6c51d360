"""Work that may take long, such as searches, done step by step."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import anyio

if TYPE_CHECKING:
    from collections.abc import Generator

T = TypeVar("T")


class Background:
    """Runs generators, one step of one of them at a time, and serves requests between two steps.

    However many generators there are, a request waits for a few steps at most.
    """

    def __init__(self) -> None:
        self.steps = 0
        """How many steps were made."""

    @cached_property
    def _lock(self) -> anyio.Lock:
        """Made on first use: what that imports would delay the start of the sandbox."""
        return anyio.Lock()

    async def do(self, work: Generator[None, None, T]) -> T:
        """Run a generator to its end; returns its result."""
        while True:
            async with self._lock:
                self.steps += 1
                try:
                    next(work)
                except StopIteration as end:
                    result: T = end.value
                    return result
