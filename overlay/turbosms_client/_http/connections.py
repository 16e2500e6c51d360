"""Our own connections: those of httpcore2, on which httpx2 is built too.

Bypassing `httpx2.Client` saves a third of the time of a send: what is the same for every request is
not merged, parsed and copied again. Also, httpx2 has no way to set socket options on connections to
a proxy.

The pools of httpcore2 are used only to create connections. A pool looks through all its connections
for every request, asks each of them whether the peer has gone, and loses one when an asyncio task
is cancelled at the wrong moment. All our requests go to one place, so the most recently used
connection will do.

After a fork, both processes have the same connections, and each would read the other's responses.
So the child leaves them to its parent, and makes its own.
"""

from __future__ import annotations

import os
import queue
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, ClassVar, Final

import anyio
import httpcore2
import httpx2

from .._results.foreign_exceptions import raise_what_came_from_elsewhere
from .address import origin
from .certificates import trusted_certificates
from .deadlines import cancelled_at, deadline_is_over
from .driver_interface import DriverResult, HTTPRequest, HTTPResponse, Lost, NotSent
from .failures import failure
from .idle_connections import IdleConnections
from .progress import Progress, begin, end
from .proxies import environment_proxy
from .streams import AsyncNetworkBackend, NetworkBackend

_MOST_CONNECTIONS: Final = 100
_IDLE_SECONDS: Final = 5.0
_PART: Final = 65_536
_LONGEST_DECODED: Final = 100_000_000
"""In bytes. The longest answers have a few megabytes."""
_HEADERS: Final = (
    (b"Accept", b"*/*"),
    (b"Accept-Encoding", b"gzip, deflate"),
    (b"User-Agent", b"turbosms-client"),
)


# The connections of a parent process. They are kept: disposing of one would not only close it, but
# also remove it from what the parent's event loop watches.
_inherited: Final[list[object]] = []


class Connections:
    """The driver of `TurboSMS` without an `http_client`."""

    def __init__(self, url: httpx2.URL) -> None:
        self._service = _Service(url)
        self._pool = httpcore2.ConnectionPool(
            network_backend=NetworkBackend(), **self._service.pool_options()
        )
        self._idle = IdleConnections[httpcore2.ConnectionInterface]()
        self._free_turns = _new_turns()
        self._process = os.getpid()
        self.is_closed = False

    def send(self, request: HTTPRequest) -> DriverResult:
        self._begin_anew_after_fork()
        progress = Progress(request, reports_steps=True)
        # A signal handler may raise between any two Python calls. `extend` and `any` are a single
        # call into C, so a turn is taken and recorded in one step, and given back in one step.
        turns_taken: list[None] = []
        take_turn = map(self._free_turns.get, (True,), (request.timeouts.pool,))
        give_back = map(self._free_turns.put, turns_taken)  # as many as were taken: one or none
        try:
            try:
                turns_taken.extend(take_turn)
                return self._exchange(request, progress)
            finally:
                any(give_back)
                end()
        except queue.Empty:
            return self._service.failure(_no_connection_is_free(), progress)
        except Exception as error:
            raise_what_came_from_elsewhere(error, progress.handled_before)
            return self._service.failure(error, progress)

    def _exchange(self, request: HTTPRequest, progress: Progress) -> HTTPResponse:
        core_request = self._service.core_request(request, progress.timeouts, progress.note)
        connection, expired = self._idle.take()
        try:
            self._close(expired)
            if connection is None:
                connection = self._pool.create_connection(core_request.url.origin)
            begin(progress)
            response = connection.handle_request(core_request)
            body = response.read()
            response.close()
        except BaseException:
            if connection is not None:
                connection.close()
            raise
        is_wanted = not self.is_closed and not _has_surplus(connection)
        self._close(self._idle.put(connection, is_wanted=is_wanted))
        if self.is_closed:  # by another thread, a moment ago
            self._close(self._idle.drain())
        return _response(response, body)

    def _begin_anew_after_fork(self) -> None:
        process = os.getpid()
        if process == self._process:
            return
        inherited = self._idle
        self._idle = IdleConnections()
        self._free_turns = _new_turns()  # threads of the parent may have taken some
        self._process = process
        self._close(inherited.drain())  # this sends nothing, so the parent's stay open

    def close(self) -> None:
        """Close the connections; those in use are closed when they are free."""
        self.is_closed = True
        self._close(self._idle.drain())

    @staticmethod
    def _close(connections: list[httpcore2.ConnectionInterface]) -> None:
        for connection in connections:
            # One that cannot be closed is gone anyway, and must not spoil the response of another.
            with suppress(OSError, httpcore2.NetworkError):
                connection.close()


def _new_turns() -> queue.SimpleQueue[None]:
    turns = queue.SimpleQueue[None]()
    for _ in range(_MOST_CONNECTIONS):
        turns.put(None)
    return turns


