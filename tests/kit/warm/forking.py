"""A Python that has imported already what the programs of tests need: each program is a fork of it.

Started anew, `turbosms` spends nearly all of its time on imports. A fork is a process like any
other, with streams, an environment, signals, a terminal and an exit code of its own, and has them
behind it.

It listens on the socket at `sys.argv[1]` until its stdin ends. An order is a connection: JSON with
the three standard streams as descriptors beside it. The answer is the id of the process on a line,
and when that has ended its exit code on another one, which is negative for a signal, as in
`subprocess`. It says "ready" once it takes orders.
"""

from __future__ import annotations

import fcntl
import gc
import io
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import sys
import tempfile
import termios
import time
from importlib import import_module
from pathlib import Path
from typing import Any

_PACKAGES = (
    "turbosms_api",
    "turbosms_campaigns",
    "turbosms_client",
    "turbosms_cli",
    "turbosms_sandbox",
)
_LIBRARIES = (
    "anyio._backends._asyncio",
    "asyncio",
    "click.shell_completion",
    "email.parser",
    "getpass",
    "h11",
    "http.client",
    "httpcore2",
    "httptools",
    "importlib.resources",
    "logging.config",
    "multiprocessing",
    "rich.cells",
    "rich.console",
    "rich.live",
    "rich.padding",
    "rich.progress",
    "rich.table",
    "shutil",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "stringprep",
    "tomlkit",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.server",
    "zoneinfo",
)
"""What the packages and their libraries import only when it is needed first."""
_LONGEST_PART = 1 << 16
_STREAMS = 3


def preload() -> None:
    """Import what programs import. Names that begin with __ are of programs, which would run."""
    for name in _LIBRARIES:
        import_module(name)
    for name in _PACKAGES:
        package = import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not module.name.endswith("__main__"):
                import_module(module.name)


class Forker:
    """Takes orders, and tells what became of the processes."""

    def __init__(self, address: str) -> None:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(address)
        self._listener.listen(64)
        self._running: dict[int, socket.socket] = {}
        # A signal that comes just before `select` does not end it; the byte of Python does.
        self._woken, self._waking = socket.socketpair()
        self._woken.setblocking(False)
        self._waking.setblocking(False)

    def run(self) -> dict[str, Any] | None:
        """Serve until stdin ends, which gives None; each fork gives the order to carry out."""
        signal.signal(signal.SIGCHLD, self._tell_ends)
        signal.set_wakeup_fd(self._waking.fileno(), warn_on_full_buffer=False)
        print("ready", flush=True)
        while True:
            sources = [self._listener.fileno(), self._woken.fileno(), 0]
            readable, _, _ = select.select(sources, [], [])
            if 0 in readable:
                self._listener.close()
                return None
            if self._woken.fileno() in readable:
                self._woken.recv(_LONGEST_PART)
                continue
            connection, _ = self._listener.accept()
            order, streams = received(connection)
            # The end of a process is told once it is known whom to tell.
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
            pid = os.fork()
            if pid == 0:
                self._leave(connection)
                take_over(order, streams)
                return order
            self._running[pid] = connection
            say(connection, pid)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
            for stream in streams:
                os.close(stream)

    def _tell_ends(self, *_: object) -> None:
        while self._running:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            with self._running.pop(pid) as connection:
                say(connection, os.waitstatus_to_exitcode(status))

    def _leave(self, connection: socket.socket) -> None:
        """A fork has nothing to do with orders any more."""
        signal.set_wakeup_fd(-1)
        self._woken.close()
        self._waking.close()
        self._listener.close()
        connection.close()
        for other in self._running.values():
            other.close()


def received(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """The order that comes through a connection."""
    text, streams, _, _ = socket.recv_fds(connection, _LONGEST_PART, _STREAMS)
    while part := connection.recv(_LONGEST_PART):
        text += part
    order: dict[str, Any] = json.loads(text)
    return order, list(streams)


def say(connection: socket.socket, number: int) -> None:
    """Write a pid or an exit code to whoever gave the order, who may be gone."""
    try:
        connection.sendall(f"{number}\n".encode())
    except OSError:
        return


def take_over(order: dict[str, Any], streams: list[int]) -> None:
    """Make this process the one that was ordered, as if Python had just begun."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
    if order["terminal"]:
        # A process becomes the foreground of its terminal only by asking for it; then Ctrl-C
        # reaches it.
        os.setsid()
        fcntl.ioctl(streams[2], termios.TIOCSCTTY, 0)
    for descriptor, stream in enumerate(streams):
        os.dup2(stream, descriptor)
        os.close(stream)
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["cwd"])
    time.tzset()
    tempfile.tempdir = None
    sys.argv = order["argv"]
    sys.stdin = opened(0, "r", "surrogateescape")
    sys.stdout = opened(1, "w", "strict")
    sys.stderr = opened(2, "w", "backslashreplace")
    sys.stdout.reconfigure(newline="\n", line_buffering=sys.stdout.isatty())
    sys.stderr.reconfigure(newline="\n", line_buffering=True)


def opened(descriptor: int, mode: str, errors: str) -> io.TextIOWrapper:
    """A standard stream as Python makes it."""
    raw = io.FileIO(descriptor, mode, closefd=False)
    buffered = io.BufferedReader(raw) if mode == "r" else io.BufferedWriter(raw)
    return io.TextIOWrapper(buffered, "utf-8", errors)


def leave(end: SystemExit) -> None:
    """End at once: to take down every module that was imported costs more than most programs do.

    What stdout could not be rid of is told as Python does it.
    """
    if end.code is not None and not isinstance(end.code, int):
        raise end
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(end.code or 0)


def main() -> None:
    """Serve; and in a fork be the program: a file, or `turbosms` by the file of its `__main__`."""
    preload()
    gc.freeze()
    order = Forker(sys.argv[1]).run()
    if order is None:
        return
    program = Path(sys.argv[0])
    if program.name == "__main__.py":
        import_module("turbosms_cli.__main__").main()
    else:
        sys.path.insert(0, str(program.parent))
        runpy.run_path(str(program), run_name="__main__")


if __name__ == "__main__":
    try:
        main()
    except SystemExit as end:
        leave(end)
