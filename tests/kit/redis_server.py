"""A Redis for tests: in a folder of its own, on loopback, as a process of its own."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
from typing import TYPE_CHECKING, Final, Self

import redis

from tests.kit import debian
from tests.kit.processes import free_port
from tests.kit.waiting import wait_for

if TYPE_CHECKING:
    from types import TracebackType

# Debian's server starts a daemon when it is installed. This is the same program, without one: it
# is a server if it is called by that name.
_SAME_PROGRAM: Final = "redis-check-rdb"


class RedisServer:
    """A server without files, which ends with the block."""

    def __init__(self) -> None:
        program = shutil.which("redis-server") or debian.find(_SAME_PROGRAM)
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = tempfile.mkdtemp(prefix="turbosms-redis-")
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port)]
        command += ["--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            command,
            executable=program,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        self.client = redis.Redis.from_url(self.url, decode_responses=True)
        wait_for(self._answers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.client.close()
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(60)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _answers(self) -> bool:
        assert self._process.poll() is None, "Redis has ended"
        try:
            return bool(self.client.ping())
        except redis.ConnectionError:
            return False
