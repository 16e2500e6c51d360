"""A real HTTP proxy before the sandbox that spoils what passes, to show that the checks notice."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx2
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from starlette.types import Receive, Scope, Send

NOT_FORWARDED = {"host", "content-length", "transfer-encoding", "connection", "accept-encoding"}
START = 15
"""Seconds that the proxy has to accept connections."""


@dataclass
class Exchange:
    """One request on its way in, then its answer on its way out.

    Whatever is changed here is what is passed on.
    """

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    status: int = 0
    media_type: str = ""
    answer: bytes = b""

    @property
    def token_in_query(self) -> bool:
        return "token=" in self.query

    @property
    def token_in_form(self) -> bool:
        return "urlencoded" in self.headers.get("content-type", "") and b"token=" in self.body

    @property
    def has_token(self) -> bool:
        """Whether any place has one."""
        return "authorization" in self.headers or self.token_in_query or self.token_in_form

    @property
    def envelope(self) -> Any:
        """The answer as JSON."""
        return json.loads(self.answer)

    @envelope.setter
    def envelope(self, value: object) -> None:
        self.answer = json.dumps(value).encode()


def _nothing(_exchange: Exchange) -> None:
    pass


@contextmanager
def proxy(
    upstream: str,
    *,
    ask: Callable[[Exchange], None] = _nothing,
    answer: Callable[[Exchange], None] = _nothing,
) -> Iterator[str]:
    """Serve a proxy to `upstream` that applies `ask` to requests and `answer` to answers.

    Gives its address.
    """
    # asyncio turns Nagle's algorithm off for sockets that say themselves that they are TCP, and for
    # no others.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            _Proxy(upstream, ask, answer).app,
            loop="asyncio",
            ws="none",
            log_level="error",
            access_log=False,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            deadline = time.monotonic() + START
            while not server.started:
                if time.monotonic() > deadline or not thread.is_alive():
                    raise RuntimeError("the proxy does not start")
                time.sleep(0.01)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


class _Proxy:
    def __init__(
        self, upstream: str, ask: Callable[[Exchange], None], answer: Callable[[Exchange], None]
    ) -> None:
        self._upstream = upstream
        self._ask = ask
        self._answer = answer
        self._http: httpx2.AsyncClient
        self.app = Starlette(routes=[Mount("/", self._serve)], lifespan=self._connect)

    @asynccontextmanager
    async def _connect(self, _app: Starlette) -> AsyncIterator[None]:
        # Without certificates, which take longer to read than many a run lasts: all is plain HTTP.
        async with httpx2.AsyncClient(timeout=30, verify=False) as self._http:
            yield

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        headers = {
            name: value for name, value in request.headers.items() if name not in NOT_FORWARDED
        }
        path, query = scope["raw_path"].decode("ascii"), scope["query_string"].decode("ascii")
        exchange = Exchange(request.method, path, query, headers, await request.body())
        self._ask(exchange)
        await self._forward(exchange)
        self._answer(exchange)
        response = Response(exchange.answer, exchange.status, media_type=exchange.media_type)
        await response(scope, receive, send)

    async def _forward(self, exchange: Exchange) -> None:
        target = exchange.path + (f"?{exchange.query}" if exchange.query else "")
        # As bytes, so that nothing is encoded again or refused on the way.
        url = httpx2.URL(self._upstream).copy_with(raw_path=target.encode("ascii"))
        answer = await self._http.request(
            exchange.method, url, headers=exchange.headers, content=exchange.body
        )
        exchange.status = answer.status_code
        exchange.media_type = answer.headers.get("content-type", "")
        exchange.answer = answer.content
