"""The network layer of our own connections, including those to proxies: sockets have our options,
and no read or write takes longer than its request has left.
"""

from __future__ import annotations

import socket
import ssl
from typing import Any

import httpcore2

from .._results.foreign_exceptions import raise_what_came_from_elsewhere
from . import sockets
from .progress import handled_before, limited


class NetworkBackend(httpcore2.SyncBackend):
    """Opens the connections of `TurboSMS`."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore2.NetworkStream:
        options: Any = sockets.socket_options()
        first_error: Exception | None = None
        for address in _addresses(host, port):
            try:
                stream = super().connect_tcp(address, port, limited(timeout), None, options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                raise_what_came_from_elsewhere(error, handled_before())
                first_error = first_error or error
            else:
                return _Stream(stream)
        raise first_error or httpcore2.ConnectError("the name has no address")


def _addresses(host: str, port: int) -> list[str]:
    """The distinct addresses of a host.

    `socket` would try them all by itself, and take an exception from a signal handler for the
    failure of one of them.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore2.ConnectError(error) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class AsyncNetworkBackend(httpcore2.AnyIOBackend):
    """Opens the connections of `AsyncTurboSMS`, on asyncio and trio."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface of httpcore2
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore2.AsyncNetworkStream:
        options: Any = sockets.socket_options()
        try:
            stream = await super().connect_tcp(host, port, limited(timeout), local_address, options)
        except BaseExceptionGroup as group:
            # Connecting uses a trio nursery, which puts even a single Ctrl-C into a group.
            raise _interruption_of(group) from None
        return _AsyncStream(stream)


def _interruption_of(group: BaseExceptionGroup[Any]) -> BaseException:
    """The single Ctrl-C or exit in a group, or else the group itself."""
    interruptions: Any = group.subgroup((KeyboardInterrupt, SystemExit))
    while isinstance(interruptions, BaseExceptionGroup) and len(interruptions.exceptions) == 1:
        interruptions = interruptions.exceptions[0]
    if interruptions is None or isinstance(interruptions, BaseExceptionGroup):
        return group
    single: BaseException = interruptions
    return single


class _Stream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, limited(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            self._stream.write(buffer, limited(timeout))
        except httpcore2.WriteError as error:
            # httpcore2 continues to read, since a response may have arrived nevertheless.
            raise_what_came_from_elsewhere(error, handled_before())
            raise

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, limited(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _AsyncStream(httpcore2.AsyncNetworkStream):
    def __init__(self, stream: httpcore2.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        return await self._stream.read(max_bytes, limited(timeout))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        try:
            await self._stream.write(buffer, limited(timeout))
        except httpcore2.WriteError as error:
            raise_what_came_from_elsewhere(error, handled_before())
            raise

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore2.AsyncNetworkStream:
        stream = await self._stream.start_tls(ssl_context, server_hostname, limited(timeout))
        return _AsyncStream(stream)

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable" and self._has_unread_records():
            return True
        return self._stream.get_extra_info(info)

    def _has_unread_records(self) -> bool:
        # anyio's TLS takes everything from the socket, and keeps it until it is read.
        received = getattr(getattr(self._stream, "_stream", None), "_read_bio", None)
        return received is not None and received.pending > 0
