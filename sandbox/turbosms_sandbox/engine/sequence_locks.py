"""Repeats of a request that is being executed wait for its result."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class SequenceLocks:
    """The numbered requests that wait for something before they are executed."""

    def __init__(self) -> None:
        self._running: dict[tuple[str, str], anyio.Event] = {}

    @asynccontextmanager
    async def hold(self, operation: str, sequence_id: str | None) -> AsyncIterator[None]:
        """Let requests with the same `sequence_id` wait until this one is done.

        A-52: of two at the same time one is executed, and the other one gets its result.
        """
        if sequence_id is None:
            yield
            return
        key = (operation, sequence_id)
        while (running := self._running.get(key)) is not None:
            await running.wait()
        done = self._running[key] = anyio.Event()
        try:
            yield
        finally:
            del self._running[key]
            done.set()
