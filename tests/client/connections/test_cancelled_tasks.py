"""A task that is cancelled in the middle of a send never costs a connection."""

from __future__ import annotations

import asyncio
import gc
import random
from typing import TYPE_CHECKING, Any

import aiohttp
import httpcore2
import httpx2
import pytest

from tests.effort import SEED, examples
from turbosms_client import AsyncTurboSMS, OutcomeUnknownError, RetryPolicy
from turbosms_testing.sandbox import NO_CERTIFICATES

if TYPE_CHECKING:
    from collections.abc import Callable

CANCELLED, SENDS, AT_ONCE = examples(400, 10_000), 100, 200
ANSWER = (
    b'{"response_code":801,"response_status":"SUCCESS_MESSAGE_SENT","response_result":[{"phone":"380501111111",'
    b'"response_code":0,"message_id":"id","response_status":"OK"}]}'
)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n" % len(ANSWER)
# A connection that is not kept is closed behind the answer, and closing has a moment in which a
# task can be cancelled.
LAST = b"Connection: close\r\n"


class Answering(asyncio.Protocol):
    """Answers each request, now and then a little later."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._received = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        length = next(
            (line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")),
            b":0",
        )
        if not found or len(body) < int(length.split(b":")[1]):
            return
        self._received = b""
        answer = HEAD + self._chance.choice([b"", LAST]) + b"\r\n" + ANSWER
        loop = asyncio.get_running_loop()
        loop.call_later(self._chance.choice([0, 0, 0.001, 0.003]), self._transport.write, answer)


async def own(_: Any) -> None:
    return None


async def of_httpx2(limits: httpx2.Limits) -> Any:
    return httpx2.AsyncClient(limits=limits, trust_env=False, verify=NO_CERTIFICATES)


async def of_aiohttp(_: Any) -> Any:
    return aiohttp.ClientSession()


@pytest.mark.one_case_in(2)
@pytest.mark.parametrize("http_client", [own, of_httpx2, of_aiohttp])
def test_thousands_of_cancelled_sends_and_then_a_hundred_that_work(
    http_client: Callable[..., Any],
) -> None:
    asyncio.run(cancel_and_send(http_client, random.Random(SEED)))


def requests_in_memory() -> int:
    # A cancelled one may be part of a circle that waits to be collected.
    gc.collect()
    return sum(isinstance(one, httpcore2.Request) for one in gc.get_objects())


async def cancel_and_send(http_client: Callable[..., Any], chance: random.Random) -> None:
    before = requests_in_memory()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Answering(chance), "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    http = await http_client(httpx2.Limits(max_connections=20))
    client = AsyncTurboSMS(
        "t", url, sms_sender="Shop", http_client=http, retry=RetryPolicy(attempts=1)
    )
    ends = {"cancelled": 0, "sent": 0}

    async def cut_off() -> None:
        task = asyncio.create_task(client.message.send(["380501111111"], text="x"))
        for _ in range(chance.randrange(40)):
            await asyncio.sleep(0)
        await asyncio.sleep(chance.choice([0, 0.0005, 0.001, 0.002, 0.004]))
        task.cancel()
        (ended,) = await asyncio.gather(task, return_exceptions=True)
        if isinstance(ended, asyncio.CancelledError):
            ends["cancelled"] += 1
            assert ended.__cause__ is None or isinstance(ended.__cause__, OutcomeUnknownError)
        else:
            ends["sent"] += 1

    for _ in range(CANCELLED // AT_ONCE):
        await asyncio.gather(*(cut_off() for _ in range(AT_ONCE)))
    assert ends["cancelled"] + ends["sent"] == CANCELLED
    assert min(ends.values()) > CANCELLED // 20, ends
    async with asyncio.timeout(60):
        calls = [client.message.send(["380501111111"], text="x") for _ in range(SENDS)]
        reports = await asyncio.gather(*calls)
    assert [report.message_ids for report in reports] == [["id"]] * SENDS
    # Each holds the token.
    assert requests_in_memory() - before < SENDS
    await client.aclose()
    if isinstance(http, httpx2.AsyncClient):
        await http.aclose()
    elif http is not None:
        await http.close()
    server.close()
