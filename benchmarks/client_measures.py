"""What is measured of the client: each function answers the ratios that it found, one for each of its rounds.

All of it is processor time of the client's process (see `benchmarks.sending`), both sides in turns in the same run, in
an environment of the base install alone, against a bare server on loopback that accepts every recipient.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.peers import OURS, PEER, base, run
from benchmarks.servers import BARE, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.servers import Server

RECIPIENTS = 5_000
ROUNDS = 9
PAIRS = 200
"""Sends of either side in a round."""
LARGE_PAIRS = 40
"""Enough for the rare full collections of garbage to fall on both sides by their shares."""
FIRST_PAIRS = 21


def _turns(first: str, second: str, recipients: int = 1, pairs: int = PAIRS) -> Iterator[float]:
    """The seconds of the first way over those of the second."""
    with running(BARE) as server:
        paths = [*OURS, base(), *(PEER if "generated" in (first, second) else [])]
        arguments = [server.address, first, second, recipients, ROUNDS, pairs]
        for line in run("benchmarks.sending", arguments, paths).splitlines():
            first_seconds, second_seconds = json.loads(line)
            yield first_seconds / second_seconds


def against_httpx() -> Iterator[float]:
    """A send to one, against the same POST by `httpx2.Client.post(json=…)` and the reading of its JSON."""
    return _turns("client", "bare")


def against_json() -> Iterator[float]:
    """A send to 5,000 without a network, against `json.dumps` of its body and `json.loads` of its answer."""
    return _turns("memory", "plain", RECIPIENTS, LARGE_PAIRS)


def generated_single() -> Iterator[float]:
    """A send to one by the client of openapi-generator, against one by ours."""
    return _turns("generated", "client")


def generated_against_httpx() -> Iterator[float]:
    """A send to one by the client of openapi-generator, against the same POST by `httpx2`, which ours cannot undercut.

    That client stands on urllib3, which takes less for a request than `httpx2` does.
    """
    return _turns("generated", "bare")


def generated_large() -> Iterator[float]:
    """A send to 5,000 by the client of openapi-generator, against one by ours."""
    return _turns("generated", "client", RECIPIENTS, LARGE_PAIRS)


def _firsts(first: str, second: str) -> Iterator[float]:
    """Import, construct and send once, in a fresh process each."""
    with running(BARE) as server:
        for way in (first, second):  # not counted: the interpreter writes bytecode
            _first(server, way)
        for _ in range(FIRST_PAIRS):
            yield _first(server, first) / _first(server, second)


def _first(server: Server, way: str) -> float:
    paths = [OURS[0], *PEER] if way == "generated" else [*OURS, base()]
    return float(run("benchmarks.first_send", [server.address, way], paths))


def first_against_httpx() -> Iterator[float]:
    """Import, construct and first send, against the same with `httpx2` alone."""
    return _firsts("client", "bare")


def first_generated() -> Iterator[float]:
    """Import, construct and first send with the client of openapi-generator, against ours."""
    return _firsts("generated", "client")
