"""What a client may meet on its way: proxies, and servers that speak TLS or do not."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

Behaviour: TypeAlias = Literal["silent", "dripping", "refusing", "hanging up", "babbling"]
CONNECT_ANSWERS: dict[Behaviour, bytes] = {
    "refusing": b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
    "babbling": b"\x00\x01 what is this\r\n\r\n",
}


class Peer:
    """Serves each connection in a thread of its own."""

    def __init__(self, serve: Callable[[Peer, socket.socket], None]) -> None:
        self._serve = serve
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self.closing = threading.Event()
        self.connections = 0
        self.heads: list[bytes] = []
        """The first lines of what was asked."""
        self.port = self._socket.getsockname()[1]
        self._threads[0].start()

    def close(self) -> None:
        self.closing.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        # A client that was cut off may leave a connection to the garbage collector.
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            thread = threading.Thread(target=self._handle, args=[connection])
            self._threads.append(thread)
            thread.start()

    def _handle(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):  # the client may go when it likes
            self._serve(self, connection)


def proxy(behaviour: Behaviour) -> Peer:
    """A proxy that never lets a `CONNECT` through."""

    def serve(peer: Peer, connection: socket.socket) -> None:
        head = _head(connection)
        peer.heads.append(head.partition(b"\r\n")[0])
        if behaviour == "hanging up":
            return
        if behaviour == "dripping":
            connection.sendall(b"HTTP/1.1 ")  # and never another byte
        connection.sendall(CONNECT_ANSWERS.get(behaviour, b""))
        peer.closing.wait()

    return Peer(serve)


def tls_server(context: ssl.SSLContext) -> Peer:
    """A server that makes the handshake, if the client likes it, and answers nothing."""

    def serve(peer: Peer, connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            peer.heads.append(_head(secured).partition(b"\r\n")[0])

    return Peer(serve)


def plain_server() -> Peer:
    """A server that answers in plain HTTP, whatever is asked."""

    def serve(peer: Peer, connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    return Peer(serve)


def _head(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            break
        data += more
    return data
