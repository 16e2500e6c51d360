"""A client that is used in a second event loop says so, and sends nothing."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx2
import pytest
import trio

from tests.kit.answers import ok
from tests.kit.service import LOST
from turbosms_client import AsyncTurboSMS, OutcomeUnknownError, RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from tests.kit.service import Service

BALANCE = ok({"balance": 12.5})
MESSAGE = "This client belongs to another event loop"


def on_asyncio(call: Callable[[], Awaitable[Any]]) -> Any:
    async def main() -> Any:
        return await call()

    return asyncio.run(main())


def on_trio(call: Callable[[], Awaitable[Any]]) -> Any:
    async def main() -> Any:
        return await call()

    return trio.run(main)


WAYS: dict[str, tuple[Any, Any, Callable[[], Any] | None]] = {
    "two of asyncio": (on_asyncio, on_asyncio, None),
    "two of trio": (on_trio, on_trio, None),
    "asyncio, then trio": (on_asyncio, on_trio, None),
    "trio, then asyncio": (on_trio, on_asyncio, None),
    "httpx2, two of asyncio": (on_asyncio, on_asyncio, httpx2.AsyncClient),
    "httpx2, asyncio, then trio": (on_asyncio, on_trio, httpx2.AsyncClient),
    "aiohttp, two of asyncio": (on_asyncio, on_asyncio, aiohttp.ClientSession),
}
# What was open in a loop that has ended can only be left to the garbage collector.
pytestmark = [
    pytest.mark.one_case_in(3),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def nothing_is_left_for_other_tests() -> Iterator[None]:
    yield
    gc.collect()


@pytest.mark.one_case_in(2)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("call", ["user.balance", "message.send", "chat.messages"])
def test_in_a_second_event_loop_nothing_is_sent(service: Service, way: str, call: str) -> None:
    first, second, make_http_client = WAYS[way]
    made: list[AsyncTurboSMS] = []

    async def balance() -> Any:
        http_client = None if make_http_client is None else make_http_client()
        client = AsyncTurboSMS("t", service.url, sms_sender="Shop", http_client=http_client)
        made.append(client)
        return await client.user.balance()

    async def again() -> Any:
        client = made[0]
        if call == "user.balance":
            return await client.user.balance()
        if call == "message.send":
            return await client.message.send(["380501111111"], text="Hi")
        return await anext(client.chat.messages(1))

    service.answers(BALANCE)
    assert str(first(balance)) == "12.50"
    for _ in range(2):  # the second time as the first
        with pytest.raises(RuntimeError, match=MESSAGE) as caught:
            second(again)
        assert caught.value.__cause__ is None
    assert len(service.requests) == 1
    assert not made[0].interrupted


def test_a_client_may_be_made_before_its_event_loop(service: Service) -> None:
    client = AsyncTurboSMS("t", service.url)

    async def use() -> Any:
        async with client:
            await client.user.balance()
            return await client.user.balance()

    service.answers(BALANCE)
    assert str(on_asyncio(use)) == "12.50"


def test_a_call_in_doubt_stays_in_doubt_in_another_event_loop(service: Service) -> None:
    client = AsyncTurboSMS("t", service.url, sms_sender="Shop", retry=RetryPolicy(attempts=1))

    async def send() -> Any:
        try:
            return await client.message.send(["380501111111"], text="Hi")
        except OutcomeUnknownError as error:
            return error

    service.answers(LOST)
    doubt = on_asyncio(send)
    assert isinstance(doubt, OutcomeUnknownError)
    with pytest.raises(OutcomeUnknownError) as again:
        on_asyncio(doubt.resume)
    assert again.value.sequence_id == doubt.sequence_id
    assert MESSAGE in str(again.value.__cause__)
    assert len(service.requests) == 1
