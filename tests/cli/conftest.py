"""The console script as a process of its own, against a sandbox that starts anew for each test."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import pty
import re
import select
import socket
import struct
import subprocess
import sys
import termios
import time
import urllib.request
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tests.kit.warm.programs import TURBOSMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.kit.warm.programs import Program, Programs

_COMMAND = [sys.executable, "-m", "turbosms_cli"]
# A process becomes the foreground of its terminal only by asking for it; then Ctrl-C reaches it as
# it does a user's.
_ON_TERMINAL = (
    "import fcntl, os, sys, termios as t; "
    "fcntl.ioctl(2, t.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)
_SECONDS = 120.0
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")


class Run(Protocol):
    """`turbosms ARGS…` to its end. `env` is added to its environment; None takes a variable away.

    It is a fork of a Python that runs already, unless `env` has a variable that Python reads when
    it starts. With `tty` it runs on a terminal: `input` is typed when it has asked something, and
    `stdout` is all that was shown.
    """

    def __call__(
        self,
        *args: str,
        input: str | None = None,  # noqa: A002 - the name that it has in subprocess
        tty: bool = False,
        **env: str | None,
    ) -> subprocess.CompletedProcess[str]: ...


class OpenTerminal(Protocol):
    """`turbosms ARGS…` on a pseudo-terminal; `stdout` may be a pipe or a file."""

    def __call__(
        self,
        *args: str,
        columns: int = 100,
        lines: int = 24,
        stdout: int | None = None,
        **env: str | None,
    ) -> Terminal: ...


class Control(Protocol):
    """A call of the sandbox's control plane.

    `control("clock", advance=60)`, `control("account", "PATCH", …)`.
    """

    def __call__(self, path: str, method: str = "POST", /, **data: Any) -> Any: ...


class Terminal:
    """A process on a pseudo-terminal of its own, of which it is the foreground."""

    def __init__(
        self,
        command: Sequence[str],
        env: dict[str, str],
        size: tuple[int, int],
        stdout: int | None = None,
        *,
        programs: Programs | None = None,
    ) -> None:
        """Start the command; `programs` are those whose first word is a file of Python."""
        self._master, slave = pty.openpty()
        self.resize(*size)
        self.process: Program | subprocess.Popen[bytes]
        if programs is None:
            self.process = subprocess.Popen(
                [sys.executable, "-ISc", _ON_TERMINAL, *command],
                stdin=slave,
                stdout=slave if stdout is None else stdout,
                stderr=slave,
                env=env,
                start_new_session=True,
            )
        else:
            self.process = self._started(programs, command, env, slave, stdout)
        os.close(slave)
        self._bytes = b""
        self._seen = 0
        self._ended = False

    @staticmethod
    def _started(
        programs: Programs,
        command: Sequence[str],
        env: dict[str, str],
        slave: int,
        stdout: int | None,
    ) -> Program:
        if stdout != subprocess.PIPE:
            output = slave if stdout is None else stdout
            return programs.start(command, env, [slave, output, slave], terminal=True)
        reader, writer = os.pipe()
        process = programs.start(command, env, [slave, writer, slave], terminal=True)
        os.close(writer)
        process.stdout = open(reader, "rb")  # noqa: PTH123, SIM115 - closed by close()
        return process

    @property
    def output(self) -> str:
        """All that the terminal got so far, with its escape sequences."""
        return self._bytes.decode(errors="replace")

    @property
    def text(self) -> str:
        """The same without escape sequences."""
        return _ESCAPE.sub("", self.output)

    def expect(self, text: str, seconds: float = _SECONDS) -> str:
        """Wait until the terminal gets `text`, after what was expected before.

        Returns what came up to its end.

        With an empty `text` wait for anything at all.
        """
        until = time.monotonic() + seconds
        if not text and self._seen == len(self._bytes):
            self._read(until)
        while (at := self._bytes.find(text.encode(), self._seen)) < 0:
            if not self._read(until):
                pytest.fail(
                    f"The terminal did not get {text!r} but {self._bytes[self._seen :].decode()!r}"
                )
        start, self._seen = self._seen, at + len(text.encode())
        return self._bytes[start : self._seen].decode(errors="replace")

    def send(self, text: str) -> None:
        """Type it; the Enter key is `\\r`."""
        os.write(self._master, text.encode())

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        self.send("\x03")

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the window."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def wait(self, seconds: float = _SECONDS) -> int:
        """Wait for the end; returns the exit code."""
        until = time.monotonic() + seconds
        while self._read(until):
            pass
        return self.process.wait(max(until - time.monotonic(), 0.1))

    def close(self) -> None:
        """End it, if it has not."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()
        os.close(self._master)

    def _read(self, until: float) -> bool:
        """Take in what comes next; False if that was all, or the time is over."""
        while not self._ended and (remaining := until - time.monotonic()) > 0:
            if select.select([self._master], [], [], remaining)[0]:
                try:
                    part = os.read(self._master, 65536)
                except OSError as problem:
                    if (
                        problem.errno != errno.EIO
                    ):  # what Linux says when nobody holds the other end any more
                        raise
                    part = b""
                self._bytes += part
                self._ended = not part
                return bool(part)
        return False


