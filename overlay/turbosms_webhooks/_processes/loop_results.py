"""Results of threads for those who await them in an event loop."""

import asyncio
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from typing import TypeVar

_Result = TypeVar("_Result")


class LoopResults:
    """Wakes a loop once for all results that have come together.

    `asyncio.wrap_future` wakes it for each of them, which costs as much as storing a call.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._arrived: deque[asyncio.Future[None]] = deque()
        self._is_woken = False
        """Whether the loop is about to look at what has arrived."""

    async def result_of(self, future: Future[_Result]) -> _Result:
        """Await the result of a future that is set in another thread, or is set already."""
        arrival: asyncio.Future[None] = self.loop.create_future()
        future.add_done_callback(lambda _: self._note(arrival))
        await arrival
        return future.result()

    def _note(self, arrival: "asyncio.Future[None]") -> None:
        """Called in any thread."""
        self._arrived.append(arrival)
        if not self._is_woken:
            self._is_woken = True
            with suppress(RuntimeError):  # the loop is closed, and nobody awaits anything there
                self.loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        # Before anything is taken out: whatever arrives from now on wakes the loop again.
        self._is_woken = False
        while self._arrived:
            arrival = self._arrived.popleft()
            if not arrival.done():  # unless who awaited it was cancelled
                arrival.set_result(None)
