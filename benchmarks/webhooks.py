"""The burst of calls after a campaign: how fast a receiver takes it, and whether it loses any."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from itertools import count
from typing import TYPE_CHECKING, Final

from benchmarks.servers import ROOT, Server, running
from benchmarks.webhook_receiver import SECRET, WITHOUT_INSERT
from turbosms_webhooks import WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Iterator

RECEIVER: Final = [sys.executable, "-m", "benchmarks.webhook_receiver"]
ROUNDS: Final = 5
CALLS: Final = 4_000
BURST: Final = 20_000
CONNECTIONS: Final = 32
_SIGNER: Final = WebhookReceiver(SECRET)
_numbers = count()


def against_no_insert() -> Iterator[float]:
    """Calls a second, against the same app that stores nothing, by the servers' processor time."""
    with running(RECEIVER) as storing, running([*RECEIVER, WITHOUT_INSERT]) as not_storing:
        for _ in range(ROUNDS):
            calls = [_call() for _ in range(CALLS)]
            seconds = _processor_seconds(storing, calls)
            yield _processor_seconds(not_storing, calls) / seconds


class Burst:
    """A report on each message of a campaign, as fast as the receiver answers."""

    def __init__(self) -> None:
        process = subprocess.Popen(RECEIVER, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        with process:
            assert process.stdout is not None
            port = int(process.stdout.readline().rpartition(":")[2])
            calls = [_call() for _ in range(BURST)]
            began = time.perf_counter()
            self._seconds = sorted(asyncio.run(_send_all(port, calls)))
            self._total = time.perf_counter() - began
            process.send_signal(signal.SIGINT)
            self._handled = int(process.stdout.readline())

    def lost(self) -> Iterator[float]:
        """How many calls were answered with 200 and not handled."""
        yield len(self._seconds) - self._handled

    def slowest(self) -> Iterator[float]:
        """Milliseconds within which 99 of 100 are answered."""
        yield self._seconds[int(len(self._seconds) * 0.99)] * 1_000

    def a_second(self) -> Iterator[float]:
        """How many are answered in a second."""
        yield len(self._seconds) / self._total


def _processor_seconds(server: Server, calls: list[bytes]) -> float:
    before = server.processor()
    asyncio.run(_send_all(int(server.address.rpartition(":")[2]), calls))
    return server.processor() - before


def _call() -> bytes:
    """A request with a report on a message of its own."""
    number = next(_numbers)
    message_id = f"f83f8868-5e46-c6cf-e4fb-{number:012}"
    event_id = f"event-{number}"
    body = {
        "id": event_id,
        "signature": _SIGNER.sign(event_id),
        "type": "DLR_SMS_API",
        "date": "2026-11-28 12:00:05",
        "try": 1,
        "data": {"message_id": message_id, "status": "DELIVRD", "dlr_date": "2026-11-28 12:00:03"},
    }
    content = json.dumps(body).encode()
    head = (
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


async def _send_all(port: int, calls: list[bytes]) -> list[float]:
    """The seconds that each took, over several connections at once."""
    seconds: list[float] = []
    waiting = iter(calls)
    await asyncio.gather(*(_send(port, waiting, seconds) for _ in range(CONNECTIONS)))
    assert len(seconds) == len(calls)
    return seconds


async def _send(port: int, calls: Iterator[bytes], seconds: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for call in calls:
        began = time.perf_counter()
        writer.write(call)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 "), head
        seconds.append(time.perf_counter() - began)
    writer.close()
    await writer.wait_closed()
