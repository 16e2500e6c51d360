"""Two ways of the same sends, in turns, in a process of their own.

    python -m benchmarks.sending ADDRESS FIRST SECOND RECIPIENTS ROUNDS PAIRS

Prints, for each round, the seconds of processor time that either took: one list of two numbers on a
line. Time of the processor, because the wall clock would count the server and whatever else the
machine does; in turns of a single send, the order changing each time, so that what is left of that
falls on both alike. Collecting garbage is part of the time.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from typing import TYPE_CHECKING, Any

import httpx2

from benchmarks.exchange import SENDER, TEXT, in_memory
from turbosms_client import TurboSMS

if TYPE_CHECKING:
    from collections.abc import Callable

    Way = Callable[[str, list[str]], Callable[[], object]]

PATH = "/message/send.json"
HEADERS = {"Authorization": "Bearer sandbox"}
WARM_UP = 20


def recorded_body(address: str, recipients: list[str]) -> dict[str, Any]:
    """What a send of our client has for its body."""
    _, recorder = in_memory(address, recipients)
    body: dict[str, Any] = json.loads(recorder.body)
    return body


def client(address: str, recipients: list[str]) -> Callable[[], object]:
    """`message.send`, as its users call it."""
    sender = TurboSMS("sandbox", address, sms_sender=SENDER)
    return lambda: sender.message.send(recipients, text=TEXT)


def bare(address: str, recipients: list[str]) -> Callable[[], object]:
    """The same body by `httpx2` alone, and its answer as `httpx2` reads it."""
    body = recorded_body(address, recipients)
    http, url = httpx2.Client(), address + PATH
    return lambda: http.post(url, json=body, headers=HEADERS).json()


def generated(address: str, recipients: list[str]) -> Callable[[], object]:
    """The same send by the client of openapi-generator, with its models at both ends."""
    peer: Any = importlib.import_module("peer")
    number = recorded_body(address, recipients)["sequence_id"]
    api = peer.MessageApi(peer.ApiClient(peer.Configuration(host=address, access_token="sandbox")))

    def send() -> object:
        sms = peer.SmsParameters(sender=SENDER, text=TEXT)
        return api.message_send(
            peer.SendRequest(recipients=recipients, sequence_id=number, sms=sms)
        )

    return send


def memory(address: str, recipients: list[str]) -> Callable[[], object]:
    """`message.send` from its parameters to the report, with a recorded answer for a network."""
    sender, _ = in_memory(address, recipients)
    return lambda: sender.message.send(recipients, text=TEXT)


def plain(address: str, recipients: list[str]) -> Callable[[], object]:
    """Writing the JSON of the same body and reading that of the same answer."""
    _, recorder = in_memory(address, recipients)
    body, answer = json.loads(recorder.body), recorder.answer
    return lambda: (json.dumps(body), json.loads(answer))


WAYS: dict[str, Way] = {way.__name__: way for way in (client, bare, generated, memory, plain)}


def processor_seconds(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def main() -> None:
    address, *names, recipients, rounds, pairs = sys.argv[1:]
    numbers = [f"38050{number:07}" for number in range(int(recipients))]
    ways = [(place, WAYS[name](address, numbers)) for place, name in enumerate(names)]
    for _, way in ways * min(WARM_UP, int(pairs)):
        way()
    for _ in range(int(rounds)):
        seconds = [0.0, 0.0]
        for pair in range(int(pairs)):
            # Each goes first as often as the other.
            in_turn = ways if pair % 2 else reversed(ways)
            for place, way in in_turn:
                seconds[place] += processor_seconds(way)
        print(json.dumps(seconds), flush=True)


if __name__ == "__main__":
    main()
