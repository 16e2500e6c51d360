"""A server on loopback that does with each connection what it is told."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypeAlias

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

HEAD_END: Final = b"\r\n\r\n"
_AT_ONCE: Final = 65536


class Server:
    """Serves each connection in a thread of its own until it is closed."""

    def __init__(
        self, serve: Callable[[Any, socket.socket], None] | None = None, *, port: int = 0
    ) -> None:
        self._serve = serve
        self._socket = socket.create_server(("127.0.0.1", port), backlog=128)
        self._open: set[socket.socket] = set()
        self._threads: set[threading.Thread] = set()
        self.closing = threading.Event()
        self.connections = 0
        self.heads: list[bytes] = []
        """The first lines of what was asked, where somebody notes them."""
        self.port = int(self._socket.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._listening = threading.Thread(target=self._accept)
        self._listening.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def serve(self, connection: socket.socket) -> None:
        """What is done with a connection, which is closed at the end of it."""
        assert self._serve is not None
        self._serve(self, connection)

    def stop_listening(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def hang_up(self) -> None:
        """End all connections."""
        for connection in [*self._open]:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.closing.set()
        self.stop_listening()
        self._listening.join()
        # A client that was cut off may leave a connection to the garbage collector.
        self.hang_up()
        while self._threads:
            for thread in [*self._threads]:
                thread.join()

    def begin(self, target: Callable[..., object], *args: object) -> threading.Thread:
        """Run it in a thread that is waited for at the end."""

        def run() -> None:
            try:
                target(*args)
            finally:
                self._threads.discard(thread)

        thread = threading.Thread(target=run)
        self._threads.add(thread)
        thread.start()
        return thread

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self._open.add(connection)
            self.begin(self._handle, connection)

    def _handle(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):  # the client may go when it likes
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.serve(connection)
        self._open.discard(connection)


def reset_at_the_end(connection: socket.socket) -> None:
    """Let a connection end with a reset once it is closed."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class Reader:
    """Takes apart the requests that come one behind the other."""

    def __init__(self, receive: Callable[[int], bytes]) -> None:
        self._receive = receive
        self._data = b""

    def request(self) -> tuple[bytes, bytes] | None:
        """Head and body of the next request, or None if the client leaves before its end."""
        head = self.head()
        body = None if head is None else self.body(head)
        return None if head is None or body is None else (head, body)

    def head(self) -> bytes | None:
        """The lines before the next body, or None if the client leaves before their end."""
        while HEAD_END not in self._data:
            if not self._more():
                return None
        head, _, self._data = self._data.partition(HEAD_END)
        return head

    def body(self, head: bytes) -> bytes | None:
        """The body behind that head, or None if the client leaves before its end."""
        length = int(headers_of(head).get("content-length", 0))
        while len(self._data) < length:
            if not self._more():
                return None
        body, self._data = self._data[:length], self._data[length:]
        return body

    def _more(self) -> bool:
        data = self._receive(_AT_ONCE)
        self._data += data
        return bool(data)


def headers_of(head: bytes) -> dict[str, str]:
    """The headers by their names in small letters."""
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").split("\r\n")[1:]:
        name, _, value = line.partition(": ")
        headers[name.lower()] = value
    return headers


def first_line(head: bytes | None) -> bytes:
    return (head or b"").partition(b"\r\n")[0]


Behaviour: TypeAlias = Literal["silent", "dripping", "refusing", "hanging up", "babbling"]
CONNECT_ANSWERS: Final[dict[Behaviour, bytes]] = {
    "refusing": b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
    "babbling": b"\x00\x01 what is this\r\n\r\n",
}


def proxy(behaviour: Behaviour) -> Server:
    """A proxy that never lets a `CONNECT` through."""

    def serve(server: Server, connection: socket.socket) -> None:
        server.heads.append(first_line(Reader(connection.recv).head()))
        if behaviour == "hanging up":
            return
        if behaviour == "dripping":
            connection.sendall(b"HTTP/1.1 ")  # and never another byte
        connection.sendall(CONNECT_ANSWERS.get(behaviour, b""))
        server.closing.wait()

    return Server(serve)


def tls_server(context: ssl.SSLContext) -> Server:
    """A server that makes the handshake, if the client likes it, and answers nothing."""

    def serve(server: Server, connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            server.heads.append(first_line(Reader(secured.recv).head()))

    return Server(serve)


def plain_server() -> Server:
    """A server that answers in plain HTTP, whatever is asked."""

    def serve(_: Server, connection: socket.socket) -> None:
        connection.recv(_AT_ONCE)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    return Server(serve)
