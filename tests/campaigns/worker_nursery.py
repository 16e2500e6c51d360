"""Starts workers as forks of a Python that has imported what they need: a start takes a moment.

As a program it reads orders, one a line, and answers each: `{"start": …}` with the process id of a
new worker, `{"wait": pid}` with how it ended. When its stdin ends, it kills what it has started.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import traceback
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from tests.kit.processes import PYTHON, ROOT, environment

if TYPE_CHECKING:
    from collections.abc import Mapping


class Worker:
    """A worker that was started."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self._nursery = nursery
        self.pid = pid

    def end(self, number: int = signal.SIGTERM) -> int:
        """End it with a signal; its exit code, negative for a signal that killed it."""
        os.kill(self.pid, number)
        return self.wait()

    def wait(self) -> int:
        """Its exit code, once it has ended by itself."""
        return int(self._nursery.ask({"wait": self.pid}))


class Nursery:
    """The program, which ends with the block, and all of its workers with it."""

    def __init__(self, changes: Mapping[str, str] = MappingProxyType({})) -> None:
        self._process = subprocess.Popen(
            [PYTHON, "-m", "tests.campaigns.worker_nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment(PYTHONPATH=str(ROOT), **changes),
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def start(self, **order: Any) -> Worker:
        """Start a worker; the options are those of `campaign_worker`."""
        return Worker(self, int(self.ask({"start": order})))

    def ask(self, order: Mapping[str, Any]) -> str:
        """Give an order; its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the nursery has ended"
        return answer


def _fork(order: Mapping[str, Any]) -> int:
    from tests.campaigns.campaign_worker import work  # noqa: PLC0415

    pid = os.fork()
    if pid > 0:
        return pid
    code = 1
    try:
        # What the worker inherits, it must not read or answer.
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        work(order)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        # A call that hangs must not keep the process alive.
        os._exit(code)


def _serve() -> None:
    import dbos  # noqa: F401, PLC0415 - what takes long is done before the first fork

    started: set[int] = set()
    for line in sys.stdin:
        order = json.loads(line)
        if "start" in order:
            pid = _fork(order["start"])
            started.add(pid)
            print(pid, flush=True)
        else:
            started.discard(order["wait"])
            print(os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1]), flush=True)
    for pid in started:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    _serve()
