"""A server before another one that changes what passes."""

from __future__ import annotations

import http.client as http_client
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from tests.kit.service import Act, Service, http

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.service import Request

NOT_FORWARDED: Final = (
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "accept-encoding",
)
"""Headers that hold for one of the two connections."""


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


class Forwarding(Service):
    """Applies `ask` to requests before they are passed on, and `answer` to what comes back."""

    def __init__(
        self,
        upstream: str,
        *,
        ask: Callable[[Exchange], None] | None = None,
        answer: Callable[[Exchange], None] | None = None,
    ) -> None:
        self._upstream = urlsplit(upstream).netloc
        self._ask = ask
        self._answer = answer
        super().__init__()
        self.answers(Act(leaves=""))

    def respond(self, act: Any, request: Request) -> bytes:
        del act
        words = request.line.split(" ")
        if len(words) != 3:
            # What follows a request that says less of its body than it has is none itself.
            return http(b"", 400)
        method, target, _ = words
        path, _, query = target.partition("?")
        headers = {
            name: value for name, value in request.headers.items() if name not in NOT_FORWARDED
        }
        exchange = Exchange(method, path, query, headers, request.body)
        if self._ask is not None:
            self._ask(exchange)
        self._forward(exchange)
        if self._answer is not None:
            self._answer(exchange)
        return http(exchange.answer, exchange.status, ("Content-Type", exchange.media_type or "-"))

    def _forward(self, exchange: Exchange) -> None:
        target = exchange.path + (f"?{exchange.query}" if exchange.query else "")
        connection = http_client.HTTPConnection(self._upstream, timeout=30)
        connection.request(exchange.method, target, exchange.body, exchange.headers)
        response = connection.getresponse()
        exchange.status = response.status
        exchange.media_type = response.headers.get("Content-Type", "")
        exchange.answer = response.read()
        connection.close()
