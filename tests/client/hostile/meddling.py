"""What a caller's own `httpx2` client may do: raise anything, before and behind the service."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any

import anyio
import httpx2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REQUEST = httpx2.Request("POST", "http://metrics.example/")
ERRORS: dict[str, Callable[[], Exception]] = {
    "OSError": lambda: OSError(5, "Input/output error"),
    "ConnectionResetError": ConnectionResetError,
    "TimeoutError": TimeoutError,
    "SSLError": lambda: ssl.SSLError(1, "[SSL: BAD_RECORD_MAC]"),
    "SSLEOFError": lambda: ssl.SSLEOFError(8, "EOF occurred"),
    "CertificateError": lambda: ssl.SSLCertVerificationError("expired"),
    "BrokenResourceError": anyio.BrokenResourceError,
    "ClosedResourceError": anyio.ClosedResourceError,
    "BusyResourceError": lambda: anyio.BusyResourceError("reading"),
    "EndOfStream": anyio.EndOfStream,
    "RuntimeError": lambda: RuntimeError("Event loop is closed"),
    "ValueError": lambda: ValueError("of the caller"),
    "AssertionError": AssertionError,
    "StopIteration": StopIteration,
    "RecursionError": RecursionError,
    "MemoryError": MemoryError,
    "InvalidURL": lambda: httpx2.InvalidURL("not one"),
    "CookieConflict": lambda: httpx2.CookieConflict("two"),
    "ReadError": lambda: httpx2.ReadError("reset"),
    "WriteError": lambda: httpx2.WriteError("reset"),
    "UnsupportedProtocol": lambda: httpx2.UnsupportedProtocol("ftp"),
    "TooManyRedirects": lambda: httpx2.TooManyRedirects("21", request=REQUEST),
    "HTTPStatusError": lambda: httpx2.HTTPStatusError(
        "409", request=REQUEST, response=httpx2.Response(409)
    ),
}
NOT_CONNECTED: dict[str, Callable[[], Exception]] = {
    "ConnectError": lambda: httpx2.ConnectError("refused"),
    "ConnectTimeout": lambda: httpx2.ConnectTimeout("late"),
    "PoolTimeout": lambda: httpx2.PoolTimeout("full"),
    "ProxyError": lambda: httpx2.ProxyError("407"),
}


class OfTwoError(RuntimeError):
    """Takes more than it hands to its base, and so cannot be unpickled."""

    def __init__(self, one: str, _: int) -> None:
        super().__init__(one)


NO_PICKLE: dict[str, Callable[[], Exception]] = {
    "StreamConsumed": httpx2.StreamConsumed,
    "OfTwoError": lambda: OfTwoError("x", 2),
    "Local": lambda: type("Local", (OSError,), {})("x"),
}
RAISED = ERRORS | NOT_CONNECTED | NO_PICKLE


class Meddling(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Hands requests on, and raises what it is given.

    Before the service has seen one, or after it has answered.
    """

    def __init__(self, errors: Iterator[Exception | None], *, before: bool) -> None:
        self.errors, self.before = errors, before
        self.blocking, self.awaiting = (
            httpx2.HTTPTransport(verify=False),
            httpx2.AsyncHTTPTransport(verify=False),
        )

    def _raise(self, now: bool) -> None:
        if now and (error := next(self.errors, None)):
            raise error

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self._raise(self.before)
        response = self.blocking.handle_request(request)
        response.read()
        self._raise(not self.before)
        return response

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self._raise(self.before)
        response = await self.awaiting.handle_async_request(request)
        await response.aread()
        self._raise(not self.before)
        return response

    def close(self) -> None:
        self.blocking.close()

    async def aclose(self) -> None:
        await self.awaiting.aclose()


def http_client(
    kind: str, hooks: dict[str, list[Callable[[Any], None]]] | None = None, **options: Any
) -> Any:
    """A caller's own client of the kind, whose hooks are plain functions."""
    given = {name: [*functions] for name, functions in (hooks or {}).items()}
    if kind == "sync":
        return httpx2.Client(event_hooks=given, verify=False, **options)
    for functions in given.values():
        functions[:] = [_awaitable(function) for function in functions]
    return httpx2.AsyncClient(event_hooks=given, verify=False, **options)


def _awaitable(function: Callable[[Any], None]) -> Callable[[Any], Any]:
    async def hook(subject: Any) -> None:
        function(subject)

    return hook
