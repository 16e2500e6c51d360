"""Ctrl-C is `KeyboardInterrupt` on every loop, whatever a connection is doing."""

from __future__ import annotations

import pytest

from tests.kit.processes import PYTHON, run

PROGRAM = """
import asyncio, os, signal, socket, sys, threading
from turbosms_client import AsyncTurboSMS, RetryPolicy

loop, step = sys.argv[1:]
server = socket.create_server(("127.0.0.1", 0), backlog=0 if step == "connect" else 8)
waiting = []
for _ in range(8 if step == "connect" else 0):  # until the queue of the server is full
    one = socket.socket()
    one.setblocking(False)
    one.connect_ex(server.getsockname())
    waiting.append(one)

def press_when_it_waits():
    if step == "read":
        connection = server.accept()[0]
        waiting.append(connection)
        connection.recv(1)
    threading.Event().wait(1)
    os.kill(os.getpid(), signal.SIGINT)

async def main():
    url = f"http://127.0.0.1:{server.getsockname()[1]}"
    client = AsyncTurboSMS("t", url, sms_sender="S", retry=RetryPolicy(attempts=1))
    threading.Thread(target=press_when_it_waits, daemon=True).start()
    try:
        await client.message.send(["380671234567"], text="x")
    except BaseException as error:
        print(type(error).__name__, type(error.__cause__).__name__, len(client.interrupted))
        raise

try:
    if loop == "trio":
        import trio
        trio.run(main)
    else:
        asyncio.run(main())
except KeyboardInterrupt:
    print("KeyboardInterrupt outside")
"""


@pytest.mark.one_case_in(2)
@pytest.mark.parametrize("loop", ["asyncio", "trio"])
@pytest.mark.parametrize("step", ["connect", "read"])
def test_ctrl_c(loop: str, step: str) -> None:
    done = run(PYTHON, "-c", PROGRAM, loop, step)
    inside, outside = done.stdout.splitlines()
    # asyncio cancels the task, and raises KeyboardInterrupt when that has ended.
    raised = "KeyboardInterrupt" if loop == "trio" else "CancelledError"
    assert inside == f"{raised} OutcomeUnknownError 1", done.stderr
    assert outside == "KeyboardInterrupt outside"
