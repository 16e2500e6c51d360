"""A peer that vanishes in the middle of a send is noticed within about two minutes.

In a real network that breaks.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.kit.debian import find
from tests.kit.processes import PYTHON, Process, output

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = ["sync", "asyncio", "trio"]
# Another network for each worker of the run.
SUBNET = f"10.213.{os.getpid() % 250}"
HOST, PEER = f"{SUBNET}.1", f"{SUBNET}.2"
# Answers the first request of the connection. If it reads the second one at all, it never answers
# it.
SERVER = """
import socket, sys
answer = b'{"response_code":0,"response_status":"OK","response_result":{"balance":5}}'
listening = socket.create_server((sys.argv[1], 0))
print(listening.getsockname()[1], flush=True)
connection, _ = listening.accept()
connection.recv(65536)
connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(answer) + answer)
while not connection.recv(65536).endswith(b"}"):
    pass
print("read", flush=True)
sys.stdin.read()
"""
CLIENT = """
import sys, time, anyio
from turbosms_client import AsyncTurboSMS, OutcomeUnknownError, RetryPolicy, TurboSMS
from turbosms_client._http import connections

# However long the other clients take to start, this one sends over the connection that it has.
connections._IDLE_SECONDS = 600.0
kind, url = sys.argv[1:]
options = {"sms_sender": "Shop", "retry": RetryPolicy(attempts=1)}

def wait_for_word():
    print("warm", flush=True)
    sys.stdin.readline()
    return time.monotonic()

def tell(began, error):
    print(round(time.monotonic() - began), error, flush=True)

def blocking():
    client = TurboSMS("t", url, **options)
    client.user.balance()
    began = wait_for_word()
    try:
        client.message.send(["380501111111"], text="Hi")
    except OutcomeUnknownError as error:
        tell(began, error)

async def awaiting():
    client = AsyncTurboSMS("t", url, **options)
    await client.user.balance()
    began = wait_for_word()
    try:
        await client.message.send(["380501111111"], text="Hi")
    except OutcomeUnknownError as error:
        tell(began, error)

if kind == "sync":
    blocking()
else:
    anyio.run(awaiting, backend=kind)
"""


class Network:
    """A second host on this machine, which can be made to vanish.

    It is there, and answers nothing any more.
    """

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._name = f"turbosms-{os.getpid()}"
        here, there = f"tsms{os.getpid()}a", f"tsms{os.getpid()}b"
        _ip("netns", "add", self._name)
        stack.callback(_ip, "netns", "delete", self._name)
        _ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", self._name)
        stack.callback(_ip, "link", "delete", here)
        _ip("addr", "add", f"{HOST}/30", "dev", here)
        _ip("link", "set", here, "up")
        self._there = there
        _ip("-n", self._name, "addr", "add", f"{PEER}/30", "dev", there)
        _ip("-n", self._name, "link", "set", there, "up")

    def start(self, *command: str, there: bool = False) -> Process:
        """A Python program, on this host or on the other one."""
        prefix = ("ip", "netns", "exec", self._name) if there else ()
        return self._stack.enter_context(Process(*prefix, PYTHON, "-c", *command))

    def vanish(self) -> None:
        _ip("-n", self._name, "addr", "flush", "dev", self._there)


def _ip(*arguments: str) -> None:
    output("ip", *arguments)


@pytest.fixture
def network() -> Iterator[Network]:
    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip("only root of a Linux can make a network that breaks")
    find("ip")
    with ExitStack() as stack:
        yield Network(stack)


@pytest.mark.thorough_only
@pytest.mark.checkout
@pytest.mark.timeout(400)
@pytest.mark.parametrize("acknowledged", [True, False], ids=["acknowledged", "unacknowledged"])
def test_a_vanished_peer_is_noticed_within_about_two_minutes(
    network: Network, acknowledged: bool
) -> None:
    clients = []
    for kind in KINDS:
        server = network.start(SERVER, PEER, there=True)
        client = network.start(CLIENT, kind, f"http://{PEER}:{server.line()}")
        assert client.line() == "warm"
        clients.append(client)
        if acknowledged:
            client.type("go\n")
            assert server.line() == "read"
    network.vanish()
    for client in clients:
        if not acknowledged:
            client.type("go\n")
    for client in clients:
        seconds, _, error = client.line().partition(" ")
        assert 60 <= int(seconds) <= 240, error
        assert "was lost" in error
