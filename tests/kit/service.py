"""A scripted server on loopback: what it does with each connection is told beforehand."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Act:
    """What the server does with one connection."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    reset: str = ""
    """`before` or `after` the request was read: the connection is reset without an answer."""
    delay: float = 0.0
    drip: float = 0.0
    """Seconds after each byte of the body."""
    promise: int = 0
    """Bytes that Content-Length promises beyond those that come."""
    last: bool = False
    """Nothing listens any more when the connection ends."""


class Service:
    """Answers requests by the script, its last act again and again, and keeps what it was asked."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.requests: list[dict[str, Any]] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._closing = threading.Event()
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def answers(self, *acts: Any) -> None:
        """The script: an `Act`, JSON to answer with, or bytes."""
        self.acts = [self._act(act) for act in acts]

    @staticmethod
    def _act(act: Any) -> Act:
        if isinstance(act, Act):
            return act
        return Act(act if isinstance(act, bytes) else json.dumps(act).encode())

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(request["body"] or b"null") for request in self.requests]

    def stop_listening(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def close(self) -> None:
        self._closing.set()
        self.stop_listening()
        for thread in self._threads:
            thread.join()

    def _next(self) -> Act:
        return self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=[connection])
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            if self.acts[0].reset == "before":
                connection.recv(1, socket.MSG_PEEK)  # it has arrived, and nobody reads it
                self._next()
                self._reset(connection)
                return
            received = self._receive(connection)
            if received is None:
                return
            head, _, body = received.partition(b"\r\n\r\n")
            line, *rest = head.decode().split("\r\n")
            headers = dict(header.lower().split(": ", 1) for header in rest)
            self.requests.append(
                {"line": line, "headers": headers, "body": body, "time": time.monotonic()}
            )
            act = self._next()
            if act.last:
                self.stop_listening()
            if act.reset:
                self._reset(connection)
                return
            self._closing.wait(act.delay)
            lines = {"Content-Type": "application/json", "Connection": "close", **act.headers}
            lines["Content-Length"] = str(len(act.body) + act.promise)
            told = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
            try:
                connection.sendall(f"HTTP/1.1 {act.status} As told\r\n{told}\r\n".encode())
                for part in (
                    [act.body]
                    if not act.drip
                    else [act.body[n : n + 1] for n in range(len(act.body))]
                ):
                    connection.sendall(part)
                    self._closing.wait(act.drip)
            except OSError:  # the client did not wait for it
                return

    @staticmethod
    def _receive(connection: socket.socket) -> bytes | None:
        """A whole request; None if the client leaves before its end."""
        data = b""
        while b"\r\n\r\n" not in data:
            some = connection.recv(65536)
            if not some:
                return None
            data += some
        length = int(
            next(
                (
                    h.split(b":")[1]
                    for h in data.split(b"\r\n")
                    if h.lower().startswith(b"content-len")
                ),
                0,
            )
        )
        while len(data.partition(b"\r\n\r\n")[2]) < length:
            some = connection.recv(65536)
            if not some:
                return None
            data += some
        return data

    @staticmethod
    def _reset(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
