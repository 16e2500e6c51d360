"""Sending a feed to a page, as server-sent events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import anyio

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from turbosms_sandbox.engine.service import Service
    from turbosms_sandbox.inbox.feed import Batch, Feed

GATHERING: Final = 0.05
"""Seconds for which a stream gathers what happens before it sends it."""
REST: Final = 5
"""A stream rests at least this many times as long as it looked.

So no wide search takes all the time.
"""
SILENCE: Final = 15.0
"""Seconds after which a stream sends something, so that no proxy takes it for dead."""
RETRY: Final = 1_000
"""Milliseconds after which a browser connects again."""


async def event_stream(service: Service, feed: Feed) -> AsyncIterator[str]:
    yield f"retry: {RETRY}\n\n"
    last_sent = anyio.current_time()
    with service.notifier.listening() as waiter:
        while not service.notifier.stopped:
            began = anyio.current_time()
            batch = await service.background.do(feed.in_steps())
            rest = max(GATHERING, REST * (anyio.current_time() - began))
            if batch is not None:
                yield _event(batch)
                last_sent = anyio.current_time()
            elif anyio.current_time() - last_sent >= SILENCE:
                yield ": still here\n\n"
                last_sent = anyio.current_time()
            await anyio.sleep(rest)
            silent = anyio.current_time() - last_sent
            until_change = min(feed.changes - service.now(), service.clock_poll)
            await waiter.wait(max(0, min(SILENCE - silent, until_change)))


def _event(batch: Batch) -> str:
    data = json.dumps(batch.data, separators=(",", ":"))
    return f"event: batch\nid: {batch.position}\ndata: {data}\n\n"
