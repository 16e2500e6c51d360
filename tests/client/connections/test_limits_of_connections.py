"""Limits of `httpx2` hold for both clients.

No more connections than allowed, and whoever gets none sent nothing.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import anyio
import httpx2
import pytest

from tests.kit.control import phone
from turbosms_client import AsyncTurboSMS, RequestNotSentError, RetryPolicy, SendReport, TurboSMS
from turbosms_testing.sandbox import NO_CERTIFICATES

if TYPE_CHECKING:
    from tests.kit.control import Control

SENDS, MOST = 200, 5
ONCE = RetryPolicy(attempts=1)
# They stay open however long the machine takes: each port that was seen is a connection.
LIMITS = httpx2.Limits(max_connections=MOST, max_keepalive_connections=MOST, keepalive_expiry=600)
backends = pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])


class Ports:
    """The local ports of the connections on which answers came."""

    def __init__(self) -> None:
        self.seen: set[int] = set()
        self.answers = 0

    def __call__(self, response: httpx2.Response) -> None:
        self.answers += 1
        with suppress(OSError):  # the connection may have come to its end by now
            self.seen.add(response.extensions["network_stream"].get_extra_info("client_addr")[1])

    async def awaited(self, response: httpx2.Response) -> None:
        self(response)


class Slow(httpx2.AsyncHTTPTransport):
    """Gives each request that long to get a connection."""

    def __init__(self, seconds: float, connections: int) -> None:
        super().__init__(
            limits=httpx2.Limits(max_connections=connections),
            trust_env=False,
            verify=NO_CERTIFICATES,
        )
        self._seconds = seconds

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        request.extensions["timeout"]["pool"] = self._seconds
        return await super().handle_async_request(request)


def sent(control: Control) -> list[str]:
    return sorted(control.sent_to())


async def send_all(client: AsyncTurboSMS, count: int) -> list[Any]:
    """What each of so many sends at once came to."""
    ends: list[Any] = [None] * count

    async def send(number: int) -> None:
        try:
            ends[number] = await client.message.send([phone(number)], text=f"Text {number}")
        except RequestNotSentError as error:
            ends[number] = error

    async with anyio.create_task_group() as group:
        for number in range(count):
            group.start_soon(send, number)
    return ends


@backends
@pytest.mark.anyio
async def test_two_hundred_sends_at_once_over_five_connections(
    control: Control, anyio_backend: str
) -> None:
    ports = Ports()
    http = httpx2.AsyncClient(
        limits=LIMITS,
        trust_env=False,
        verify=NO_CERTIFICATES,
        event_hooks={"response": [ports.awaited]},
    )
    async with (
        http,
        AsyncTurboSMS("sandbox", control.url, sms_sender="TurboSMS", http_client=http) as client,
    ):
        ends = await send_all(client, SENDS)
    assert [end.recipients for end in ends] == [[phone(number)] for number in range(SENDS)]
    assert [end.accepted[0].phone for end in ends] == [phone(number) for number in range(SENDS)]
    assert sent(control) == [phone(number) for number in range(SENDS)]
    assert ports.answers == SENDS
    assert 1 < len(ports.seen) <= MOST


@backends
@pytest.mark.anyio
async def test_whoever_waits_too_long_for_a_connection_has_sent_nothing(
    control: Control, anyio_backend: str
) -> None:
    control.fault("message/send", "delay", seconds=0.5, times=20)
    http = httpx2.AsyncClient(transport=Slow(0.2, 2))
    async with http:
        client = AsyncTurboSMS(
            "sandbox", control.url, sms_sender="TurboSMS", http_client=http, retry=ONCE
        )
        ends = await send_all(client, 20)
    reported = [number for number, end in enumerate(ends) if isinstance(end, SendReport)]
    refused = [end for end in ends if isinstance(end, RequestNotSentError)]
    assert (len(reported), len(refused)) == (2, 18)
    assert all(isinstance(error.__cause__, httpx2.PoolTimeout) for error in refused)
    assert sent(control) == [phone(number) for number in reported]


@backends
@pytest.mark.anyio
async def test_a_send_that_got_no_connection_is_repeated_at_once(
    control: Control, anyio_backend: str
) -> None:
    control.fault("message/send", "delay", seconds=0.3, times=4)
    http = httpx2.AsyncClient(transport=Slow(0.2, 2))
    async with http:
        retry = RetryPolicy(attempts=40, pause=60.0)
        client = AsyncTurboSMS(
            "sandbox", control.url, sms_sender="TurboSMS", http_client=http, retry=retry
        )
        with anyio.fail_after(30):
            ends = await send_all(client, 12)
    assert [type(end) for end in ends] == [SendReport] * 12
    assert sent(control) == [phone(number) for number in range(12)]


@backends
@pytest.mark.anyio
async def test_an_async_client_closes_its_connections(control: Control, anyio_backend: str) -> None:
    client = AsyncTurboSMS("sandbox", control.url, sms_sender="TurboSMS")
    await send_all(client, 8)
    driver: Any = client._driver
    connections = list(driver._idle._stack)
    assert connections
    await client.aclose()
    assert all(connection.is_closed() for connection in connections)
    with pytest.raises(RuntimeError, match="closed"):
        await client.message.send([phone(99)], text="x")
    with pytest.raises(RuntimeError, match="closed"):
        await anext(client.chat.messages())
    assert phone(99) not in sent(control)


def test_threads_share_the_connections_of_a_limited_client(control: Control) -> None:
    ends, open_at_once = list[Any](), list[int]()
    made = httpx2.HTTPTransport(limits=LIMITS, trust_env=False, verify=NO_CERTIFICATES)
    pool: Any = made._pool
    # Ports would not tell: a connection that comes to its end is replaced by another.
    hooks = {"response": [lambda _: open_at_once.append(len(pool.connections))]}
    http = httpx2.Client(transport=made, event_hooks=hooks)
    with http, TurboSMS("sandbox", control.url, sms_sender="TurboSMS", http_client=http) as client:

        def send(first: int) -> None:
            ends.extend(
                client.message.send([phone(number)], text="x") for number in range(first, SENDS, 16)
            )

        threads = [threading.Thread(target=send, args=[first]) for first in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (
        sorted(end.accepted[0].phone for end in ends)
        == [phone(number) for number in range(SENDS)]
        == sent(control)
    )
    assert len(open_at_once) >= SENDS
    assert 1 < max(open_at_once) <= MOST