class AsyncConnections:
    """The driver of `AsyncTurboSMS` without an `http_client`."""

    outlives_fork: ClassVar[bool] = True

    def __init__(self, url: httpx2.URL) -> None:
        self._service = _Service(url)
        self._pool = httpcore2.AsyncConnectionPool(
            network_backend=AsyncNetworkBackend(), **self._service.pool_options()
        )
        self._idle = IdleConnections[httpcore2.AsyncConnectionInterface]()
        self._free_turns = anyio.Semaphore(_MOST_CONNECTIONS, fast_acquire=True)
        self._process = os.getpid()
        self.is_closed = False

    async def send(self, request: HTTPRequest) -> DriverResult:
        self._begin_anew_after_fork()
        progress = Progress(request, reports_steps=True)
        try:
            with cancelled_at(request.until):
                turns = self._free_turns  # another one after a fork
                await self._wait_for_turn(turns, request.timeouts.pool)
                try:
                    return await self._exchange(request, progress)
                finally:
                    turns.release()
                    end()
        except Exception as error:
            raise_what_came_from_elsewhere(error, progress.handled_before)
            return self._service.failure(error, progress)
        return self._service.failure(deadline_is_over(has_left=progress.has_left), progress)

    @staticmethod
    async def _wait_for_turn(free: anyio.Semaphore, seconds: float | None) -> None:
        with suppress(anyio.WouldBlock):
            free.acquire_nowait()
            return
        with anyio.move_on_after(seconds):
            await free.acquire()
            return
        raise _no_connection_is_free()

    async def _exchange(self, request: HTTPRequest, progress: Progress) -> HTTPResponse:
        core_request = self._service.core_request(request, progress.timeouts, progress.note_async)
        connection, expired = self._idle.take()
        try:
            await self._close(expired)
            if connection is None:
                connection = self._pool.create_connection(core_request.url.origin)
            begin(progress)
            response = await connection.handle_async_request(core_request)
            body = await response.aread()
            await response.aclose()
        except BaseException:
            if connection is not None:
                await self._close([connection])
            raise
        is_wanted = not self.is_closed and not _has_surplus(connection)
        await self._close(self._idle.put(connection, is_wanted=is_wanted))
        return _response(response, body)

    def _begin_anew_after_fork(self) -> None:
        process = os.getpid()
        if process == self._process:
            return
        _inherited.append(self._idle)
        self._idle = IdleConnections()
        self._free_turns = anyio.Semaphore(_MOST_CONNECTIONS, fast_acquire=True)
        self._process = process

    async def aclose(self) -> None:
        """Close the connections; those in use are closed when they are free."""
        self._begin_anew_after_fork()
        self.is_closed = True
        await self._close(self._idle.drain())

    @staticmethod
    async def _close(connections: list[httpcore2.AsyncConnectionInterface]) -> None:
        if connections:
            with anyio.CancelScope(shield=True):
                for connection in connections:
                    with suppress(OSError, httpcore2.NetworkError):
                        await connection.aclose()


def _has_surplus(connection: Any) -> bool:
    """Whether more than the response has arrived, which the next request would take as its own.

    httpcore2 does not expose what it has read.
    """
    while hasattr(connection, "_connection"):
        connection = connection._connection
    http11 = getattr(connection, "_h11_state", None)
    return http11 is not None and http11.trailing_data[0] != b""


def _no_connection_is_free() -> httpx2.PoolTimeout:
    return httpx2.PoolTimeout("all connections are in use")


class _Service:
    """Where the requests go, and what is the same for all of them."""

    def __init__(self, url: httpx2.URL) -> None:
        self._url = url
        self._prefix = url.raw_path.rstrip(b"/")
        self._proxy = environment_proxy(url)
        self._proxy_address = None if self._proxy is None else origin(self._proxy.url)

    def pool_options(self) -> dict[str, Any]:
        """The options for pools of both kinds. Reads the trusted certificates."""
        options: dict[str, Any] = {"keepalive_expiry": _IDLE_SECONDS}
        proxy_is_encrypted = self._proxy is not None and self._proxy.url.scheme == "https"
        if self._url.scheme == "https" or proxy_is_encrypted:
            options["ssl_context"] = trusted_certificates()
        if self._proxy is not None:
            options["proxy"] = httpcore2.Proxy(
                url=_core_url(self._proxy.url, self._proxy.url.raw_path),
                auth=self._proxy.raw_auth,
                headers=self._proxy.headers.raw,
                ssl_context=options["ssl_context"] if proxy_is_encrypted else None,
            )
        return options

    def core_request(
        self, request: HTTPRequest, timeouts: dict[str, float | None], trace: Any
    ) -> httpcore2.Request:
        """Convert a request for httpcore2."""
        headers = [(b"Host", self._url.netloc), *_HEADERS]
        for name, value in request.headers.items():
            headers.append((name.encode("ascii"), value.encode("ascii")))
        headers.append((b"Content-Length", b"%d" % len(request.body)))
        url = _core_url(self._url, self._prefix + request.path.encode("ascii"))
        extensions = {"timeout": timeouts, "trace": trace}
        return httpcore2.Request(
            "POST", url, headers=headers, content=request.body, extensions=extensions
        )

    def failure(self, error: Exception, progress: Progress) -> NotSent | Lost:
        """Classify a failed attempt."""
        return failure(_as_httpx2(error), progress, self._url, self._proxy_address)


def _core_url(url: httpx2.URL, target: bytes) -> httpcore2.URL:
    return httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=target)


def _as_httpx2(error: Exception) -> Exception:
    """Convert an httpcore2 error to httpx2's, so that callers see the same with any driver."""
    if type(error).__module__.partition(".")[0] != "httpcore2":
        return error
    kind = getattr(httpx2, type(error).__name__, httpx2.TransportError)
    same: Exception = kind(str(error))
    same.__cause__ = error
    return same


def _response(response: httpcore2.Response, body: bytes) -> HTTPResponse:
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
    }
    if "content-encoding" in headers:
        body = _decoded(response, body)
    return HTTPResponse(response.status, headers, body)


def _decoded(response: httpcore2.Response, body: bytes) -> bytes:
    """The body without its compression, part by part: it may be a thousand times as long."""
    packed = httpx2.Response(response.status, headers=response.headers, stream=_Parts(body))
    decoded = bytearray()
    for part in packed.iter_bytes():
        decoded += part
        if len(decoded) > _LONGEST_DECODED:
            raise httpx2.DecodingError(f"the answer is longer than {_LONGEST_DECODED:,} bytes")
    return bytes(decoded)


class _Parts(httpx2.SyncByteStream):
    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._body), _PART):
            yield self._body[start : start + _PART]
