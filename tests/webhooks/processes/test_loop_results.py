"""Results of threads reach an event loop together, whatever has become of those who await them."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from turbosms_webhooks._processes.loop_results import LoopResults

if TYPE_CHECKING:
    import pytest

DEADLINE = 60


def test_those_that_come_together_wake_the_loop_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def await_all() -> tuple[list[int], int]:
        loop = asyncio.get_running_loop()
        woken = 0
        call_soon_threadsafe = loop.call_soon_threadsafe

        def counted(*call: Any) -> asyncio.Handle:
            nonlocal woken
            woken += 1
            return call_soon_threadsafe(*call)

        monkeypatch.setattr(loop, "call_soon_threadsafe", counted)
        results: LoopResults[int] = LoopResults(loop)
        futures = [Future[int]() for _ in range(100)]
        waiting = asyncio.gather(*map(results.result_of, futures))
        await asyncio.sleep(0)
        for number, future in enumerate(futures):
            future.set_result(number)
        return await waiting, woken

    numbers, woken = asyncio.run(await_all())
    assert numbers == list(range(100))
    assert woken == 1


def test_those_that_come_one_after_the_other_from_a_thread_all_arrive() -> None:
    async def await_all() -> list[int]:
        results: LoopResults[int] = LoopResults(asyncio.get_running_loop())
        futures = [Future[int]() for _ in range(1_000)]

        def set_all() -> None:
            for number, future in enumerate(futures):
                future.set_result(number)

        waiting = asyncio.gather(*map(results.result_of, futures))
        await asyncio.gather(asyncio.to_thread(set_all), waiting)
        return await waiting

    assert asyncio.run(asyncio.wait_for(await_all(), DEADLINE)) == list(range(1_000))


def test_who_was_cancelled_keeps_no_other_from_its_result() -> None:
    async def await_one() -> int:
        results: LoopResults[int] = LoopResults(asyncio.get_running_loop())
        futures = [Future[int](), Future[int]()]
        cancelled, waiting = (asyncio.create_task(results.result_of(each)) for each in futures)
        await asyncio.sleep(0)
        cancelled.cancel()
        for future in futures:
            future.set_result(1)
        return await waiting

    assert asyncio.run(await_one()) == 1


def test_a_result_for_a_closed_loop_does_no_harm(caplog: pytest.LogCaptureFixture) -> None:
    """A server may end before everything is stored."""
    future = Future[int]()

    async def give_up() -> None:
        results: LoopResults[int] = LoopResults(asyncio.get_running_loop())
        waiting = asyncio.create_task(results.result_of(future))
        await asyncio.sleep(0)
        waiting.cancel()

    asyncio.run(give_up())
    future.set_result(1)
    assert caplog.text == ""
