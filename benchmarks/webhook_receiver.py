"""A receiver of webhooks behind uvicorn, as one process.

`python -m benchmarks.webhook_receiver` stores calls in a file of its own; with `without-insert` it
verifies and answers them, and stores nothing.
"""

from __future__ import annotations

import socket
import sys
import tempfile
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import uvicorn

from turbosms_webhooks import WebhookInbox, WebhookReceiver, asgi

if TYPE_CHECKING:
    from turbosms_webhooks import Event

SECRET: Final = "benchmark"
WITHOUT_INSERT: Final = "without-insert"


class NoInbox:
    """What an inbox does for the app, but for storing."""

    def __init__(self, receiver: WebhookReceiver) -> None:
        self._receiver = receiver

    def submit(self, body: bytes, *headers: str | None) -> Future[int]:
        self._receiver.parse(body, *headers)
        answer: Future[int] = Future()
        answer.set_result(200)
        return answer


class Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        assert sockets is not None
        print(f"receiver listens on http://127.0.0.1:{sockets[0].getsockname()[1]}", flush=True)


def serve(app: Any) -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    config = uvicorn.Config(
        app, http="httptools", ws="none", lifespan="off", access_log=False, log_level="warning"
    )
    Server(config).run(sockets=[listener])


def main(*arguments: str) -> None:
    receiver = WebhookReceiver(SECRET)
    if WITHOUT_INSERT in arguments:
        serve(asgi.WebhookApp(cast("WebhookInbox", NoInbox(receiver))))
        return
    with tempfile.TemporaryDirectory(prefix="webhooks-") as folder:
        inbox = WebhookInbox(Path(folder) / "webhooks.db", receiver)
        with suppress(KeyboardInterrupt):
            serve(asgi.WebhookApp(inbox))
        handled: list[Event] = []
        inbox.run(handled.append, until_idle=True)
        inbox.close()
        print(len(handled), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
