"""Receivers as processes of their own."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.kit.processes import PYTHON, ROOT, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PROGRAM = ("-m", "tests.webhooks.processes.receiving_program")


class Receiver:
    """The program, and what it has answered."""

    def __init__(self, folder: Path) -> None:
        command = [PYTHON, *PROGRAM, str(folder / "webhooks.db"), str(folder / "handled")]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment(PYTHONPATH=str(ROOT)),
        )

    def send(self, body: bytes) -> int | None:
        """The status; None if it has ended."""
        assert self._process.stdin
        assert self._process.stdout
        self.send_only(body)
        answer = self._process.stdout.readline()
        return int(answer) if answer.endswith(b"\n") else None

    def send_only(self, body: bytes) -> None:
        """Send, and do not wait for the answer."""
        assert self._process.stdin
        self._process.stdin.write(body + b"\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """End it at once, if it has not ended."""
        if self._process.returncode is None:
            self._process.kill()
            self._process.communicate()

    def end(self) -> None:
        """Have it close its inbox, and wait for that."""
        self._process.communicate()
        assert self._process.returncode == 0


@contextmanager
def starting_receivers(folder: Path) -> Iterator[Callable[[], Receiver]]:
    """What starts one more receiver of a folder; those that are left at the end are killed."""
    started: list[Receiver] = []

    def start() -> Receiver:
        started.append(Receiver(folder))
        return started[-1]

    try:
        yield start
    finally:
        for receiver in started:
            receiver.kill()
