"""A driver for an `aiohttp.ClientSession` of the caller's; only on asyncio, like aiohttp."""

from __future__ import annotations

import asyncio
import sys
from functools import lru_cache
from http import HTTPStatus
from typing import Any, ClassVar, Final

import aiohttp
import httpx2

from .._results.foreign_exceptions import explanation, without_frames
from .address import origin
from .deadlines import cancelled_at
from .driver_interface import DriverResult, HTTPRequest, HTTPResponse, Lost, NotSent, Timeouts
from .failures import is_temporary

# Bytes that the event loop's transport accepts at once, so that writing them needs no timeout.
_NEVER_WAITS: Final = 32_768
# These can only happen before the request leaves.
_BEFORE_SENDING: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
)
# The aiohttp errors that consist of a text, the most specific first. The others hold the request.
_PLAIN: Final = (
    aiohttp.ConnectionTimeoutError,
    aiohttp.SocketTimeoutError,
    aiohttp.ServerTimeoutError,
    aiohttp.ServerDisconnectedError,
    aiohttp.ClientPayloadError,
    aiohttp.ClientConnectionError,
    aiohttp.ClientError,
)


class AiohttpSession:
    """The driver of `AsyncTurboSMS` with an `aiohttp.ClientSession`."""

    outlives_fork: ClassVar[bool] = False

    def __init__(self, session: aiohttp.ClientSession, url: httpx2.URL) -> None:
        self._session = session
        self._prefix = str(url.copy_with(username=None, password=None))
        self._address = origin(url)

    @property
    def is_closed(self) -> bool:
        """Whether the caller has closed it."""
        return self._session.closed

    async def send(self, request: HTTPRequest) -> DriverResult:
        handled_before = sys.exception()
        body = _Body(request.body, request.timeouts.write)
        try:
            with cancelled_at(request.until):
                return await self._exchange(request, body)
        except Exception as error:
            return _failure(error, body, self._address, handled_before)
        if body.has_left:
            return Lost(aiohttp.SocketTimeoutError("the deadline is over"), self._address)
        return NotSent(aiohttp.ConnectionTimeoutError("the deadline is over"), self._address)

    async def _exchange(self, request: HTTPRequest, body: _Body) -> HTTPResponse:
        answering = self._session.post(
            f"{self._prefix}{request.path}",
            headers=dict(request.headers),
            data=body if request.body else None,
            timeout=_timeout(request.timeouts),
            allow_redirects=False,
            raise_for_status=False,
        )
        async with answering as response:
            if response.status == HTTPStatus.SWITCHING_PROTOCOLS:
                # What follows is not HTTP; httpx2 does not take this as a response either.
                raise aiohttp.ClientError
            content = await response.read()
            headers = {name.lower(): value for name, value in response.headers.items()}
            return HTTPResponse(response.status, headers, content)

    async def aclose(self) -> None:
        """Do nothing: the caller closes the session."""


class _Body(aiohttp.Payload):
    """The body of a request, which knows whether it has begun to leave.

    A request without its body does nothing, so one that fails before was certainly not sent.
    """

    _autoclose = True  # there is nothing to close

    def __init__(self, content: bytes, seconds: float | None) -> None:
        super().__init__(content, content_type="application/json")
        self._size = len(content)
        self._content = content
        self._seconds = seconds
        self._has_begun = False

    @property
    def has_left(self) -> bool:
        """Whether the service may have received the request. Without a body, this is unknown."""
        return self._has_begun or not self._content

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        return self._content.decode(encoding, errors)

    async def write(self, writer: Any) -> None:
        """Called by aiohttp before 3.12; later versions call the next method."""
        await self.write_with_length(writer, None)

    async def write_with_length(self, writer: Any, content_length: int | None) -> None:
        self._has_begun = True
        if len(self._content) <= _NEVER_WAITS:
            await writer.write(self._content)
            return
        async with asyncio.timeout(self._seconds):
            for start in range(0, len(self._content), _NEVER_WAITS):
                await writer.write(self._content[start : start + _NEVER_WAITS])


@lru_cache(maxsize=16)
def _timeout(timeouts: Timeouts) -> aiohttp.ClientTimeout:
    together = None
    if timeouts.connect is not None and timeouts.pool is not None:
        # aiohttp has a single timeout for waiting and connecting.
        together = timeouts.pool + timeouts.connect
    return aiohttp.ClientTimeout(
        total=None,
        connect=together,
        sock_connect=timeouts.connect,
        sock_read=timeouts.read,
    )


def _failure(
    error: Exception, body: _Body, address: str, handled_before: BaseException | None
) -> NotSent | Lost:
    is_of_network = isinstance(error, (aiohttp.ClientError, OSError))
    quotable = isinstance(error, (aiohttp.ClientOSError, TimeoutError))
    reason = _reason(error, quotable, handled_before)
    temporary = is_of_network and is_temporary(error, handled_before)
    proxy = _proxy_of(error)
    surely_not_sent = isinstance(error, _BEFORE_SENDING) or not body.has_left
    if surely_not_sent:
        return NotSent(reason, address, proxy=proxy, temporary=temporary, quotable=quotable)
    return Lost(reason, address, proxy=proxy, temporary=temporary, quotable=quotable)


def _reason(error: Exception, quotable: bool, handled_before: BaseException | None) -> Exception:
    """Copy the error without its request, whose headers hold the token, and without frames."""
    text = explanation(error, handled_before) if quotable else ""
    for kind in _PLAIN:
        if isinstance(error, kind):
            return kind(text)
    return without_frames(error, handled_before)


def _proxy_of(error: Exception) -> str | None:
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return f"{error.host}:{error.port}"
    if isinstance(error, aiohttp.ClientHttpProxyError):
        proxy_url = error.request_info.real_url
        return f"{proxy_url.host}:{proxy_url.port}"
    return None
