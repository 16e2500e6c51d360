"""A receiver of webhooks on loopback, which notes what it is told and answers as it is asked to."""

from __future__ import annotations

import hashlib
import json
import threading
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import parse_qsl

from tests.kit.server import Reader, Server, headers_of

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

SECRET: Final = "a secret of the tests"
OK: Final = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Told(NamedTuple):
    """A call of a webhook."""

    head: bytes
    body: bytes

    @property
    def headers(self) -> dict[str, str]:
        return headers_of(self.head)

    @property
    def values(self) -> dict[str, Any]:
        """What it says, whichever form it came in; in forms, numbers are texts."""
        if self.headers["content-type"] == "application/json":
            values: dict[str, Any] = json.loads(self.body)
            return values
        pairs = dict(parse_qsl(self.body.decode(), strict_parsing=True, keep_blank_values=True))
        data = {
            name.removeprefix("data[").removesuffix("]"): value
            for name, value in pairs.items()
            if name.startswith("data[")
        }
        others = {name: value for name, value in pairs.items() if not name.startswith("data[")}
        return {**others, "data": data}

    @property
    def is_signed(self) -> bool:
        values = self.values
        expected = hashlib.sha1(f"{SECRET}{values['id']}".encode()).hexdigest()
        return bool(values["signature"] == expected)

    @property
    def summary(self) -> tuple[str, str, int]:
        """Type, status word and number of the attempt."""
        values = self.values
        return values["type"], values["data"].get("status", ""), int(values["try"])


def answer(status: int, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status} Some", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def never_answer(server: Server, _: socket.socket) -> None:
    """Keep the connection, without an answer, until the receiver closes."""
    server.closing.wait()


class Receiver(Server):
    """Answers 200, or what `decide` says for a call: bytes, or None to hang up.

    An answer may be given by a function too, which writes to the connection.
    """

    def __init__(
        self,
        decide: Callable[[Told], bytes | None] = lambda _: OK,
        *,
        write: Callable[[Server, socket.socket], None] | None = None,
        port: int = 0,
    ) -> None:
        self.told: list[Told] = []
        self.decide = decide
        self._write = write
        self._lock = threading.Lock()
        super().__init__(port=port)

    def serve(self, connection: socket.socket) -> None:
        request = Reader(connection.recv).request()
        if request is None:
            return
        told = Told(*request)
        with self._lock:
            self.told.append(told)
            reply = self.decide(told)
        if self._write is not None:
            self._write(self, connection)
        elif reply is not None:
            connection.sendall(reply)

    def take(self) -> list[Told]:
        """What it was told since the last time."""
        with self._lock:
            told, self.told = self.told, []
        return told

    def take_once(self) -> list[Told]:
        """What it was told since the last time, without the repeats of an attempt.

        A sandbox that was restarted makes an attempt again if it had not noted its end.
        """
        told = {(each.values["id"], each.values["try"]): each for each in self.take()}
        return [*told.values()]

    def summaries(self) -> list[tuple[str, str, int]]:
        return [each.summary for each in self.take_once()]

    def webhook(self, **values: Any) -> dict[str, Any]:
        """The settings of a webhook that leads here."""
        return {"url": f"{self.url}/hook", "secret": SECRET, **values}
