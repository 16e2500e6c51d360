"""Calls an ASGI application without a socket, from blocking code and from any event loop.

For all callers, the application runs in one event loop in its own thread. So requests are
concurrent there just as in a server, and a test may mix the blocking and the asynchronous client.
"""

from __future__ import annotations

import contextlib
from concurrent.futures import wait
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx2
from anyio import CapacityLimiter, Event, to_thread
from anyio.from_thread import BlockingPortal, start_blocking_portal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

ASGIApp = Any
CLIENT = ("127.0.0.1", 0)


@contextlib.contextmanager
def event_loop() -> Iterator[BlockingPortal]:
    """Run an event loop in a thread; at the end, cancel whatever still runs in it."""
    with start_blocking_portal(name="turbosms-sandbox") as portal:
        try:
            yield portal
        finally:
            portal.start_task_soon(portal.stop, True)


class Bridge(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """An httpx2 transport to an application, for both kinds of client.

    It behaves like a connection. If the read timeout expires, the caller gets a `ReadTimeout`, and
    the request continues. If no response comes, or an incomplete one, that is a
    `RemoteProtocolError`.
    """

    def __init__(self, app: ASGIApp, portal: BlockingPortal) -> None:
        self._app = app
        self._portal = portal

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return self._exchange(request, request.read())

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        body = await request.aread()
        exchange = partial(self._exchange, request, body)
        # A limiter for each, so that the next request finds a thread, however many are waiting.
        return await to_thread.run_sync(
            exchange, abandon_on_cancel=True, limiter=CapacityLimiter(1)
        )

    def _exchange(self, request: httpx2.Request, body: bytes) -> httpx2.Response:
        future = self._portal.start_task_soon(_Exchange(request, body).run, self._app)
        timeout = request.extensions.get("timeout", {}).get("read")
        if not wait([future], timeout).done:
            raise httpx2.ReadTimeout(f"No response within {timeout} seconds.", request=request)
        response: httpx2.Response = future.result()
        return response


class _Exchange:
    """One request and its response, as the application sees them."""

    def __init__(self, request: httpx2.Request, body: bytes) -> None:
        self._request = request
        self._body: bytes | None = body
        self._status: int | None = None
        self._headers: list[tuple[bytes, bytes]] = []
        self._parts: list[bytes] = []

    async def run(self, app: Callable[[Any, Any, Any], Awaitable[None]]) -> httpx2.Response:
        self._ended = Event()
        try:
            await app(self._scope(), self._receive, self._send)
        finally:
            self._ended.set()
        if self._status is None:
            raise httpx2.RemoteProtocolError(
                "Server disconnected without sending a response.", request=self._request
            )
        content = b"".join(self._parts)
        promised = httpx2.Headers(self._headers).get("content-length")
        if self._request.method != "HEAD" and promised is not None and len(content) < int(promised):
            raise httpx2.RemoteProtocolError(
                "The connection was closed in the middle of the response.", request=self._request
            )
        return httpx2.Response(self._status, headers=self._headers, content=content)

    def _scope(self) -> dict[str, Any]:
        url = self._request.url
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": self._request.method,
            "headers": [(name.lower(), value) for name, value in self._request.headers.raw],
            "scheme": url.scheme,
            "path": url.path,
            "raw_path": url.raw_path.partition(b"?")[0],
            "query_string": url.query,
            "server": (url.host, url.port or 80),
            "client": CLIENT,
            "root_path": "",
        }

    async def _receive(self) -> dict[str, Any]:
        if self._body is None:
            await self._ended.wait()
            return {"type": "http.disconnect"}
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = list(message.get("headers", ()))
        elif message["type"] == "http.response.body" and self._request.method != "HEAD":
            self._parts.append(message.get("body", b""))
