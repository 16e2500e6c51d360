"""Starts programs as forks of a Python that has imported already what they need; see `forking`."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import turbosms_cli

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TURBOSMS_FILE: Final = str(Path(turbosms_cli.__file__).with_name("__main__.py"))
"""The program that is the console script.

It is what `python -m turbosms_cli` has as its `sys.argv[0]`.
"""
_HERE: Final = Path(__file__).parent
_SECONDS: Final = 120.0


class Program:
    """A program that was started; of `subprocess.Popen` it has what tests use."""

    def __init__(self, connection: socket.socket, argv: Sequence[str]) -> None:
        self.args = argv
        self.returncode: int | None = None
        self.stdin: IO[Any] | None = None
        self.stdout: IO[Any] | None = None
        self._connection = connection
        self._answers = connection.makefile()
        self.pid = int(self._answers.readline())

    def poll(self) -> int | None:
        """The exit code, if it has ended."""
        if self.returncode is None and self._answered(0):
            self._end()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, once it has ended."""
        if self.returncode is None and not self._answered(timeout):
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        if self.returncode is None:
            self._end()
        assert self.returncode is not None
        return self.returncode

    def communicate(self, given: str, timeout: float) -> tuple[str, None]:
        """What it prints until it has ended, which a pipe must have room for.

        It gets `given` as the rest of its stdin.
        """
        assert self.stdin is not None
        assert self.stdout is not None
        if not self.stdin.closed:
            with contextlib.suppress(BrokenPipeError), self.stdin:
                self.stdin.write(given)
        self.wait(timeout)
        with self.stdout:
            return self.stdout.read(), None

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def _answered(self, timeout: float | None) -> bool:
        return bool(select.select([self._connection], [], [], timeout)[0])

    def _end(self) -> None:
        self.returncode = int(self._answers.readline())
        self._answers.close()
        self._connection.close()


class Programs:
    """Starts them."""

    def __init__(self, address: str) -> None:
        self.address = address

    def start(
        self,
        argv: Sequence[str],
        env: Mapping[str, str],
        streams: Sequence[int],
        *,
        terminal: bool = False,
    ) -> Program:
        """Start a program, here and now.

        With `terminal` it is the foreground of the one that is its stderr.
        """
        order = {
            "argv": list(argv),
            "env": dict(env),
            "cwd": str(Path.cwd()),
            "terminal": terminal,
        }
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(self.address)
        text = json.dumps(order).encode()
        sent = socket.send_fds(connection, [text], list(streams))
        connection.sendall(text[sent:])
        connection.shutdown(socket.SHUT_WR)
        return Program(connection, argv)

    def start_with_pipes(self, argv: Sequence[str], env: Mapping[str, str], stderr: int) -> Program:
        """Start a program whose stdin and stdout are pipes of text."""
        reading, stdin = os.pipe()
        stdout, writing = os.pipe()
        try:
            program = self.start(argv, env, [reading, writing, stderr])
        finally:
            os.close(reading)
            os.close(writing)
        # Closed by `communicate`.
        program.stdin = os.fdopen(stdin, "w", encoding="utf-8")
        program.stdout = os.fdopen(stdout, encoding="utf-8")
        return program

    def run(
        self, argv: Sequence[str], env: Mapping[str, str], given: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, with `given` as its stdin."""
        with (
            tempfile.TemporaryFile() as stdin,
            tempfile.TemporaryFile() as stdout,
            tempfile.TemporaryFile() as stderr,
        ):
            stdin.write(given.encode())
            stdin.seek(0)
            streams = [stdin.fileno(), stdout.fileno(), stderr.fileno()]
            program = self.start(argv, env, streams)
            try:
                code = program.wait(_SECONDS)
            finally:
                program.kill()
            stdout.seek(0)
            stderr.seek(0)
            return subprocess.CompletedProcess(
                argv, code, stdout.read().decode(), stderr.read().decode()
            )

    def write_command(self, file: Path) -> None:
        """Write the command `turbosms` for shells."""
        words = [sys.executable, "-IS", str(_HERE / "command.py"), self.address, TURBOSMS_FILE]
        file.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
        file.chmod(0o700)


@contextlib.contextmanager
def warm() -> Iterator[Programs]:
    """Start the Python that programs are forks of; it ends with the block, or with this process."""
    # The path of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="warm-") as folder:
        address = f"{folder}/socket"
        command = [sys.executable, "-P", "-W", "error", str(_HERE / "forking.py"), address]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        ) as server:
            assert server.stdout is not None
            assert server.stdout.readline() == b"ready\n"
            yield Programs(address)