@pytest.fixture(autouse=True)
def control(sandbox: str) -> Control:
    """Calls of the sandbox's control plane. It starts anew for each test."""

    def call(path: str, method: str = "POST", /, **data: Any) -> Any:
        body = None if method in {"GET", "DELETE"} else json.dumps(data).encode()
        request = urllib.request.Request(f"{sandbox}/sandbox/{path}", body, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    call("reset")
    return call


@pytest.fixture
def environment(sandbox: str, tmp_path: Path) -> dict[str, str]:
    """The environment of the command.

    The sandbox's token and address, a config file of its own, a usual terminal.

    To read the certificates of the system costs more than most commands do, and the sandbox has
    none.
    """
    return {
        **{
            name: os.environ[name]
            for name in ("PATH", "TMPDIR", "COVERAGE_PROCESS_START")
            if name in os.environ
        },
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "SSL_CERT_DIR": str(tmp_path),
        "TERM": "xterm-256color",
        "TURBOSMS_TOKEN": "sandbox",
        "TURBOSMS_BASE_URL": sandbox,
        "TURBOSMS_CONFIG": str(tmp_path / "turbosms.toml"),
    }


@pytest.fixture
def terminal(environment: dict[str, str], programs: Programs) -> Iterator[OpenTerminal]:
    """Opens pseudo-terminals."""
    opened = []

    def start(
        *args: str,
        columns: int = 100,
        lines: int = 24,
        stdout: int | None = None,
        **env: str | None,
    ) -> Terminal:
        changed = merged(environment, env)
        size = (columns, lines)
        opened.append(Terminal([TURBOSMS, *args], changed, size, stdout, programs=programs))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


@pytest.fixture
def run(environment: dict[str, str], programs: Programs) -> Run:
    """Runs the command to its end."""

    def call(
        *args: str,
        input: str | None = None,  # noqa: A002 - as above
        tty: bool = False,
        **env: str | None,
    ) -> subprocess.CompletedProcess[str]:
        changed = merged(environment, env)
        if any(name.startswith("PYTHON") for name in env):
            return subprocess.run(
                [*_COMMAND, *args],
                input=input or "",
                capture_output=True,
                encoding="utf-8",
                env=changed,
                timeout=60,
                check=False,
            )
        command = [TURBOSMS, *args]
        if not tty:
            return programs.run(command, changed, input or "")
        screen = Terminal(command, changed, (100, 24), programs=programs)
        try:
            if input is not None:
                screen.expect("")
                screen.send(input)
            code = screen.wait()
        finally:
            screen.close()
        return subprocess.CompletedProcess(command, code, screen.output, "")

    return call


def merged(environment: dict[str, str], more: dict[str, str | None]) -> dict[str, str]:
    """An environment with changes; None takes a variable away."""
    return {name: value for name, value in {**environment, **more}.items() if value is not None}


def rows(output: str) -> list[Any]:
    """The objects of JSON lines."""
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture
def closed_port() -> str:
    """An address at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"
