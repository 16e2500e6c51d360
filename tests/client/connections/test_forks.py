"""After a fork, parent and child have connections of their own, and each gets its own answers."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import pytest

from tests.effort import THOROUGH
from tests.kit.answers import accepted
from tests.kit.processes import PYTHON, Process, environment
from tests.kit.server import Reader, Server
from tests.kit.service import http
from tests.kit.waiting import wait_for

if TYPE_CHECKING:
    import socket
    import ssl

    from tests.client.connections.conftest import Certificate

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")

SENDS = 100 if THOROUGH else 25
PARENT, CHILD = "38050", "38067"
PREAMBLE = f"""
import os, sys, threading
from turbosms_client import AsyncTurboSMS, RetryPolicy, TurboSMS

OPTIONS = {{"sms_sender": "Shop", "retry": RetryPolicy(attempts=1)}}
SENDS = {SENDS}

def phones(prefix, count=SENDS):
    return [f"{{prefix}}{{number:07}}" for number in range(count)]

def check(phone, report):
    assert report.message_ids == [f"id-{{phone}}"], (phone, report.message_ids)

def end_of(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def leave(job):
    code = 1
    try:
        job()
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)
"""
BLOCKING = """
def send_all(client, prefix):
    for phone in phones(prefix):
        check(phone, client.message.send([phone], text="Hi"))

with TurboSMS("t", sys.argv[1], **OPTIONS) as client:
    send_all(client, "38050")
    child = os.fork()
    if child == 0:
        def job():
            send_all(client, "38067")
            client.close()
        leave(job)
    send_all(client, "38050")
    ended = end_of(child)
    send_all(client, "38050")
    sys.exit(ended)
"""
# The child leaves the event loop of the parent on its stack, and runs one of its own in a thread.
AWAITING = """
import anyio

async def send_all(client, prefix):
    for phone in phones(prefix):
        check(phone, await client.message.send([phone], text="Hi"))

async def send_and_close(client):
    await send_all(client, "38067")
    await client.aclose()

def in_child(client):
    ended = []
    def run():
        anyio.run(send_and_close, client, backend=sys.argv[2])
        ended.append(True)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert ended

async def main():
    async with AsyncTurboSMS("t", sys.argv[1], **OPTIONS) as client:
        await send_all(client, "38050")
        child = os.fork()
        if child == 0:
            leave(lambda: in_child(client))
        await send_all(client, "38050")
        ended = end_of(child)
        await send_all(client, "38050")
        sys.exit(ended)

anyio.run(main, backend=sys.argv[2])
"""
# It forks when it is told to: all its connections wait for an answer then, and no thread is in the
# middle of an import, whose lock the child would find taken.
FULL = """
client = TurboSMS("t", sys.argv[1], **OPTIONS)
print(client._driver._free_turns.qsize(), flush=True)
for phone in phones("38050", 100):
    send = lambda to: client.message.send([to], text="Hi")
    threading.Thread(target=send, args=[phone], daemon=True).start()
sys.stdin.readline()
child = os.fork()
if child == 0:
    leave(lambda: check("380670000000", client.message.send(["380670000000"], text="Hi")))
os._exit(end_of(child))
"""
PROGRAMS = {"sync": BLOCKING, "asyncio": AWAITING, "trio": AWAITING}


class Served(Server):
    """Notes which phones each connection asked for."""

    def __init__(self, context: ssl.SSLContext | None, unanswered: str = "nobody") -> None:
        self.phones: list[list[str]] = []
        self._context = context
        self._unanswered = unanswered
        super().__init__()

    def serve(self, connection: socket.socket) -> None:
        if self._context is None:
            self._talk(connection)
            return
        with self._context.wrap_socket(connection, server_side=True) as secured:
            self._talk(secured)

    def _talk(self, connection: socket.socket) -> None:
        phones: list[str] = []
        self.phones.append(phones)
        reader = Reader(connection.recv)
        while (request := reader.request()) is not None:
            (phone,) = json.loads(request[1])["recipients"]
            phones.append(phone)
            if phone.startswith(self._unanswered):
                self.closing.wait()
                return
            time.sleep(0.001)  # so that requests of both processes are under way together
            connection.sendall(http(json.dumps(accepted(phone, code=800)).encode()))


def start(program: str, *arguments: str, **changes: str) -> Process:
    """Start a program. Python warns of forks beside threads, which this is about."""
    options = ("-W", "ignore::DeprecationWarning", "-c", PREAMBLE + program)
    return Process(PYTHON, *options, *arguments, env=environment(**changes))


def assert_each_gets_its_own(
    kind: str, context: ssl.SSLContext | None, changes: dict[str, str]
) -> None:
    scheme = "http" if context is None else "https"
    with Served(context) as served:
        address = f"{scheme}://127.0.0.1:{served.port}"
        with start(PROGRAMS[kind], address, kind, **changes) as process:
            done = process.wait()
    assert done.stderr == ""
    assert done.code == 0
    # One connection each, and that of the parent has served it before the fork and after the end
    # of the child.
    asked = sorted(served.phones, key=len)
    assert [len(phones) for phones in asked] == [SENDS, 3 * SENDS]
    assert all(phone.startswith(CHILD) for phone in asked[0])
    assert all(phone.startswith(PARENT) for phone in asked[1])


@pytest.mark.one_case_in(2)
@pytest.mark.parametrize("kind", PROGRAMS)
def test_parent_and_child_have_connections_of_their_own(kind: str) -> None:
    assert_each_gets_its_own(kind, None, {})


@pytest.mark.one_case_in(2)
@pytest.mark.parametrize("kind", PROGRAMS)
def test_so_they_have_through_tls(kind: str, certificate: Certificate) -> None:
    changes = {"SSL_CERT_FILE": certificate.authority}
    assert_each_gets_its_own(kind, certificate.context, changes)


def test_turns_that_threads_of_the_parent_have_taken_are_free_in_the_child() -> None:
    with Served(None, unanswered=PARENT) as served, start(FULL, served.url) as process:
        turns = int(process.line())
        wait_for(lambda: [len(phones) for phones in served.phones] == [1] * turns)
        process.type("\n")
        done = process.wait()
    assert done.code == 0, done.stderr
    assert [CHILD + "0000000"] in served.phones
