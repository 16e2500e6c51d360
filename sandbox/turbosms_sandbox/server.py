"""Serving the sandbox on a socket until it is stopped."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import uvicorn

from turbosms_sandbox.app import create_app
from turbosms_sandbox.engine.garbage_collection import rare_collections
from turbosms_sandbox.http.protocol import HttpProtocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from os import PathLike

    from turbosms_sandbox.account.opening import Opening

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8026
MAX_FILES = 65_536
_QUIET = 1.0
"""Seconds after the start in which nothing is done that can wait for later."""
SHUTDOWN = 5
"""Seconds that requests have to finish when the sandbox stops."""
KEEP_ALIVE = 75
"""Seconds that an idle connection stays open: for longer than clients keep theirs.

Python's do so for 5 seconds. With uvicorn's own 5, a request could meet a connection that was being
closed, and its test would fail once in a thousand times.
"""


def run(  # noqa: PLR0913 - an argument for each option of the command line
    host: str = DEFAULT_HOST,
    port: int = DEFAULT_PORT,
    *,
    allowed_hosts: Collection[str] = (),
    state_file: str | PathLike[str] | None = None,
    seed: int | None = None,
    opening: Opening | None = None,
    trusted_hosts: Collection[str] = (),
    remote_control: bool = False,
    webhook_hosts: Collection[str] = (),
    announce: Callable[[str], object] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT, then return.

    `port` 0 means any free one. `announce` is called once, with the address, when connections are
    accepted; without it the address is printed. OSError if the address cannot be bound,
    StateFileError if the state file cannot be used. The other arguments are those of `create_app`.
    """
    _allow_many_connections()
    listener = _listen(host, port)
    app = create_app(
        allowed_hosts,
        state_file=state_file,
        seed=seed,
        opening=opening,
        trusted_hosts=trusted_hosts,
        remote_control=remote_control,
        webhook_hosts=webhook_hosts,
    )
    service = app.state.service
    config = uvicorn.Config(
        app,
        http=HttpProtocol,
        loop="auto",  # uvloop wherever there is one
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SHUTDOWN,
        timeout_keep_alive=KEEP_ALIVE,
    )
    announce = announce or _print

    def started() -> None:
        app.state.webhook_sender.start_if_needed()
        announce(_address(host, listener))

    server = _Server(config, started, service.notifier.stop)
    try:
        with rare_collections() as collect_everything:
            service.when_reset(collect_everything)
            server.run(sockets=[listener])
    finally:
        service.close()


class _Server(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, started: Callable[[], object], stopping: Callable[[], object]
    ) -> None:
        super().__init__(config)
        self._announce = started
        self._stopping = stopping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping()
        await super().shutdown(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()
            asyncio.get_running_loop().call_later(_QUIET, _import_backend)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal.

        uvicorn's own version raises the signal again afterwards, which would not be a clean end.
        """
        signals = [signal.SIGINT, signal.SIGTERM]
        if sys.platform == "win32":
            signals.append(signal.SIGBREAK)  # Ctrl-Break, or what ends a group of processes
        handlers = {each: signal.signal(each, self.handle_exit) for each in signals}
        try:
            yield
        finally:
            for each, handler in handlers.items():
                signal.signal(each, handler)


def _import_backend() -> None:
    """Import in a thread what the first search would import, which takes as long as 100 sends.

    This happens after the first answers, for which somebody may be waiting.
    """
    loop = asyncio.get_running_loop()
    loop.run_in_executor(None, import_module, "anyio._backends._asyncio")


def _print(address: str) -> None:
    print(f"TurboSMS sandbox listens on {address}", flush=True)


def _allow_many_connections() -> None:
    """Raise the limit of open files, because every connection is one."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Unix only

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = MAX_FILES if hard == resource.RLIM_INFINITY else min(hard, MAX_FILES)
        if soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _listen(host: str, port: int) -> socket.socket:
    # Bytes skip the IDNA codec, whose import is slow.
    name = host.encode() if host.isascii() else host
    family, _, _, _, address = socket.getaddrinfo(
        name, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.create_server(address[:2], family=family, backlog=2048)
    # asyncio turns Nagle's algorithm off only where the socket says that it is TCP; without that,
    # and without uvloop, every answer waits 40 ms for an acknowledgement.
    return socket.socket(
        listener.family, listener.type, socket.IPPROTO_TCP, fileno=listener.detach()
    )


def _address(host: str, listener: socket.socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}"
