"""Reads requests from a connection: in time, and their bodies to the end or not at all."""

from __future__ import annotations

import io
import re
import time
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    import socket
    from email.message import Message

    from _typeshed import WriteableBuffer

_LENGTH: Final = re.compile(rb"[0-9A-Fa-f]{1,16}")
_LONGEST_CHUNK_LINE: Final = 1_024
_MOST_TRAILER_LINES: Final = 100


class IncomingBytes(io.RawIOBase):
    """The bytes of a connection, which must come within a time that can be started anew.

    A time for each part alone would let a caller send a byte every few seconds for ever.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._deadline = 0.0

    def allow(self, seconds: float) -> None:
        """Allow so many seconds from now on for everything that is read."""
        self._deadline = time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read what has come; TimeoutError if nothing has in time."""
        remaining = self._deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        self._connection.settimeout(remaining)
        return self._connection.recv_into(buffer)


class RequestBody(Protocol):
    """The body of a request, as a WSGI app reads it."""

    @property
    def is_complete(self) -> bool:
        """Whether all of it was read, so that another request may follow."""

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`; OSError if they do not come."""


class SizedBody:
    """A body whose length was declared."""

    def __init__(self, stream: io.BufferedReader[Any], length: int) -> None:
        self._stream = stream
        self._remaining = length

    @property
    def is_complete(self) -> bool:
        return self._remaining == 0

    def read(self, size: int) -> bytes:
        part = self._stream.read1(min(size, self._remaining))
        self._remaining -= len(part)
        return part


class ChunkedBody:
    """A body in chunks, which some proxies make of one with a length."""

    def __init__(self, stream: io.BufferedReader[Any]) -> None:
        self._stream = stream
        self._in_chunk = 0
        self._is_complete = False

    @property
    def is_complete(self) -> bool:
        return self._is_complete

    def read(self, size: int) -> bytes:
        if self._in_chunk == 0 and not self.is_complete:
            self._in_chunk = self._next_length()
        if self.is_complete:
            return b""
        part = self._stream.read1(min(size, self._in_chunk))
        if not part:
            raise ConnectionResetError
        self._in_chunk -= len(part)
        if self._in_chunk == 0:
            self._expect_end_of_line()
        return part

    def _next_length(self) -> int:
        digits, _, _ = self._line().partition(b";")
        if not _LENGTH.fullmatch(digits.strip()):
            raise ConnectionAbortedError
        length = int(digits, 16)
        if length == 0:
            self._skip_trailer()
            self._is_complete = True
        return length

    def _skip_trailer(self) -> None:
        for _ in range(_MOST_TRAILER_LINES):
            if not self._line():
                return
        raise ConnectionAbortedError

    def _expect_end_of_line(self) -> None:
        if self._line():
            raise ConnectionAbortedError

    def _line(self) -> bytes:
        line = self._stream.readline(_LONGEST_CHUNK_LINE)
        if not line.endswith(b"\n"):
            raise ConnectionResetError
        return line.rstrip(b"\r\n")


def body_of(headers: Message, stream: io.BufferedReader[Any]) -> RequestBody:
    """The body that follows these headers; without a length, it is an empty one."""
    if "chunked" in headers.get("Transfer-Encoding", "").lower():
        return ChunkedBody(stream)
    declared = headers.get("Content-Length", "").strip()
    is_length = declared.isascii() and declared.isdigit() and len(declared) < 20
    return SizedBody(stream, int(declared) if is_length else 0)
