"""Processes on pseudo-terminals, as somebody sees and interrupts them."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.kit.warm.programs import Program, Programs

# A process becomes the foreground of its terminal only by asking for it; then Ctrl-C reaches it as
# it does a user's.
_ON_TERMINAL = (
    "import fcntl, os, sys, termios as t; "
    "fcntl.ioctl(2, t.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)
_SECONDS = 120.0
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")


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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def finished(self, typed: str | None = None) -> subprocess.CompletedProcess[str]:
        """Wait for its end; `typed` when it has asked something."""
        if typed is not None:
            self.expect("")
            self.send(typed)
        code = self.wait()
        return subprocess.CompletedProcess(self.process.args, code, self.output, "")

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
                got = self._bytes[self._seen :].decode(errors="replace")
                pytest.fail(f"The terminal did not get {text!r} but {got!r}")
        start, self._seen = self._seen, at + len(text.encode())
        return self._bytes[start : self._seen].decode(errors="replace")

    def expect_in_any_order(self, *texts: str) -> None:
        """Wait until the terminal has got each of them after what was expected before."""
        start = end = self._seen
        for text in texts:
            self._seen = start
            self.expect(text)
            end = max(end, self._seen)
        self._seen = end

    def send(self, text: str) -> None:
        """Type it; the Enter key is `\\r`."""
        os.write(self._master, text.encode())

    def interrupt(self) -> None:
        """Press Ctrl-C, as somebody does who has seen that it waits.

        What comes between the last look for signals and a read that nothing ends is noticed only
        after that read: no hand is that quick, but a test is.
        """
        until = time.monotonic() + _SECONDS
        while not self._sleeps() and time.monotonic() < until:
            time.sleep(0.001)
        self.send("\x03")

    def _sleeps(self) -> bool:
        """Whether its main thread waits for something; True where that cannot be seen."""
        try:
            status = Path(f"/proc/{self.process.pid}/stat").read_text()
        except OSError:
            return True
        # The name of the program, in brackets, may have spaces and brackets itself.
        state = status.rpartition(")")[2].split()[0]
        return state != "R"

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
                    # What Linux says when nobody holds the other end any more.
                    if problem.errno != errno.EIO:
                        raise
                    part = b""
                self._bytes += part
                self._ended = not part
                return bool(part)
        return False
