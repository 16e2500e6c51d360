"""What runs in the two processes: the sandbox with a state file, and the receiver of a shop."""

from __future__ import annotations

import json
import signal
import socket
import time
from pathlib import Path
from random import Random
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import uvicorn

from turbosms_sandbox import run
from turbosms_webhooks import (
    DeliveryReport,
    IncomingMessage,
    WebhookInbox,
    WebhookReceiver,
    _handling,
    _inbox,
    asgi,
    wsgi,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_webhooks import Event

    Announce = Callable[[int], object]

SECRET: Final = "a secret of the shop"
SERVERS: Final = ("asgi", "asgi with a coroutine", "wsgi")
_MOODS: Final = ("well", "slow", "raises before", "raises after")
_WEIGHTS: Final = (80, 5, 10, 5)


def serve_sandbox(state_file: str, announce: Announce) -> None:
    """`turbosms sandbox --state FILE`."""
    run(
        "127.0.0.1",
        0,
        state_file=state_file,
        announce=lambda address: announce(int(address.rpartition(":")[2])),
    )


def serve_shop(folder: str, server: str, seed: int, announce: Announce) -> None:
    """A receiver, whose handler is as slow and raises as often as chance will have it."""
    # What failed is tried again within hundredths of a second, and a stop is noticed.
    vars(_handling).update(_FIRST_PAUSE=0.01, _LONGEST_PAUSE=0.05)
    vars(_inbox).update(_SECONDS_BETWEEN_LOOKS=0.1)
    handler = _Handler(Path(folder, "handled"), seed)
    with WebhookInbox(Path(folder, "webhooks.db"), WebhookReceiver(SECRET)) as inbox:
        if server == "wsgi":
            _serve_wsgi(wsgi.WebhookApp(inbox, handler.handle), announce)
        else:
            is_coroutine = server == "asgi with a coroutine"
            handle = handler.handle_in_the_loop if is_coroutine else handler.handle
            _serve_asgi(asgi.WebhookApp(inbox, handle), announce)


class _Handler:
    """Writes down the events that it is given, one a line."""

    def __init__(self, handled: Path, seed: int) -> None:
        self._handled = handled
        self._chance = Random(seed)

    async def handle_in_the_loop(self, event: Event) -> None:
        self.handle(event)

    def handle(self, event: Event) -> None:
        (mood,) = self._chance.choices(_MOODS, _WEIGHTS)
        if mood == "raises before":
            raise RuntimeError
        if mood == "slow":
            time.sleep(0.02)
        with self._handled.open("a", encoding="utf-8") as file:
            file.write(json.dumps(_described(event)) + "\n")
        if mood == "raises after":
            raise RuntimeError


def _described(event: Event) -> tuple[str, str, str]:
    """Type, id of the message, and word of the status, if it is a report."""
    if isinstance(event, DeliveryReport):
        return event.type, event.message_id, event.raw_status
    if isinstance(event, IncomingMessage):
        return event.type, f"{event.id} {event.message}", ""
    return event.type, str(getattr(event, "message_id", None)), ""


def _serve_asgi(app: Any, announce: Announce) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, log_level="critical", ws="none", lifespan="on")
        announce(listening.getsockname()[1])
        uvicorn.Server(config).run(sockets=[listening])


class _ThreadedServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Print nothing."""


def _serve_wsgi(app: Any, announce: Announce) -> None:
    def end(*_: object) -> None:
        raise SystemExit

    signal.signal(signal.SIGTERM, end)
    with _ThreadedServer(("127.0.0.1", 0), _Quiet) as server:
        server.set_app(app)
        announce(server.server_port)
        try:
            server.serve_forever()
        finally:
            app.close()
