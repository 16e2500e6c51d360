"""Reading the bodies of requests without using more memory than there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.requests import ClientDisconnect

if TYPE_CHECKING:
    from starlette.types import Receive

MAX_TOGETHER: Final = 256 * 1024 * 1024
"""Most bytes of all bodies that are being received at a time."""
SMALL: Final = 64 * 1024
"""So much of a body is kept no matter how much others use."""


class CrowdedError(Exception):
    """The bodies being received use all the memory they may; there is none for this one."""


class _FreeMemory:
    """What is left of `MAX_TOGETHER`, once for the whole process."""

    def __init__(self) -> None:
        self.size = MAX_TOGETHER


_free_memory = _FreeMemory()


async def read_body(receive: Receive, max_bytes: int) -> bytes | None:
    """The body of a request, or None if it has more than `max_bytes`.

    It is read to its end in any case, so that the client sees the answer. ClientDisconnect if the
    client goes away; CrowdedError, also after its end, if there was no memory for it.
    """
    message = await receive()
    is_complete = message["type"] == "http.request" and not message.get("more_body")
    if is_complete:
        body: bytes = message.get("body", b"")
        return body if len(body) <= max_bytes else None
    partial_body = _PartialBody(max_bytes)
    try:
        while True:
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            partial_body.add(message.get("body", b""))
            if not message.get("more_body", False):
                return partial_body.complete()
            message = await receive()
    finally:
        partial_body.release()


class _PartialBody:
    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._parts: list[bytes] = []
        self._size = 0
        self._reserved = 0
        self._is_crowded = False

    def add(self, part: bytes) -> None:
        self._size += len(part)
        is_kept = not self._is_crowded and self._size <= self._max_bytes
        if is_kept and self._reserve(len(part)):
            self._parts.append(part)
        else:
            self._parts.clear()
            self.release()

    def _reserve(self, size: int) -> bool:
        """Reserve memory for what exceeds the small amount that every body has."""
        needed = min(size, max(0, self._size - SMALL))
        if needed > _free_memory.size:
            self._is_crowded = True
            return False
        _free_memory.size -= needed
        self._reserved += needed
        return True

    def release(self) -> None:
        _free_memory.size += self._reserved
        self._reserved = 0

    def complete(self) -> bytes | None:
        if self._is_crowded:
            raise CrowdedError
        return b"".join(self._parts) if self._size <= self._max_bytes else None
