"""Results of threads for those who await them in an event loop."""

import asyncio
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from typing import Generic, TypeVar

_Result = TypeVar("_Result")


class LoopResults(Generic[_Result]):
    """Wakes a loop once for all results that have come together.

    `asyncio.wrap_future` wakes it for each of them, which costs as much as storing a call.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._arrived: deque[tuple[asyncio.Future[_Result], _Result]] = deque()
        self._is_woken = False
        """Whether the loop is about to look at what has arrived."""

    async def result_of(self, future: "Future[_Result]") -> _Result:
        """Await a result that another thread sets, or has set already."""
        if future.done():
            return future.result()
        awaited: asyncio.Future[_Result] = self.loop.create_future()
        future.add_done_callback(lambda done: self._note(awaited, done.result()))
        return await awaited

    def _note(self, awaited: "asyncio.Future[_Result]", result: _Result) -> None:
        """Called in any thread."""
        self._arrived.append((awaited, result))
        if not self._is_woken:
            self._is_woken = True
            with suppress(RuntimeError):  # the loop is closed, and nobody awaits anything there
                self.loop.call_soon_threadsafe(self._set_all)

    def _set_all(self) -> None:
        # Before anything is taken out: whatever arrives from now on wakes the loop again.
        self._is_woken = False
        while self._arrived:
            awaited, result = self._arrived.popleft()
            if not awaited.done():  # unless who awaited it was cancelled
                awaited.set_result(result)
