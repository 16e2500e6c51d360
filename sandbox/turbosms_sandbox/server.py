"""Serving the sandbox on a socket until it is told to stop."""

from __future__ import annotations

import contextlib
import gc
import signal
import socket
from typing import TYPE_CHECKING

import uvicorn

from turbosms_sandbox.app import create_app
from turbosms_sandbox.protocol import Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from os import PathLike

    from turbosms_sandbox.opening import Opening

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8026
_GC_THRESHOLDS = (50_000, 20, 50)
"""A sandbox keeps what it makes and makes hardly any garbage in cycles.

Looking for it all the time costs a tenth.
"""
SHUTDOWN = 5
"""Seconds that requests in flight have to end when the sandbox stops."""


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
    announce: Callable[[str], object] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT, then return.

    `port` 0 takes a free one. `announce` is called once, with the address, when connections are
    accepted; without it the address is printed. OSError if the address cannot be bound,
    StateFileError if the state file cannot be used. The other arguments are those of `create_app`.
    """
    listener = _listen(host, port)
    app = create_app(
        allowed_hosts,
        state_file=state_file,
        seed=seed,
        opening=opening,
        trusted_hosts=trusted_hosts,
        remote_control=remote_control,
    )
    service = app.state.service
    config = uvicorn.Config(
        app,
        http=Protocol,
        loop="auto",  # uvloop wherever there is one
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SHUTDOWN,
    )
    announce = announce or _print
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_GC_THRESHOLDS)
    try:
        _Server(config, lambda: announce(_address(host, listener)), service.pulse.stop).run(
            sockets=[listener]
        )
    finally:
        service.close()
        gc.set_threshold(*thresholds)
        gc.unfreeze()


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

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal.

        uvicorn's own version raises the signal again afterwards, and a clean end would be none.
        """
        signals = (signal.SIGINT, signal.SIGTERM)
        earlier = {number: signal.signal(number, self.handle_exit) for number in signals}
        try:
            yield
        finally:
            for number, handler in earlier.items():
                signal.signal(number, handler)


def _print(address: str) -> None:
    print(f"TurboSMS sandbox listens on {address}", flush=True)


def _listen(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
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
