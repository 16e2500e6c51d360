"""Commands whose stdout and stderr are a terminal, a file or a pipe each."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import selectors
import signal
import tempfile
import time
from typing import TYPE_CHECKING, Final, NamedTuple

from tests.cli.running import rows
from tests.kit.processes import Exit
from tests.kit.warm.programs import TURBOSMS_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.kit.warm.programs import Programs

KINDS: Final = ("terminal", "file", "pipe")
ESCAPE: Final = "\x1b"
_SECONDS: Final = 120.0


class Call(NamedTuple):
    """A call of a command. `rows` is how many lines of JSON it prints, None if it prints none.

    `TOKEN`, `MESSAGE`, `CHAT` and `SESSION` stand for what the sandbox has, and `INBOX` for the
    file of an inbox in which an event waits.
    """

    args: tuple[str, ...]
    rows: int | None = None
    given: str = ""
    endless: bool = False


class Stream:
    """A terminal, a file or a pipe, and what was written to it."""

    def __init__(self, kind: str) -> None:
        self._content = b""
        self.reader: int | None = None
        self._file = tempfile.TemporaryFile() if kind == "file" else None  # noqa: SIM115 - closed by close()
        if self._file is not None:
            self.writer = os.dup(self._file.fileno())
        elif kind == "terminal":
            self.reader, self.writer = pty.openpty()
        else:
            self.reader, self.writer = os.pipe()

    def take(self) -> bool:
        """Take in what comes next; False at the end."""
        assert self.reader is not None
        try:
            part = os.read(self.reader, 65536)
        except OSError:  # what Linux says when nobody holds the other end of a terminal any more
            part = b""
        self._content += part
        return bool(part)

    @property
    def text(self) -> str:
        if self._file is not None:
            # Not by its position, which whoever writes there has too.
            size = os.fstat(self._file.fileno()).st_size
            self._content = os.pread(self._file.fileno(), size, 0)
        return self._content.decode()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        if self.reader is not None:
            os.close(self.reader)


def run_on(
    programs: Programs,
    environment: Mapping[str, str],
    args: tuple[str, ...],
    kinds: tuple[str, str],
    *,
    given: str = "",
    begun: Callable[[str], bool] | None = None,
) -> Exit:
    """`turbosms ARGS…` to its end, with stdout and stderr of these kinds, and `given` as stdin.

    What has no end gets Ctrl-C once it has `begun`, which is told by what stdout got so far.
    """
    stdout, stderr = (Stream(kind) for kind in kinds)
    with contextlib.closing(stdout), contextlib.closing(stderr), tempfile.TemporaryFile() as stdin:
        stdin.write(given.encode())
        stdin.seek(0)
        streams = [stdin.fileno(), stdout.writer, stderr.writer]
        program = programs.start([TURBOSMS_FILE, *args], environment, streams)
        os.close(stdout.writer)
        os.close(stderr.writer)
        try:
            _follow(stdout, stderr, begun, lambda: program.send_signal(signal.SIGINT))
            code = program.wait(_SECONDS)
        finally:
            program.kill()
        return Exit(code, stdout.text, stderr.text)


def _follow(
    stdout: Stream,
    stderr: Stream,
    begun: Callable[[str], bool] | None,
    interrupt: Callable[[], None],
) -> None:
    until = time.monotonic() + _SECONDS
    with selectors.DefaultSelector() as selector:
        for stream in (stdout, stderr):
            if stream.reader is not None:
                selector.register(stream.reader, selectors.EVENT_READ, stream)
        while (selector.get_map() or begun) and time.monotonic() < until:
            for key, _ in selector.select(0.05):
                if not key.data.take():
                    selector.unregister(key.fileobj)
            if begun is not None and begun(stdout.text):
                interrupt()
                begun = None


def check_streams(call: Call, kinds: tuple[str, str], ended: Exit) -> None:
    """Assert that stdout has the output, and stderr everything else."""
    stdout, stderr = kinds
    assert "\x1b[?25" not in ended.stdout, "a display was drawn on stdout"
    if stdout != "terminal":
        assert ESCAPE not in ended.stdout
        if call.rows is not None:
            assert len(rows(ended.stdout)) == call.rows
    if stderr != "terminal":
        assert ESCAPE not in ended.stderr
    for line in ended.stderr.splitlines():
        assert not _is_object(line)
    if call.rows is None and call.given:
        assert ended.stdout == ""
    else:
        assert ended.stdout.strip()


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
