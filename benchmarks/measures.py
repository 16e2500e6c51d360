"""What is measured: each function answers the ratios that it found, one for each of its runs."""

from __future__ import annotations

import json
import time
from itertools import count
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.servers import BARE, SANDBOX, prism, running, seconds_to_first_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.servers import Server

SEND = "/message/send.json"
CONNECTIONS = 8
ROUNDS = 7
SINGLE_ROUNDS = 5
TURNS = 12
SENDS = 400
"""Single sends of one turn: some hundredths of a second."""
PRISM_SENDS = 1_000
RECIPIENTS = 5_000
LARGE_SENDS = 100
AROUND = 5
"""Large sends at either end whose median stands for the first and for the hundredth."""
STARTS = 9

_texts = count()


def _send(recipients: list[str]) -> dict[str, Any]:
    """A request whose text was never sent before."""
    return {
        "recipients": recipients,
        "sms": {"sender": "TurboSMS", "text": f"Text number {next(_texts)}"},
    }


def _sends(number: int) -> list[tuple[str, Any]]:
    return [(SEND, _send(["380678998668"])) for _ in range(number)]


def _top_up(server: Server) -> None:
    server.control("PATCH", "/sandbox/account", {"balance": 100_000_000})


def single_sends() -> Iterator[float]:
    """Sends for a second of processor time, against echoes of the same JSON.

    The echo is a bare Starlette, served as the sandbox is. Processor time of the servers, so that
    neither the load counts nor what others do meanwhile. Others can still make a turn longer,
    because they take the processor's caches: so the servers take short turns, and in each round the
    quickest turn of either counts.
    """
    with running(SANDBOX) as sandbox, running(BARE) as bare:
        _top_up(sandbox)
        for _ in range(SINGLE_ROUNDS):
            sandbox_seconds: list[float] = []
            bare_seconds: list[float] = []
            for _ in range(TURNS):
                sends = _sends(SENDS)
                echoes = [("/echo", body) for _, body in sends]
                sandbox_seconds.append(_processor_seconds(sandbox, sends))
                bare_seconds.append(_processor_seconds(bare, echoes))
            yield min(bare_seconds) / min(sandbox_seconds)


def _processor_seconds(server: Server, requests: list[tuple[str, Any]]) -> float:
    """Seconds of processor time that a server takes to answer requests."""
    before = server.main_thread()
    server.load(CONNECTIONS, requests)
    return server.main_thread() - before


def against_prism() -> Iterator[float]:
    """Sends a second, against those of Prism mocking the same spec."""
    with running(SANDBOX) as sandbox, prism() as mock:
        _top_up(sandbox)
        for _ in range(ROUNDS):
            sends = _sends(PRISM_SENDS)
            yield mock.load(CONNECTIONS, sends) / sandbox.load(CONNECTIONS, sends)


class LargeSends:
    """A hundred sends to 5,000 recipients each, in a sandbox of their own."""

    def __init__(self) -> None:
        recipients = [f"38050{number:07}" for number in range(RECIPIENTS)]
        with running(SANDBOX) as sandbox:
            _top_up(sandbox)
            before = sandbox.memory()
            self._seconds = [
                sandbox.load(1, [(SEND, _send(recipients))]) for _ in range(LARGE_SENDS)
            ]
            self._bytes = sandbox.memory() - before
            answer = sandbox.post(SEND, _send(recipients))
        self._json_seconds = [_json(answer) for _ in range(ROUNDS)]

    def against_json(self) -> Iterator[float]:
        """A send to 5,000, against writing and reading the JSON of its own answer."""
        yield median(self._seconds) / median(self._json_seconds)

    def hundredth(self) -> Iterator[float]:
        """The hundredth of them, against the first."""
        yield median(self._seconds[-AROUND:]) / median(self._seconds[:AROUND])

    def memory(self) -> Iterator[float]:
        """KB of memory that the process grew by for each message."""
        yield self._bytes / 1024 / (LARGE_SENDS * RECIPIENTS)


def _json(answer: bytes) -> float:
    values = json.loads(answer)
    began = time.perf_counter()
    json.loads(json.dumps(values))
    return time.perf_counter() - began


def start() -> Iterator[float]:
    """From the start of the process to its first answer, against a bare Starlette."""
    for _ in range(STARTS):
        bare = seconds_to_first_answer(BARE)
        yield seconds_to_first_answer(SANDBOX) / bare
