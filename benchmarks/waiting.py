"""How long a request takes while others wait, or while others look through a million messages.

Both in milliseconds that the sandbox works from the request to its answer, on whatever it does: so
what else the machine does does not count.
"""

from __future__ import annotations

import asyncio
import json
import resource
from contextlib import asynccontextmanager
from itertools import count
from typing import TYPE_CHECKING, Any

from benchmarks.servers import SANDBOX, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from benchmarks.servers import Server

EACH = 1_000
"""Delayed calls, calls that wait for a message, and live streams."""
SENDS = 50
ROUNDS = 3
MILLION = 1_000_000
RECIPIENTS = 5_000
OPEN_FILES = 4 * EACH
LOOKS = (
    ("GET", "/sandbox/messages?q=nothing"),
    ("GET", "/sandbox/messages?status=Read"),
    ("GET", "/sandbox/messages?search=380500004999"),
    ("GET", "/sandbox/conversations/380500000007"),
    ("DELETE", "/sandbox/messages?q=number%207"),
    ("DELETE", "/sandbox/messages"),
)

_texts = count()


class Connection:
    """One connection that is kept open, with as little around it as can be."""

    def __init__(
        self, server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._server, self._reader, self._writer = server, reader, writer

    def ask(self, verb: str, path: str, body: Any = None) -> None:
        content = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer sandbox\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        self._writer.write(head.encode() + content)

    async def hear(self) -> bytes:
        """The answer, or the head of a stream of unknown length."""
        head = await self._reader.readuntil(b"\r\n\r\n")
        _, _, length = head.lower().partition(b"content-length:")
        return await self._reader.readexactly(int(length.split()[0])) if length else head

    async def read_on(self) -> None:
        while await self._reader.read(1 << 16):
            pass

    async def milliseconds(self, verb: str, path: str, body: Any = None) -> float:
        began = self._server.main_thread()
        self.ask(verb, path, body)
        answer = await self.hear()
        taken = self._server.main_thread() - began
        assert b'"response_code":801' in answer or b'"response_code":1,' in answer, answer
        return taken * 1_000

    def close(self) -> None:
        self._writer.close()


@asynccontextmanager
async def connected(server: Server, number: int) -> AsyncIterator[list[Connection]]:
    host, _, port = server.address.removeprefix("http://").partition(":")
    connections = []
    for _ in range(number):
        reader, writer = await asyncio.open_connection(host, int(port), limit=1 << 26)
        connections.append(Connection(server, reader, writer))
    try:
        yield connections
    finally:
        for connection in connections:
            connection.close()


def _send(recipients: list[str]) -> dict[str, Any]:
    text = f"Text number {next(_texts)}"
    return {"recipients": recipients, "sms": {"sender": "TurboSMS", "text": text}}


def send_among_waiters() -> Iterator[float]:
    """The slowest of 50 sends, while a thousand of each kind wait; several times."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < OPEN_FILES:
        resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, hard))
    with running(SANDBOX) as server:
        fault = {"method": "message/ping", "kind": "delay", "seconds": 3_600, "times": EACH}
        server.control("POST", "/sandbox/faults", fault)
        yield from asyncio.run(_among_waiters(server))


async def _among_waiters(server: Server) -> list[float]:
    async with connected(server, 3 * EACH + 1) as (sender, *waiters):
        for number, waiter in enumerate(waiters):
            waiter.ask(*_waiting(number))
        reading = [asyncio.create_task(one.read_on()) for one in waiters]
        await _until_all_wait(server, sender)
        slowest = [await _slowest(sender) for _ in range(ROUNDS)]
        for task in reading:
            task.cancel()
    return slowest


async def _slowest(sender: Connection) -> float:
    taken = []
    for number in range(SENDS):
        body = _send([f"38050{number:07}"])
        taken.append(await sender.milliseconds("POST", "/message/send.json", body))
    return max(taken)


def _waiting(number: int) -> tuple[str, str]:
    """Delayed calls, long polls of all kinds, and streams with and without an open phone."""
    kind, number = number % 3, number // 3
    if kind == 0:
        return "GET", "/message/ping.json"
    if kind == 1:
        filters = (f"recipient=38067{number:07}", f"q=code-{number}", "status=Read")
        return "GET", f"/sandbox/messages?wait=600&{filters[number % len(filters)]}"
    return "GET", "/sandbox/events" + ("?number=380500000000" if number % 10 == 0 else "")


async def _until_all_wait(server: Server, connection: Connection) -> None:
    """Until the sandbox has nothing to do any more but for those who wait."""
    quiet = 0.0
    while quiet < 1:
        before = server.processor()
        await asyncio.sleep(1)
        quiet = 1.0 if server.processor() - before < 0.2 else 0.0
    connection.ask("GET", "/sandbox/faults")
    assert b'"faults":[]' in await connection.hear(), "not all of them have come"


def longest_wait_at_a_million() -> Iterator[float]:
    """The slowest ping while others search, open a conversation and delete, at 1M messages."""
    recipients = [f"38050{number:07}" for number in range(RECIPIENTS)]
    for _ in range(ROUNDS):
        with running(SANDBOX) as server:
            server.control("PATCH", "/sandbox/account", {"balance": 100_000_000})
            for _ in range(MILLION // RECIPIENTS):
                server.post("/message/send.json", _send(recipients))
            yield asyncio.run(_longest_wait(server))


async def _longest_wait(server: Server) -> float:
    longest = 0.0
    async with connected(server, 2) as (pinging, looking):
        for verb, path in LOOKS:
            looking.ask(verb, path)
            look = asyncio.create_task(looking.hear())
            while not look.done():
                taken = await pinging.milliseconds("GET", "/message/ping.json")
                longest = max(longest, taken)
                await asyncio.sleep(0.001)
    return longest
