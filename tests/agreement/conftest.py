"""One sandbox as a process on loopback, whose clock the tests hold, and the client under it."""

from __future__ import annotations

import datetime as dt
import json
import mmap
import socket
import struct
import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

import httpx2
import pytest

from turbosms_client import RetryPolicy, TurboSMS, _times

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
        self.url = url
        self._clock, self._stack = clock, stack
        self._http = stack.enter_context(httpx2.Client(base_url=url, trust_env=False, timeout=60))
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
            self.control("PATCH", "account", balance=1e9)

    def moment(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.now, dt.UTC)

    def control(self, verb: str, call: str, **data: Any) -> Any:
        answer = self._http.request(verb, f"/sandbox/{call}", json=data)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def raw(self, operation: str, data: Any) -> dict[str, Any]:
        """What the sandbox answers to this JSON, asked without the client."""
        headers = {"Authorization": "Bearer sandbox", "Content-Type": "application/json"}
        answer = self._http.post(
            f"/{operation}.json", content=json.dumps(data).encode(), headers=headers
        )
        envelope: dict[str, Any] = answer.json()
        return envelope

    def client(self, sms_sender: str | None = None, viber_sender: str | None = None) -> TurboSMS:
        if (sms_sender, viber_sender) not in self._clients:
            made = TurboSMS(
                "sandbox",
                self.url,
                sms_sender=sms_sender,
                viber_sender=viber_sender,
                retry=RetryPolicy(attempts=1, pause=0.01, max_pause=0.01),
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
        command = [sys.executable, "-c", SANDBOX, str(listener.fileno()), str(path)]
        process = stack.enter_context(subprocess.Popen(command, pass_fds=[listener.fileno()]))
        stack.callback(process.terminate)
        clock = stack.enter_context(mmap.mmap(file.fileno(), 8))
        made = World(f"http://127.0.0.1:{listener.getsockname()[1]}", clock, stack)
        made.move_to(START)
        assert made.raw("file/add", {"data": PIXEL})["response_result"]["id"] == PNG
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(_times, "now", made.moment)
        yield made
