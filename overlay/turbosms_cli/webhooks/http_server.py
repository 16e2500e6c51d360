"""An HTTP server for webhooks, of the standard library's parts: one thread for each connection.

What a caller can make it do is bounded: connections, the time of a request, its head, its body.
"""

from __future__ import annotations

import io
import os
import socket
import socketserver
import sys
import threading
import time
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, Final

from turbosms_cli.webhooks.request_bodies import IncomingBytes, RequestBody, body_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_MOST_CONNECTIONS: Final = 200
_WAITING_CONNECTIONS: Final = 1_024
"""How many the system keeps for us meanwhile."""
_SECONDS_OF_A_REQUEST: Final = 30.0
"""From the end of the request before."""
_SECONDS_TO_END: Final = 10.0
_LONGEST_LINE: Final = 65_536
_MOST_IGNORED: Final = 64 * 1024 * 1024
_AT_ONCE: Final = 64 * 1024

App = Any
"""A WSGI app."""


class WebhookServer(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Passes requests to a WSGI app."""

    daemon_threads = True
    block_on_close = False
    # On Windows it would let two programs listen on the same port.
    allow_reuse_address = os.name == "posix"
    request_queue_size = _WAITING_CONNECTIONS

    def __init__(
        self,
        host: str,
        port: int,
        app: App,
        on_answer: Callable[[int, bytes], None],
        *,
        seconds_of_a_request: float = _SECONDS_OF_A_REQUEST,
    ) -> None:
        """Listen, but serve nobody yet.

        Args:
            host: an address or a name.
            port: 0 for a free one.
            app: is called in several threads.
            on_answer: is told each status and the body, as far as the app has read it.
            seconds_of_a_request: in which a request must have come to its end.

        Raises:
            OSError: it cannot listen there.
            ValueError: this is no host.
        """
        self.address_family, address = _resolved(host, port)
        self.app = app
        self.on_answer = on_answer
        self.seconds_of_a_request = seconds_of_a_request
        self.is_ending = False
        self._idle: dict[socket.socket, None] = {}
        self._serving = 0
        self._changed = threading.Condition()
        super().__init__(address, _Connection)
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True
        )

    @property
    def port(self) -> int:
        """The port, also if it was chosen by the system."""
        return int(self.server_address[1])

    def start(self) -> None:
        """Serve in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Accept no connection any more, finish the requests under way, and close everything."""
        self.is_ending = True
        if self._thread.is_alive():
            self.shutdown()
        self.server_close()
        deadline = time.monotonic() + _SECONDS_TO_END
        with self._changed:
            for connection in self._idle:
                _end_reading(connection)
            self._changed.wait_for(
                lambda: self._serving == 0, max(0.0, deadline - time.monotonic())
            )

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own, once there is room for it."""
        with self._changed:
            while self._serving >= _MOST_CONNECTIONS and not self.is_ending:
                self._close_an_idle_one()
                self._changed.wait(1.0)
            self._serving += 1
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # there are too many threads in this system
            self._note_end(request)
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection to its end."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._note_end(request)

    def note_idle(self, connection: socket.socket, *, is_idle: bool) -> None:
        """Note whether a connection waits for a request."""
        with self._changed:
            if not is_idle:
                self._idle.pop(connection, None)
            elif self.is_ending:
                _end_reading(connection)
            else:
                self._idle[connection] = None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of callers that went away; whatever else is raised is a defect of ours."""
        error = sys.exception()
        if not isinstance(error, OSError):
            self.on_answer(HTTPStatus.INTERNAL_SERVER_ERROR, b"")

    def _note_end(self, connection: socket.socket) -> None:
        with self._changed:
            self._idle.pop(connection, None)
            self._serving -= 1
            self._changed.notify_all()

    def _close_an_idle_one(self) -> None:
        """Close the connection that has waited longest, if there is one."""
        for connection in self._idle:
            del self._idle[connection]
            _end_reading(connection)
            return


def _resolved(host: str, port: int) -> tuple[socket.AddressFamily, Any]:
    """The address of a host; of IPv4, if it has both."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    family, _, _, _, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    return family, address


def _end_reading(connection: socket.socket) -> None:
    """Make whoever reads from a connection find its end."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)


class _Connection(BaseHTTPRequestHandler):
    """The requests of a connection, one after the other."""

    server: WebhookServer
    protocol_version = "HTTP/1.1"
    server_version = "turbosms-webhook-listen"
    sys_version = ""

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rfile.close()
        self._incoming = IncomingBytes(self.connection)
        self._requests: io.BufferedReader[Any] = io.BufferedReader(self._incoming)
        self.rfile = self._requests

    def handle_one_request(self) -> None:
        """Read a request, and answer it; a caller that is too slow is hung up on."""
        self.close_connection = True
        try:
            self._incoming.allow(self.server.seconds_of_a_request)
            self.server.note_idle(self.connection, is_idle=True)
            self.raw_requestline = self.rfile.readline(_LONGEST_LINE + 1)
            self.server.note_idle(self.connection, is_idle=False)
            is_request = 0 < len(self.raw_requestline) <= _LONGEST_LINE
            if is_request and self.parse_request():
                self._answer(body_of(self.headers, self._requests))
        except OSError:
            self.close_connection = True

    def _answer(self, body: RequestBody) -> None:
        read = _Recorded(body)
        environ = {
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type"),
            "CONTENT_LENGTH": self.headers.get("Content-Length"),
            "HTTP_AUTHORIZATION": self.headers.get("Authorization"),
            "wsgi.input": read,
            "wsgi.input_terminated": "Transfer-Encoding" in self.headers,
        }
        if environ["wsgi.input_terminated"]:
            environ["CONTENT_LENGTH"] = None
        for _ in self.server.app(environ, self._send_head):
            pass
        self.server.on_answer(self._status, read.content)
        if not body.is_complete:
            self.close_connection = True
            self._ignore_the_rest()

    def _send_head(self, status: str, headers: Iterable[tuple[str, str]]) -> None:
        """Send the answer; the apps for webhooks have none with a body."""
        self._status = int(status.split(maxsplit=1)[0])
        self.send_response(self._status)
        for name, value in headers:
            self.send_header(name, value)
        if self.server.is_ending:
            self.close_connection = True
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def _ignore_the_rest(self) -> None:
        """Read on for a while, so that the caller gets to see the answer."""
        self.connection.shutdown(socket.SHUT_WR)
        self._incoming.allow(_SECONDS_TO_END)
        ignored = 0
        while ignored < _MOST_IGNORED:
            part = self._requests.read1(_AT_ONCE)
            if not part:
                return
            ignored += len(part)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request of HTTP, without a page about it."""
        self.close_connection = True
        self._send_head(str(int(code)), [("Content-Length", "0")])
        self.server.on_answer(int(code), b"")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as in the base class
        """Log nothing: whatever a caller sends could be in it."""


class _Recorded:
    """A body that keeps what was read of it."""

    def __init__(self, body: RequestBody) -> None:
        self._body = body
        self._parts: list[bytes] = []

    @property
    def content(self) -> bytes:
        return b"".join(self._parts)

    def read(self, size: int) -> bytes:
        part = self._body.read(size)
        self._parts.append(part)
        return part
