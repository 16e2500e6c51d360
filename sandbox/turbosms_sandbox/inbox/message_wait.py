"""Waiting for messages that match a search: all are looked through once, then only new ones."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import anyio

from turbosms_sandbox.engine.notifier import while_connected
from turbosms_sandbox.messages.search import read_search

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive

    from turbosms_sandbox.delivery.sends import StoredMessage
    from turbosms_sandbox.engine.notifier import Waiter
    from turbosms_sandbox.engine.service import Service
    from turbosms_sandbox.engine.state import State

REST = 5
"""A waiter rests at least this many times as long as it took to look through all messages."""


class MessageWait:
    """A search whose results may have to be waited for."""

    def __init__(self, service: Service, values: Mapping[str, object], limit: int) -> None:
        """ControlError if `values` describe no search."""
        self._service = service
        self._values = values
        self._limit = limit
        self._search = read_search(values, service.state.sent)
        self._state: State | None = None
        self._newest: StoredMessage | None = None
        self._changes = -inf
        """When an earlier message may begin to match as time goes by."""
        self._rests_until = -inf
        """How long that has to wait, in the seconds of the event loop."""

    async def messages(self, seconds: float, receive: Receive) -> list[StoredMessage]:
        """The newest matching messages, as soon as there are any; none after so many seconds."""
        deadline = anyio.current_time() + seconds
        matching = await self._look()
        if matching or not seconds or not self._limit:
            return matching
        notifier, search = self._service.notifier, self._search
        with notifier.expecting(search.recipient, search.send_filter()) as waiter:
            waiter.call()  # for what has arrived since, when nobody was notified
            async with while_connected(receive, waiter) as connection:
                while not matching and not connection.is_lost and not notifier.stopped:
                    remaining = deadline - anyio.current_time()
                    if remaining <= 0:
                        break
                    await self._wait(waiter, remaining)
                    matching = await self._look()
        return matching

    async def _wait(self, waiter: Waiter, remaining: float) -> None:
        until_change = self._changes - self._service.now()
        if until_change < inf:
            until_change = min(until_change, self._service.clock_poll)
            until_change = max(until_change, self._rests_until - anyio.current_time(), 0)
        await waiter.wait(min(remaining, until_change))
        if waiter.must_look_again:
            waiter.must_look_again = False
            self._changes = -inf

    async def _look(self) -> list[StoredMessage]:
        """Look through all messages, or through new ones if no other can have begun to match."""
        service = self._service
        state, now = service.state, service.now()
        if state is not self._state:
            self._begin_with(state)
        began = anyio.current_time()
        is_due = self._changes <= now and self._rests_until <= began
        looks_at_all = self._newest is None or is_due
        search = self._search if looks_at_all else self._search._replace(after=self._newest)
        result = await service.background.do(search.find_in_steps(state.sent, now, self._limit))
        self._newest = result.newest or self._newest
        if looks_at_all:
            # Nobody looks through a million messages all the time.
            ended = anyio.current_time()
            self._rests_until = ended + REST * (ended - began)
            self._changes = result.changes
        else:
            self._changes = min(self._changes, result.changes)
        return result.messages

    def _begin_with(self, state: State) -> None:
        """ControlError if the search names messages that this state does not know."""
        if self._state is not None:
            self._search = read_search(self._values, state.sent)
        self._state, self._newest = state, None
        self._changes = self._rests_until = -inf
