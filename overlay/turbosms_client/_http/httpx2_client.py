"""Drivers for an httpx2 client of the caller's, with its own proxies, certificates and hooks."""

from __future__ import annotations

import time
from typing import Any, ClassVar, Final

import httpx2

from .cancellation import tidy_when_cancelled
from .deadlines import cancelled_at, deadline_is_over
from .driver_interface import DriverResult, HTTPRequest, HTTPResponse, Lost, NotSent
from .failures import failure
from .progress import Progress

# The request has its token; without this, the client would use credentials of its own.
_NO_AUTH: Final = httpx2.Auth()


class HTTPX2Client:
    """The driver of `TurboSMS` with an `httpx2.Client`."""

    def __init__(self, client: httpx2.Client, url: httpx2.URL) -> None:
        self._client = client
        self._url = url

    @property
    def is_closed(self) -> bool:
        """Whether the caller has closed it."""
        return self._client.is_closed

    def send(self, request: HTTPRequest) -> DriverResult:
        progress = Progress(request)
        try:
            return self._exchange(request, progress)
        except httpx2.HTTPStatusError as error:
            # Raised by a hook: there is a response, with the status of an error.
            return _response(error.response, b"")
        except Exception as error:
            return _failure(error, progress, self._url)

    def _exchange(self, request: HTTPRequest, progress: Progress) -> HTTPResponse:
        httpx2_request = _httpx2_request(self._client, self._url, request, progress, progress.note)
        is_streamed = request.until is not None
        response = self._client.send(
            httpx2_request, auth=_NO_AUTH, follow_redirects=False, stream=is_streamed
        )
        if request.until is None or response.is_closed:  # a hook may have read it
            return _response(response, response.content)
        try:
            body = _read_until(response, request.until)
        finally:
            response.close()
        decoded = httpx2.Response(response.status_code, headers=response.headers, content=body)
        return _response(response, decoded.content)

    def close(self) -> None:
        """Do nothing: the caller closes the client."""


class AsyncHTTPX2Client:
    """The driver of `AsyncTurboSMS` with an `httpx2.AsyncClient`."""

    outlives_fork: ClassVar[bool] = False

    def __init__(self, client: httpx2.AsyncClient, url: httpx2.URL) -> None:
        self._client = client
        self._url = url

    @property
    def is_closed(self) -> bool:
        """Whether the caller has closed it."""
        return self._client.is_closed

    async def send(self, request: HTTPRequest) -> DriverResult:
        return await tidy_when_cancelled(lambda: self._send(request))

    async def _send(self, request: HTTPRequest) -> DriverResult:
        progress = Progress(request)
        try:
            with cancelled_at(request.until):
                httpx2_request = _httpx2_request(
                    self._client, self._url, request, progress, progress.note_async
                )
                response = await self._client.send(
                    httpx2_request, auth=_NO_AUTH, follow_redirects=False
                )
                return _response(response, response.content)
        except httpx2.HTTPStatusError as error:
            # Raised by a hook: there is a response, with the status of an error.
            return _response(error.response, b"")
        except Exception as error:
            return _failure(error, progress, self._url)
        return _failure(deadline_is_over(has_left=progress.has_left), progress, self._url)

    async def aclose(self) -> None:
        """Do nothing: the caller closes the client."""


def _httpx2_request(
    client: httpx2.Client | httpx2.AsyncClient,
    url: httpx2.URL,
    request: HTTPRequest,
    progress: Progress,
    trace: Any,
) -> httpx2.Request:
    httpx2_request = client.build_request(
        "POST",
        f"{url}{request.path}",
        headers=dict(request.headers),
        content=request.body,
        timeout=httpx2.Timeout(**request.timeouts._asdict()),
    )
    httpx2_request.extensions["timeout"] = progress.timeouts
    httpx2_request.extensions["trace"] = trace
    return httpx2_request


def _read_until(response: httpx2.Response, until: float) -> bytes:
    pieces: list[bytes] = []
    for piece in response.iter_raw():
        pieces.append(piece)
        if time.monotonic() >= until:
            raise httpx2.ReadTimeout("the deadline is over")
    return b"".join(pieces)


def _response(response: httpx2.Response, body: bytes) -> HTTPResponse:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return HTTPResponse(response.status_code, headers, body)


def _failure(error: Exception, progress: Progress, url: httpx2.URL) -> NotSent | Lost:
    return failure(error, progress, url, _proxy_between(progress.peer, url))


def _proxy_between(peer: tuple[str, int] | None, url: httpx2.URL) -> str | None:
    """The proxy that the connection went to, if it did not go to the service itself."""
    if peer is None:
        return None
    host, port = peer
    default_port = 443 if url.scheme == "https" else 80
    if (host, port) == (url.raw_host.decode("ascii"), url.port or default_port):
        return None
    return f"{host}:{port}"
