"""Waiting for messages that fit a search: looked for once, and then among what is new."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import anyio

from turbosms_sandbox.engine.notifier import while_connected
from turbosms_sandbox.messages import search

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive

    from turbosms_sandbox.delivery.campaigns import Message
    from turbosms_sandbox.engine.notifier import Waiter
    from turbosms_sandbox.engine.service import Service
    from turbosms_sandbox.engine.state import State

REST = 5
"""How many times as long as it looked through everything who waits rests at least."""


class Expectation:
    """Somebody's search for messages that may have to be waited for."""

    def __init__(self, service: Service, values: Mapping[str, object], limit: int) -> None:
        """ControlError if `values` describe no search."""
        self._service = service
        self._values = values
        self._limit = limit
        self._search = search.read(values, service.state.storage)
        self._state: State | None = None
        self._newest: Message | None = None
        self._changes = -inf
        """When something of what was there before may fit by time alone."""
        self._rests_until = -inf
        """Until when that has to wait, in the seconds of the event loop."""

    async def meet(self, seconds: float, receive: Receive) -> list[Message]:
        """The newest messages that fit, as soon as there are any; none after so many seconds."""
        deadline = anyio.current_time() + seconds
        found = await self._look()
        if found or not seconds or not self._limit:
            return found
        notifier, wanted = self._service.notifier, self._search
        with notifier.expecting(wanted.recipient, wanted.concerns()) as waiter:
            waiter.call()  # something may have come since, while nobody would have called
            async with while_connected(receive, waiter) as connection:
                while not found and not connection.is_lost and not notifier.stopped:
                    left = deadline - anyio.current_time()
                    if left <= 0:
                        break
                    await self._wait(waiter, left)
                    found = await self._look()
        return found

    async def _wait(self, waiter: Waiter, left: float) -> None:
        changes = self._changes - self._service.now()
        if changes < inf:
            changes = min(changes, self._service.glance)
            changes = max(changes, self._rests_until - anyio.current_time(), 0)
        await waiter.wait(min(left, changes))
        if waiter.looks_anew:
            waiter.looks_anew = False
            self._changes = -inf

    async def _look(self) -> list[Message]:
        """Look through everything, or through what is new if nothing else can have come to fit."""
        service = self._service
        state, now = service.state, service.now()
        if state is not self._state:
            self._begin_with(state)
        began = anyio.current_time()
        is_due = self._changes <= now and self._rests_until <= began
        anew = self._newest is None or is_due
        wanted = self._search if anew else self._search._replace(after=self._newest)
        finding = await service.background.do(wanted.look(state.storage, now, self._limit))
        self._newest = finding.newest or self._newest
        if anew:
            # Whoever looks through a million messages does not do so all the time.
            ended = anyio.current_time()
            self._rests_until = ended + REST * (ended - began)
            self._changes = finding.changes
        else:
            self._changes = min(self._changes, finding.changes)
        return finding.messages

    def _begin_with(self, state: State) -> None:
        """ControlError if the search names messages that this state does not know."""
        if self._state is not None:
            self._search = search.read(self._values, state.storage)
        self._state, self._newest = state, None
        self._changes = self._rests_until = -inf
