"""Results of threads for those who await them in an event loop."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
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

    def expect(self) -> tuple["asyncio.Future[_Result]", Callable[[_Result], None]]:
        """What the loop awaits, and what tells it the result, from any thread."""
        awaited: asyncio.Future[_Result] = self.loop.create_future()
        return awaited, partial(self._note, awaited)

    def _note(self, awaited: "asyncio.Future[_Result]", result: _Result) -> None:
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
