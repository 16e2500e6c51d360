"""Reading the bodies of requests without taking more memory than there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.requests import ClientDisconnect

if TYPE_CHECKING:
    from starlette.types import Receive

MAX_TOGETHER: Final = 256 * 1024 * 1024
"""How many bytes of bodies that are still under way are kept at a time, in all."""
SMALL: Final = 64 * 1024
"""So much of a body is kept whatever others hold."""


class CrowdedError(Exception):
    """The bodies under way hold as much as may be kept, and there is no room for this one."""


class _Room:
    """What is left of `MAX_TOGETHER`: one for the process, since its memory is one."""

    def __init__(self) -> None:
        self.left = MAX_TOGETHER


_room = _Room()


async def read_body(receive: Receive, most: int) -> bytes | None:
    """The body of a request, or None if it has more than `most` bytes.

    It is read to its end all the same, so that the answer is heard. ClientDisconnect if the caller
    goes away; CrowdedError, after its end too, if there was no room for it.
    """
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        body: bytes = message.get("body", b"")
        return body if len(body) <= most else None
    body_under_way = _BodyUnderWay(most)
    try:
        while True:
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            body_under_way.add(message.get("body", b""))
            if not message.get("more_body", False):
                return body_under_way.whole()
            message = await receive()
    finally:
        body_under_way.release()


class _BodyUnderWay:
    def __init__(self, most: int) -> None:
        self._most = most
        self._parts: list[bytes] = []
        self._size = 0
        self._taken = 0
        self._is_crowded = False

    def add(self, part: bytes) -> None:
        self._size += len(part)
        if self._is_crowded or self._size > self._most or not self._take(len(part)):
            self._parts.clear()
            self.release()
        else:
            self._parts.append(part)

    def _take(self, size: int) -> bool:
        """Take room for what goes beyond the small amount that everybody has."""
        wanted = min(size, max(0, self._size - SMALL))
        if wanted > _room.left:
            self._is_crowded = True
            return False
        _room.left -= wanted
        self._taken += wanted
        return True

    def release(self) -> None:
        _room.left += self._taken
        self._taken = 0

    def whole(self) -> bytes | None:
        if self._is_crowded:
            raise CrowdedError
        return b"".join(self._parts) if self._size <= self._most else None
