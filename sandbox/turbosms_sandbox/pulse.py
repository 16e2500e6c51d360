"""Waiting for a change of the state, without asking again and again."""

from __future__ import annotations

import anyio


class Pulse:
    """Wakes those who wait at every beat."""

    def __init__(self) -> None:
        self._next: anyio.Event | None = None
        self.stopped = False

    def beat(self) -> None:
        if self._next is not None:
            self._next.set()
            self._next = None

    def stop(self) -> None:
        """Wake everybody, and let nobody wait any more."""
        self.stopped = True
        self.beat()

    async def wait(self, seconds: float) -> None:
        """Wait for the next beat, but no longer than that."""
        if self.stopped:
            return
        if self._next is None:
            self._next = anyio.Event()
        with anyio.move_on_after(seconds):
            await self._next.wait()
