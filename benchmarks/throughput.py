"""Two ways of many sends at the same time, in turns, in a process of their own.

    python -m benchmarks.throughput ADDRESS FIRST SECOND ROUNDS

Prints, for each round, the seconds by the wall clock that either took for as many sends: one list
of two numbers on a line. By the wall clock, because waiting for locks and for connections counts
here. In a round either has several turns, of which the quickest counts: whatever else the machine
does can only make a turn longer.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

import httpx2

from benchmarks.exchange import SENDER, TEXT
from benchmarks.sending import HEADERS, PATH, recorded_body
from turbosms_client import AsyncTurboSMS, TurboSMS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Round = Callable[[], Awaitable[object]]
    Way = Callable[[str, AsyncExitStack], Awaitable[Round]]

RECIPIENTS = ["380500000000"]
THREADS = 16
SENDS_OF_A_THREAD = 50
AT_ONCE = 1_000
TURNS = 4
POOL_SECONDS = 60.0
"""By default, `httpx2` gives up those of a thousand that wait five seconds for a connection."""


async def threads(address: str, stack: AsyncExitStack) -> Round:
    """Threads that share a client of ours."""
    sender = stack.enter_context(TurboSMS("sandbox", address, sms_sender=SENDER))
    return _by_threads(lambda: sender.message.send(RECIPIENTS, text=TEXT))


async def bare_threads(address: str, stack: AsyncExitStack) -> Round:
    """Threads that share a client of `httpx2`."""
    body = recorded_body(address, RECIPIENTS)
    http = stack.enter_context(httpx2.Client())
    url = address + PATH
    return _by_threads(lambda: http.post(url, json=body, headers=HEADERS).json())


def _by_threads(send: Callable[[], object]) -> Round:
    pool = ThreadPoolExecutor(THREADS)

    def several() -> None:
        for _ in range(SENDS_OF_A_THREAD):
            send()

    async def one_round() -> None:
        for thread in [pool.submit(several) for _ in range(THREADS)]:
            thread.result()

    return one_round


async def at_once(address: str, stack: AsyncExitStack) -> Round:
    """Our own connections on asyncio."""
    sender = AsyncTurboSMS("sandbox", address, sms_sender=SENDER)
    return _gathered(await stack.enter_async_context(sender))


async def bare_at_once(address: str, stack: AsyncExitStack) -> Round:
    """`httpx2` on asyncio."""
    body = recorded_body(address, RECIPIENTS)
    limits = httpx2.Timeout(5.0, pool=POOL_SECONDS)
    http = await stack.enter_async_context(httpx2.AsyncClient(timeout=limits))
    url = address + PATH

    async def send() -> object:
        response = await http.post(url, json=body, headers=HEADERS)
        return response.json()

    return lambda: asyncio.gather(*(send() for _ in range(AT_ONCE)))


async def through_aiohttp(address: str, stack: AsyncExitStack) -> Round:
    """Ours through a session of `aiohttp`."""
    import aiohttp  # noqa: PLC0415 - the other ways do without it

    session = await stack.enter_async_context(aiohttp.ClientSession())
    return _gathered(AsyncTurboSMS("sandbox", address, sms_sender=SENDER, http_client=session))


async def bare_aiohttp(address: str, stack: AsyncExitStack) -> Round:
    """`aiohttp` alone."""
    import aiohttp  # noqa: PLC0415 - the other ways do without it

    body: Any = recorded_body(address, RECIPIENTS)
    session = await stack.enter_async_context(aiohttp.ClientSession())
    url = address + PATH

    async def send() -> object:
        async with session.post(url, json=body, headers=HEADERS) as response:
            return await response.json()

    return lambda: asyncio.gather(*(send() for _ in range(AT_ONCE)))


def _gathered(sender: AsyncTurboSMS) -> Round:
    def one_round() -> Awaitable[object]:
        return asyncio.gather(*(sender.message.send(RECIPIENTS, text=TEXT) for _ in range(AT_ONCE)))

    return one_round


WAYS: dict[str, Way] = {
    way.__name__: way
    for way in (threads, bare_threads, at_once, bare_at_once, through_aiohttp, bare_aiohttp)
}


async def main() -> None:
    address, first, second, rounds = sys.argv[1:]
    async with AsyncExitStack() as stack:
        ways = [await WAYS[first](address, stack), await WAYS[second](address, stack)]
        for way in ways:
            await way()  # not counted: connects and imports what is left
        for _ in range(int(rounds)):
            seconds: list[list[float]] = [[], []]
            for turn in range(TURNS):
                # Each goes first as often as the other.
                in_turn = (0, 1) if turn % 2 else (1, 0)
                for place in in_turn:
                    began = time.perf_counter()
                    await ways[place]()
                    seconds[place].append(time.perf_counter() - began)
            print(json.dumps([min(seconds[0]), min(seconds[1])]), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
