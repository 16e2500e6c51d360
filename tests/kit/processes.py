"""Programs as processes of their own, each ended by whoever started it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple, Self

from tests.effort import TEST_SECONDS, THOROUGH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.kit.warm.programs import Program

ROOT: Final = Path(__file__).resolve().parents[2]
"""The checkout."""
PYTHON: Final = sys.executable
TURBOSMS: Final = (PYTHON, "-m", "turbosms_cli")
"""The command `turbosms` of this Python."""
PIPE: Final = subprocess.PIPE
_LONG: Final = TEST_SECONDS if THOROUGH else 280
"""Seconds, as long as pytest waits for a test."""


def run(
    *command: object,
    cwd: Path | str | None = None,
    env: Mapping[str, str] | None = None,
    input: str = "",  # noqa: A002 - the name that it has in subprocess
    timeout: float = _LONG,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end. What is no UTF-8 stays what it is, in and out."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=env,
        input=input.encode("utf-8", "surrogateescape"),
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    printed, errors = (
        text.decode("utf-8", "surrogateescape") for text in (done.stdout, done.stderr)
    )
    return subprocess.CompletedProcess(done.args, done.returncode, printed, errors)


def output(*command: object, **options: Any) -> str:
    """What a program prints that has to succeed."""
    done = run(*command, **options)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def environment(*without: str, **changes: str) -> dict[str, str]:
    """The environment of the tests without what begins so, and with changes."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(without)}
    return {**kept, **changes}


def free_port() -> int:
    """A port at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Exit(NamedTuple):
    """How a program ended, and what it printed, or printed since it was last read."""

    code: int
    stdout: str
    stderr: str


class Process:
    """A program under way, which ends with the block."""

    def __init__(
        self,
        *command: object,
        cwd: Path | str | None = None,
        env: Mapping[str, str] | None = None,
        stdout: int | IO[bytes] = PIPE,
        group: bool = False,
    ) -> None:
        """With `group`, what it starts itself ends with it."""
        self._group = group
        # Not a pipe, which could be full before anybody reads it.
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by stop()
        self._ended: Exit | None = None
        words = [str(word) for word in command]
        self.process = self._begin(words, cwd=cwd, env=env, stdout=stdout)
        self.pid = self.process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _begin(self, words: list[str], **options: Any) -> subprocess.Popen[str] | Program:
        return subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stderr=self._errors,
            encoding="utf-8",
            start_new_session=self._group,
            **options,
        )

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def line(self) -> str:
        """The next line that it prints."""
        assert self.process.stdout is not None
        # Byte by byte: `communicate` would miss what a buffer had taken of the next lines.
        printed = b""
        byte = os.read(self.process.stdout.fileno(), 1)
        while byte not in {b"", b"\n"}:
            printed += byte
            byte = os.read(self.process.stdout.fileno(), 1)
        return printed.decode()

    def said(self) -> str:
        """What it has written to stderr so far."""
        # Where the file is read does not move, as the program goes on to write there.
        descriptor = self._errors.fileno()
        return os.pread(descriptor, os.fstat(descriptor).st_size, 0).decode(errors="replace")

    def type(self, text: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(text)
        self.process.stdin.flush()

    def send_signal(self, number: int) -> None:
        if self.running and self._group:
            os.killpg(self.pid, number)
        elif self.running:
            self.process.send_signal(number)

    def wait(self, seconds: float = 120.0, *, typed: str = "") -> Exit:
        """How it ends by itself, with `typed` as the rest of its stdin."""
        if self._ended is None:
            printed, _ = self.process.communicate(typed, timeout=seconds)
            self._errors.seek(0)
            self._ended = Exit(self.process.wait(), printed or "", self._errors.read())
            self._errors.close()
        return self._ended

    def stop(self, number: int = signal.SIGTERM, seconds: float = 120.0) -> Exit:
        """End it, if it has not ended."""
        self.send_signal(number)
        try:
            return self.wait(seconds)
        except subprocess.TimeoutExpired:
            self.send_signal(signal.SIGKILL)
            return self.wait(seconds)


class SandboxProcess(Process):
    """`turbosms sandbox` with further options, and where it listens."""

    def __init__(
        self, *options: object, command: tuple[object, ...] = TURBOSMS, **more: Any
    ) -> None:
        port = () if "--port" in options else ("--port", 0)
        super().__init__(*command, "sandbox", *port, *options, **more)
        self.first_line = self.line()
        found = re.search(r"http://[^\s/]+", self.first_line)
        assert found, (self.first_line, self.stop())
        self.url = found[0]
        self.port = self.url.rpartition(":")[2]
