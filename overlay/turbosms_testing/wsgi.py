"""Calls a WSGI application as if it were an ASGI one, in a thread for each call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2
from anyio import to_thread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class WsgiApp:
    """ASGI: one request at a time to a WSGI application."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self._transport = httpx2.WSGITransport(app)

    async def __call__(
        self,
        scope: dict[str, Any],
        receive: Callable[[], Awaitable[dict[str, Any]]],
        send: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        body = b""
        message = await receive()
        while message.get("more_body"):
            body += message["body"]
            message = await receive()
        body += message.get("body", b"")
        host, port = scope["server"]
        url = f"{scope['scheme']}://{host}:{port or 80}{scope['path']}"
        query = scope["query_string"].decode()
        request = httpx2.Request(
            scope["method"],
            f"{url}?{query}" if query else url,
            headers=scope["headers"],
            content=body,
        )
        response = await to_thread.run_sync(self._exchange, request)
        headers = response.headers.raw
        await send(
            {"type": "http.response.start", "status": response.status_code, "headers": headers}
        )
        await send({"type": "http.response.body", "body": response.content})

    def _exchange(self, request: httpx2.Request) -> httpx2.Response:
        response = self._transport.handle_request(request)
        response.read()
        return response
