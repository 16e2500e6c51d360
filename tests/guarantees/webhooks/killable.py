"""Processes that are killed and started again, hundreds of times."""

from __future__ import annotations

import json
import os
import signal
from typing import Any, Final

from tests.kit.processes import PYTHON, ROOT, Process, environment

_PROGRAM: Final = ("-m", "tests.guarantees.webhooks.fork_server")


class ForkServer:
    """Starts processes in a fraction of the time that a program would take to start."""

    def __init__(self) -> None:
        env = environment(PYTHONPATH=str(ROOT))
        self._process = Process(PYTHON, *_PROGRAM, cwd=ROOT, env=env)

    def close(self) -> None:
        assert self._process.wait(typed="").code == 0

    def start(self, name: str, arguments: list[Any]) -> tuple[int, int]:
        """Start a function of `shop.py`; the id of the process, and its port."""
        self._process.type(json.dumps([name, *arguments], default=str) + "\n")
        pid, port = map(int, self._process.line().split())
        return pid, port

    def wait(self, pid: int) -> None:
        self._process.type(json.dumps([pid]) + "\n")
        assert self._process.line() == "ended"


class Killable:
    """A process that listens, and may be killed from any thread."""

    def __init__(self, server: ForkServer, name: str) -> None:
        """`name`: what serves is `serve_…` in shop.py."""
        self.name = name
        self._server = server
        self._pid = 0
        self.port = 0
        """Where it listens; 0 while it does not run."""

    @property
    def is_running(self) -> bool:
        return self.port != 0

    def start(self, *arguments: Any) -> None:
        self._wait_for_the_end()
        self._pid, self.port = self._server.start(f"serve_{self.name}", [*arguments])

    def kill(self) -> None:
        """`kill -9`."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, as a supervisor does, and wait until it has."""
        self._end(signal.SIGTERM)
        self._wait_for_the_end()

    def close(self) -> None:
        if self.is_running:
            self.kill()
        self._wait_for_the_end()

    def _end(self, number: int) -> None:
        os.kill(self._pid, number)
        self.port = 0

    def _wait_for_the_end(self) -> None:
        if self._pid:
            self._server.wait(self._pid)
            self._pid = 0
