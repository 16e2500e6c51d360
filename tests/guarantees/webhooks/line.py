"""The line between the sandbox and a receiver, on which calls and answers get lost."""

from __future__ import annotations

import hashlib
import json
import socket
from collections import Counter, deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qs

from tests.guarantees.webhooks.shop import SECRET
from tests.kit.server import HEAD_END, Reader, Server

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.guarantees.webhooks.killable import Killable

MISHAPS: Final = ("call lost", "answer lost", "503")
_UNAVAILABLE: Final = b"HTTP/1.1 503 Some\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_PATIENCE: Final = 120.0


def sign(event: str) -> str:
    return hashlib.sha1(f"{SECRET}{event}".encode()).hexdigest()


class PassedCall(NamedTuple):
    """A call of the sandbox, and what came of it at the receiver."""

    id: str
    body: bytes
    is_signed: bool
    status: int | None
    """What the receiver answered, whether or not that reached the sandbox."""


class Line(Server):
    """Passes each call on to the receiver, if it runs."""

    def __init__(self, receiver: Killable) -> None:
        self._receiver = receiver
        self._mishaps: deque[str] = deque()
        self._passed: list[PassedCall] = []
        self.mishaps: Counter[str] = Counter()
        """How many calls had which, in all."""
        super().__init__()

    def plan(self, mishaps: Iterable[str]) -> None:
        """What happens to the next calls, one each."""
        self._mishaps.extend(mishaps)

    def clear(self) -> None:
        self._mishaps.clear()

    def taken(self) -> list[PassedCall]:
        """Those of them that the receiver has answered with 200."""
        return [passed for passed in [*self._passed] if passed.status == 200]

    def take(self) -> list[PassedCall]:
        """The calls since the last time, once none is under way any more."""
        for thread in [*self._threads]:
            thread.join()
        passed, self._passed = self._passed, []
        return passed

    def serve(self, connection: socket.socket) -> None:
        request = Reader(connection.recv).request()
        if request is None:
            return
        try:
            mishap = self._mishaps.popleft()
        except IndexError:
            mishap = ""
        self.mishaps[mishap] += 1
        if mishap == "call lost":
            return
        if mishap == "503":
            connection.sendall(_UNAVAILABLE)
            return
        head, body = request
        answer = call(self._receiver.port, head + HEAD_END + body)
        self._note(body, answer)
        if mishap != "answer lost":
            connection.sendall(answer)

    def _note(self, body: bytes, answer: bytes) -> None:
        if body.startswith(b"{"):
            values = json.loads(body)
            event, signature = values["id"], values["signature"]
        else:
            fields = parse_qs(body.decode(), strict_parsing=True)
            (event,), (signature,) = fields["id"], fields["signature"]
        self._passed.append(PassedCall(event, body, signature == sign(event), status_of(answer)))


def call(port: int, request: bytes) -> bytes:
    """What is answered until the connection is closed; nothing if nobody is there, or dies."""
    answer = b""
    if not port:
        return answer
    address = ("127.0.0.1", port)
    with suppress(OSError), socket.create_connection(address, _PATIENCE) as connection:
        connection.sendall(request)
        while part := connection.recv(65536):
            answer += part
    return answer if HEAD_END in answer else b""


def status_of(answer: bytes) -> int | None:
    return int(answer.split(b" ", 2)[1]) if answer else None
