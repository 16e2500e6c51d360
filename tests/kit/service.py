"""A stand-in for the service, or for any other site, that answers by a script."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.kit.server import HEAD_END, Reader, Server, headers_of, reset_at_the_end

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping

BEFORE_THE_BODY: Final = ("accepted", "begun", "head")


@dataclass(frozen=True)
class Request:
    """What was asked."""

    line: str
    headers: Mapping[str, str]
    """By their names in small letters."""
    body: bytes
    time: float
    """Of `time.monotonic`."""

    @property
    def path(self) -> str:
        return self.line.split()[1]

    @property
    def json(self) -> Any:
        return json.loads(self.body or b"null")


def http(
    body: bytes,
    status: int = 200,
    *told: tuple[str, str],
    version: str = "1.1",
    length: int | None = None,
) -> bytes:
    """A response as bytes. A header whose value is `-` is left out."""
    headers = {
        "Content-Type": "application/json",
        "Content-Length": str(len(body) if length is None else length),
    }
    headers |= dict(told)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value != "-")
    return f"HTTP/{version} {status} As told\r\n{lines}\r\n".encode("latin-1") + body


def chunked(body: bytes, *, whole: bool = True) -> bytes:
    """A response in three chunks, or two and nothing."""
    third = len(body) // 3
    parts = [body[:third], body[third : 2 * third]]
    if whole:
        parts.append(body[2 * third :])
    sent = http(b"", 200, ("Transfer-Encoding", "chunked"), ("Content-Length", "-"))
    for part in parts:
        if part:
            sent += b"%x\r\n%s\r\n" % (len(part), part)
    return sent + b"0\r\n\r\n" if whole else sent


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How one request is met, whatever is answered."""

    delay: float = 0.0
    """Seconds before the answer."""
    drip: float = 0.0
    """Seconds after each of the parts of the answer."""
    parts: int = 10
    """About how many those are."""
    whole_head: bool = False
    """The head of the answer comes at once, and only its body in parts."""
    leaves: str = ""
    """What becomes of the connection behind the answer: it stays open, is `closed` or `reset`."""

    @property
    def end(self) -> str:
        """What really becomes of it."""
        return self.leaves


@dataclass(frozen=True)
class Act(Manner):
    """One answer of a scripted service: this body in this way."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stage: str = "executed"
    """How far the request came when it was left alone: `accepted`, `begun`, `head`, `read`."""
    promise: int = 0
    """Bytes that Content-Length promises beyond those that come."""
    last: bool = False
    """Nothing listens any more when the connection ends."""
    leaves: str = field(default="closed", kw_only=True)

    @property
    def response(self) -> bytes:
        told = {"Connection": "close", **self.headers}
        return http(self.body, self.status, *told.items(), length=len(self.body) + self.promise)


NOT_READ: Final = Act(stage="begun", leaves="reset")
"""The connection is reset before the request was read."""
LOST: Final = Act(stage="read", leaves="reset")
"""The request is read, and its answer never comes."""


def drips(body: bytes, seconds: float, **more: Any) -> Act:
    """An answer that comes byte by byte."""
    return Act(body, drip=seconds, parts=len(body), whole_head=True, **more)


class Service(Server):
    """Answers requests by the script, its last act again and again, and keeps what it was asked."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        """Whole ones only."""
        self._script: deque[Any] = deque()
        self._turn = threading.Lock()
        super().__init__()

    @property
    def bodies(self) -> list[Any]:
        return [request.json for request in self.requests]

    def answers(self, *acts: Any) -> None:
        """The script: how a request is met, or JSON or bytes to answer it with."""
        self._script = deque(_act(act) for act in acts)

    def respond(self, act: Any, request: Request) -> bytes:
        """The whole response."""
        del request
        response: bytes = act.response
        return response

    def serve(self, connection: socket.socket) -> None:
        if self._next_if("accepted") is not None:
            reset_at_the_end(connection)
            return
        reader = Reader(connection.recv)
        while self._exchange(connection, reader):
            pass

    def _next(self) -> Any:
        """The next act of the script."""
        with self._turn:
            return self._take()

    def _next_if(self, stage: str) -> Any:
        """The next act of the script, if it is of that stage."""
        with self._turn:
            if self._script and self._script[0].stage == stage:
                return self._take()
            return None

    def _take(self) -> Any:
        """The first act, which stays if it is the last one."""
        return self._script.popleft() if len(self._script) > 1 else self._script[0]

    def _exchange(self, connection: socket.socket, reader: Reader) -> bool:
        """One request; whether another one may follow."""
        head = reader.head()
        if head is None:
            return False
        act = self._next()
        if act.stage in BEFORE_THE_BODY:
            if act.stage == "head":
                self.closing.wait(0.001)
            return self._leave(connection, act)
        body = reader.body(head)
        if body is None:
            return False
        line = head.decode("latin-1").partition("\r\n")[0]
        request = Request(line, headers_of(head), body, time.monotonic())
        self.requests.append(request)
        if getattr(act, "last", False):
            self.stop_listening()
        if act.stage == "read":
            return self._leave(connection, act)
        response = self.respond(act, request)
        self.closing.wait(act.delay)
        self._send(connection, act, response)
        return not act.end or self._leave(connection, act)

    def _send(self, connection: socket.socket, act: Manner, response: bytes) -> None:
        if not act.drip:
            connection.sendall(response)
            return
        size = len(response) // max(act.parts, 1) + 1
        if act.whole_head:
            head, end, response = response.partition(HEAD_END)
            connection.sendall(head + end)
            size = max(len(response) // max(act.parts, 1), 1)
        for start in range(0, len(response), size):
            connection.sendall(response[start : start + size])
            self.closing.wait(act.drip)

    @staticmethod
    def _leave(connection: socket.socket, act: Manner) -> bool:
        if act.end == "reset":
            reset_at_the_end(connection)
        return False


def _act(act: Any) -> Any:
    if isinstance(act, Manner):
        return act
    return Act(act if isinstance(act, bytes) else json.dumps(act).encode())


class Site(Service):
    """Serves what stands in `pages` by path without query: a text of HTML, bytes, or an `Act`."""

    def __init__(
        self,
        pages: Mapping[str, Any],
        *,
        media_type: str = "text/html",
        otherwise: Act | None = None,
    ) -> None:
        """Any other path is answered with `otherwise`, or with 404."""
        self.pages = dict(pages)
        self._otherwise = otherwise or Act(status=404)
        self._headers = {"Content-Type": media_type}
        super().__init__()
        self.answers(Act(leaves="closed"))

    @property
    def asked(self) -> list[str]:
        """The paths."""
        return [request.path for request in self.requests]

    def respond(self, act: Any, request: Request) -> bytes:
        del act
        path = request.path.partition("?")[0]
        page = self.pages.get(path, self._otherwise)
        if not isinstance(page, Act):
            content = page if isinstance(page, bytes) else page.encode()
            page = Act(content, headers=self._headers)
        return page.response
