"""The apps behind real servers, each in a thread."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import uvicorn

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Print nothing."""


@contextmanager
def behind_uvicorn(app: Any) -> Iterator[int]:
    """The port where uvicorn serves an app."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, log_level="critical", ws="none", lifespan="on")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(60)
    assert not thread.is_alive()


@contextmanager
def behind_wsgiref(app: Any) -> Iterator[int]:
    """The port where the server of the standard library serves an app."""
    with WSGIServer(("127.0.0.1", 0), _Quiet) as server:
        server.set_app(app)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join(60)


def post(
    port: int, body: bytes, path: str = "/", method: str = "POST", **headers: str
) -> tuple[int, dict[str, str]]:
    """The status and the headers of an answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, names)
        response = connection.getresponse()
        response.read()
        return response.status, {name.lower(): value for name, value in response.getheaders()}
    finally:
        connection.close()


def hang_up(port: int, body: bytes) -> None:
    """Declare a longer body than is sent, and go away."""
    head = (
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body) + 10}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(head.encode() + body)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(1024):
            pass
