"""One sandbox as a process on loopback, whose clock the tests hold, and the client under it."""

from __future__ import annotations

import datetime as dt
import mmap
import socket
import struct
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.kit.control import RICH, Control
from tests.kit.processes import PYTHON, Process
from turbosms_client import RetryPolicy, TurboSMS
from turbosms_client._formats import times

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SANDBOX: Final = """
import mmap, socket, struct, sys, uvicorn
from turbosms_sandbox import create_app
from turbosms_sandbox.http.protocol import HttpProtocol
with open(sys.argv[2], "rb") as file:
    clock = mmap.mmap(file.fileno(), 8, access=mmap.ACCESS_READ)
app = create_app(read_clock=lambda: struct.unpack("d", clock[:8])[0])
listener = socket.socket(
    socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=int(sys.argv[1])
)
config = uvicorn.Config(
    app, http=HttpProtocol, lifespan="off", access_log=False, log_level="warning"
)
uvicorn.Server(config).run(sockets=[listener])
"""
PIXEL: Final = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PNG: Final = 23457
"""The id of that image, which is the first file that is added."""
START: Final = dt.datetime(2026, 3, 20, 10, tzinfo=dt.UTC).timestamp()
"""Within two weeks of it, Kyiv puts its clocks forward."""


class World:
    """A sandbox in which time stands still unless it is moved, and the clients that talk to it."""

    def __init__(self, url: str, clock: mmap.mmap, stack: ExitStack) -> None:
        self._clock, self._stack = clock, stack
        self.control = stack.enter_context(Control(url))
        self._clients: dict[Any, TurboSMS] = {}
        self.serial = 0
        """The number of the example."""

    def move_to(self, moment: float) -> None:
        self.now = moment
        self._clock[:8] = struct.pack("d", moment)

    def begin(self, fraction: float = 0.0) -> None:
        """Another example.

        Some time later, when nothing counts as a repeat, and this far into a second.
        """
        self.serial += 1
        self.move_to(int(self.now) + 97 + fraction)
        if self.serial % 200 == 1:
            self.control.account(balance=RICH)

    def moment(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.now, dt.UTC)

    def client(self, sms_sender: str | None = None, viber_sender: str | None = None) -> TurboSMS:
        if (sms_sender, viber_sender) not in self._clients:
            made = self.control.client(
                sms_sender=sms_sender, viber_sender=viber_sender, retry=RetryPolicy(attempts=1)
            )
            self._clients[sms_sender, viber_sender] = self._stack.enter_context(made)
        return self._clients[sms_sender, viber_sender]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    path: Path = tmp_path_factory.mktemp("clock") / "now"
    path.write_bytes(struct.pack("d", START))
    with (
        ExitStack() as stack,
        path.open("r+b") as file,
        socket.create_server(("127.0.0.1", 0)) as listener,
    ):
        arguments = (SANDBOX, listener.fileno(), path)
        stack.enter_context(Process(PYTHON, "-c", *arguments, pass_fds=[listener.fileno()]))
        clock = stack.enter_context(mmap.mmap(file.fileno(), 8))
        made = World(f"http://127.0.0.1:{listener.getsockname()[1]}", clock, stack)
        made.move_to(START)
        assert made.control.result("file/add", {"data": PIXEL})["id"] == PNG
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(times, "now", made.moment)
        yield made
