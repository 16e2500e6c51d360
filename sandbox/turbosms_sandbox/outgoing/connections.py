"""Connections on which only so many informational answers may precede an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import httpcore2

if TYPE_CHECKING:
    import ssl

MAX_INFORMATIONAL: Final = 10
"""Most answers with a status of 1xx.

httpcore2 reads them one after another, and lets nobody else run while more of them are there.
"""
_BLANK_LINE = re.compile(rb"\n\r?\n")
_MAX_BLANK_LINE: Final = 3
# 101 is an answer.
_INFORMATIONAL = re.compile(rb"HTTP/1\.[01] 1(?!01)[0-9]{2}")


class NetworkBackend(httpcore2.AnyIOBackend):
    """Opens such connections."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface of httpcore2
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore2.AsyncNetworkStream:
        stream = await super().connect_tcp(host, port, timeout, local_address, socket_options)
        return _Stream(stream)


class _Stream(httpcore2.AsyncNetworkStream):
    """A connection for one request."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream) -> None:
        self._stream = stream
        self._head = bytearray()
        """What has come of the head at hand."""
        self._informational = 0
        self._has_answer = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        data = await self._stream.read(max_bytes, timeout)
        if not self._has_answer:
            self._count_heads(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore2.AsyncNetworkStream:
        return _Stream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _count_heads(self, data: bytes) -> None:
        begin = 0
        search_from = max(0, len(self._head) - _MAX_BLANK_LINE)
        self._head += data
        while (end := _BLANK_LINE.search(self._head, search_from)) is not None:
            if not _INFORMATIONAL.match(self._head, begin):
                self._has_answer = True
                self._head.clear()
                return
            self._informational += 1
            if self._informational > MAX_INFORMATIONAL:
                raise httpcore2.RemoteProtocolError("too many informational answers")
            begin = search_from = end.end()
        del self._head[:begin]
