"""How the apps find the end of a body: declared, in chunks, a lie, or never."""

from __future__ import annotations

import asyncio
import gzip
import io
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.webhooks.calls import JSON, as_json, call
from tests.webhooks.inboxes import RECEIVER
from tests.webhooks.serving import behind_uvicorn, behind_wsgiref
from turbosms_webhooks import WebhookInbox, asgi, wsgi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from contextlib import AbstractContextManager
    from pathlib import Path

    Serve = Callable[[Any], AbstractContextManager[int]]

BODY = as_json(call())
LARGEST = 1024 * 1024
APPS: list[Any] = [
    pytest.param(asgi.WebhookApp, behind_uvicorn, id="asgi"),
    pytest.param(wsgi.WebhookApp, behind_wsgiref, id="wsgi"),
]


def in_chunks(body: bytes) -> bytes:
    parts: list[bytes] = []
    for start in range(0, len(body), 50):
        part = body[start : start + 50]
        parts.append(b"%x\r\n%b\r\n" % (len(part), part))
    return b"".join([*parts, b"0\r\n\r\n"])


def status_of(port: int, head: str, body: bytes) -> int:
    """The status of what is answered to these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(f"{head}\r\n\r\n".encode("latin-1") + body)
        answer = connection.makefile("rb").readline()
    return int(answer.split()[1])


@pytest.mark.parametrize(("app", "serve"), APPS)
class TestBothApps:
    @pytest.mark.parametrize("header", [f"Content-Length: {len(BODY) - 1}", "X: no length"])
    def test_a_body_counts_as_far_as_it_is_declared(
        self, inbox: WebhookInbox, app: Any, serve: Serve, header: str
    ) -> None:
        with serve(app(inbox)) as port:
            head = f"POST / HTTP/1.1\r\nHost: localhost\r\n{header}"
            assert status_of(port, head, BODY) == 400
        assert inbox.counts == {"malformed": 1}

    @pytest.mark.parametrize("length", ["-1", "1e3", "+5", "0x10"])
    def test_a_length_that_is_none_is_refused(
        self, inbox: WebhookInbox, app: Any, serve: Serve, length: str
    ) -> None:
        with serve(app(inbox)) as port:
            head = f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}"
            assert status_of(port, head, BODY) == 400
        assert inbox.counts["accepted"] == 0

    def test_a_compressed_body_is_refused(
        self, inbox: WebhookInbox, app: Any, serve: Serve
    ) -> None:
        """The service compresses nothing, and a small body could become an endless one."""
        body = gzip.compress(b"{" + b" " * 10_000_000, mtime=0)
        with serve(app(inbox)) as port:
            head = (
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\n"
                f"Content-Type: {JSON}\r\nContent-Length: {len(body)}"
            )
            assert status_of(port, head, body) == 400
        assert inbox.counts == {"malformed": 1}

    def test_headers_of_any_bytes_are_no_error(
        self, inbox: WebhookInbox, app: Any, serve: Serve
    ) -> None:
        with serve(app(inbox)) as port:
            head = (
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: \xff\xfe\r\n"
                f"Authorization: Basic \xff\xfe\r\nContent-Length: {len(BODY)}"
            )
            assert status_of(port, head, BODY) == 200


def test_chunks_in_asgi(inbox: WebhookInbox) -> None:
    head = "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked"
    with behind_uvicorn(asgi.WebhookApp(inbox)) as port:
        assert status_of(port, head, in_chunks(BODY)) == 200
        assert status_of(port, head, in_chunks(b"{" + b" " * LARGEST + b"}")) == 400
    assert inbox.counts == {"accepted": 1, "malformed": 1}


class TestASGI:
    def ask(self, app: asgi.WebhookApp, parts: Iterator[Any]) -> list[Any]:
        """What the app sends, without a server."""
        sent: list[Any] = []

        async def receive() -> Any:
            return next(parts)

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(app({"type": "http", "method": "POST", "headers": []}, receive, send))
        return sent

    def test_it_takes_no_more_than_it_looks_at(self, inbox: WebhookInbox) -> None:
        taken: list[int] = []

        def endless() -> Iterator[Any]:
            while True:
                taken.append(1)
                yield {"type": "http.request", "body": b" " * 65_536, "more_body": True}

        (start, _) = self.ask(asgi.WebhookApp(inbox), endless())
        assert start["status"] == 400
        assert len(taken) == LARGEST // 65_536 + 1

    def test_a_large_body_does_not_keep_the_loop_from_other_calls(self, path: Path) -> None:
        threads: list[str] = []

        class Noting(WebhookInbox):
            def submit(self, *call: Any) -> Future[int]:
                threads.append(threading.current_thread().name)
                return super().submit(*call)

        bodies = [BODY, BODY + b" " * 100_000]
        with Noting(path, RECEIVER) as inbox:
            app = asgi.WebhookApp(inbox)
            for body in bodies:
                parts = iter([{"type": "http.request", "body": body}])
                assert self.ask(app, parts)[0]["status"] == 200
        assert threads[0] == "MainThread"
        assert threads[1] != "MainThread"

    def test_a_caller_that_goes_away_is_not_answered(self, inbox: WebhookInbox) -> None:
        parts = [
            {"type": "http.request", "body": BODY, "more_body": True},
            {"type": "http.disconnect"},
        ]
        assert self.ask(asgi.WebhookApp(inbox), iter(parts)) == []
        assert inbox.counts == {"hung_up": 1}

    def test_a_websocket_is_closed_and_anything_else_refused(self, inbox: WebhookInbox) -> None:
        app = asgi.WebhookApp(inbox)
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "websocket.connect"}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(app({"type": "websocket"}, receive, send))
        assert sent == [{"type": "websocket.close"}]
        with pytest.raises(ValueError, match="calls come over HTTP"):
            asyncio.run(app({"type": "carrier-pigeon"}, receive, send))


class BrokenOff(io.RawIOBase):
    """A body that a server cannot read, and says so in its own way."""

    def __init__(self, error: type[Exception]) -> None:
        self._error = error

    def read(self, _size: int = -1) -> bytes:
        raise self._error


class TestWSGI:
    def status(self, inbox: WebhookInbox, body: Any, **environ: Any) -> int:
        stream = io.BytesIO(body) if isinstance(body, bytes) else body
        statuses: list[str] = []
        environ = {"REQUEST_METHOD": "POST", "wsgi.input": stream, **environ}
        wsgi.WebhookApp(inbox)(environ, lambda status, _headers: statuses.append(status))
        return int(statuses[0].split()[0])

    def test_chunks_that_the_server_joins(self, inbox: WebhookInbox) -> None:
        """Such as gunicorn, which says that its input has an end."""
        assert self.status(inbox, BODY, **{"wsgi.input_terminated": True}) == 200
        assert self.status(inbox, b" " * (LARGEST + 1), **{"wsgi.input_terminated": True}) == 400
        assert inbox.counts == {"accepted": 1, "malformed": 1}

    def test_without_a_length_and_without_an_end_nothing_is_read(self, inbox: WebhookInbox) -> None:
        """It would wait for ever."""
        assert self.status(inbox, BrokenOff(AssertionError), CONTENT_LENGTH="") == 400
        assert inbox.counts == {"malformed": 1}

    @pytest.mark.parametrize("is_terminated", [True, False])
    def test_a_caller_that_sent_less_than_it_declared(
        self, inbox: WebhookInbox, is_terminated: bool
    ) -> None:
        environ = {"CONTENT_LENGTH": "5000", "wsgi.input_terminated": is_terminated}
        assert self.status(inbox, BODY, **environ) == 400
        assert inbox.counts == {"hung_up": 1}

    @pytest.mark.parametrize("error", [ConnectionResetError, TimeoutError, ValueError, LookupError])
    def test_whatever_the_server_raises_the_caller_has_hung_up(
        self, inbox: WebhookInbox, error: type[Exception]
    ) -> None:
        assert self.status(inbox, BrokenOff(error), CONTENT_LENGTH="10") == 400
        assert inbox.counts == {"hung_up": 1}

    def test_a_length_that_no_memory_has(self, inbox: WebhookInbox) -> None:
        assert self.status(inbox, BODY, CONTENT_LENGTH="9" * 30) == 400
        assert inbox.counts == {"hung_up": 1}
