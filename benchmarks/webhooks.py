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
ROUNDS: Final = 15
CALLS: Final = 1_500
BURST: Final = 20_000
CONNECTIONS: Final = 32
_SIGNER: Final = WebhookReceiver(SECRET)
_numbers = count()


def against_no_insert() -> Iterator[float]:
    """The processor time of a call to the same app that stores nothing, against one that stores.

    Load and servers share the processors, so the clock says little. Rounds are short, since how
    fast a processor is changes while other programs run.
    """
    with running(RECEIVER) as storing, running([*RECEIVER, WITHOUT_INSERT]) as not_storing:
        for server in (storing, not_storing):  # what is done once is not measured
            _processor_seconds(server, [_call() for _ in range(CALLS)])
        for _ in range(ROUNDS):
            calls = [_call() for _ in range(CALLS)]
            before = _processor_seconds(not_storing, calls[: CALLS // 2])
            seconds = _processor_seconds(storing, calls)
            yield (before + _processor_seconds(not_storing, calls[CALLS // 2 :])) / seconds


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
    before = server.threads()
    asyncio.run(_send_all(int(server.address.rpartition(":")[2]), calls))
    return server.threads() - before


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
