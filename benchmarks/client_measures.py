"""What is measured of the client.

Each function answers the ratios that it found, one for each of its rounds.

Both sides take turns in the same run, in an environment of the base install alone, against the same
server on loopback: one that gives a constant answer, or for thousands of recipients a bare one that
accepts each of them. A single send is measured by the processor time of the client's process (see
`benchmarks.sending`), many at the same time by the wall clock (see `benchmarks.throughput`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.peers import OURS, PEER, base, run, with_aiohttp
from benchmarks.servers import BARE, CONSTANT, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.servers import Server

RECIPIENTS = 5_000
ROUNDS = 9
PAIRS = 200
"""Sends of either side in a round."""
LARGE_PAIRS = 40
"""Enough for the rare full collections of garbage to fall on both sides by their shares."""
FIRST_PAIRS = 31
MANY_ROUNDS = 9


def _turns(first: str, second: str, recipients: int = 1, pairs: int = PAIRS) -> Iterator[float]:
    """The seconds of the first way over those of the second."""
    with running(BARE if recipients > 1 else CONSTANT) as server:
        paths = [*OURS, base(), *(PEER if "generated" in (first, second) else [])]
        arguments = [server.address, first, second, recipients, ROUNDS, pairs]
        for line in run("benchmarks.sending", arguments, paths).splitlines():
            first_seconds, second_seconds = json.loads(line)
            yield first_seconds / second_seconds


def against_httpx2() -> Iterator[float]:
    """A send to one, against the same POST by `httpx2.Client().post(…).json()`."""
    return _turns("client", "bare")


def _throughputs(way: str, bare: str) -> Iterator[float]:
    """Sends a second of the way, over those of the bare one."""
    with running(CONSTANT) as server:
        paths = [*OURS, base(), with_aiohttp()]
        arguments = [server.address, way, bare, MANY_ROUNDS]
        for line in run("benchmarks.throughput", arguments, paths).splitlines():
            seconds, bare_seconds = json.loads(line)
            yield bare_seconds / seconds


def threads() -> Iterator[float]:
    """Threads that share a client, against threads that share an `httpx2.Client`."""
    return _throughputs("threads", "bare_threads")


def at_once() -> Iterator[float]:
    """A thousand sends at once on asyncio, against as many by one `httpx2.AsyncClient`."""
    return _throughputs("at_once", "bare_at_once")


def through_aiohttp() -> Iterator[float]:
    """A thousand sends at once through an `aiohttp.ClientSession`, against as many by one alone."""
    return _throughputs("through_aiohttp", "bare_aiohttp")


def against_json() -> Iterator[float]:
    """A send to 5,000 without a network, against `json.dumps` and `json.loads` of its bodies."""
    return _turns("memory", "plain", RECIPIENTS, LARGE_PAIRS)


def generated_single() -> Iterator[float]:
    """A send to one by the client of openapi-generator, against one by ours."""
    return _turns("generated", "client")


def generated_against_httpx2() -> Iterator[float]:
    """A send to one by the client of openapi-generator, against the same POST by `httpx2`.

    Ours cannot undercut that one.

    That client stands on urllib3, which takes less for a request than `httpx2` does.
    """
    return _turns("generated", "bare")


def generated_large() -> Iterator[float]:
    """A send to 5,000 by the client of openapi-generator, against one by ours."""
    return _turns("generated", "client", RECIPIENTS, LARGE_PAIRS)


def _firsts(first: str, second: str) -> Iterator[float]:
    """Import, construct and send once, in a fresh process each."""
    with running(CONSTANT) as server:
        for way in (first, second):  # not counted: the interpreter writes bytecode
            _first(server, way)
        for _ in range(FIRST_PAIRS):
            yield _first(server, first) / _first(server, second)


def _first(server: Server, way: str) -> float:
    paths = [OURS[0], *PEER] if way == "generated" else [*OURS, base()]
    return float(run("benchmarks.first_send", [server.address, way], paths))


def first_against_httpx2() -> Iterator[float]:
    """Import, construct and first send, against the same with `httpx2` alone."""
    return _firsts("client", "bare")


def first_generated() -> Iterator[float]:
    """Import, construct and first send with the client of openapi-generator, against ours."""
    return _firsts("generated", "client")
