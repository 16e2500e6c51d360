"""Work that may take long: searches and descriptions of what was sent, done step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import anyio

if TYPE_CHECKING:
    from collections.abc import Generator

T = TypeVar("T")


class Background:
    """Works of which one at a time makes a step, and between two steps everybody is served.

    However many there are, a request waits for a few steps at most.
    """

    def __init__(self) -> None:
        self.steps = 0
        """How many steps were made."""
        self._turn = anyio.Lock()

    async def do(self, work: Generator[None, None, T]) -> T:
        """What comes of the work."""
        while True:
            async with self._turn:
                self.steps += 1
                try:
                    next(work)
                except StopIteration as end:
                    result: T = end.value
                    return result
