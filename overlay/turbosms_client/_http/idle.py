"""Connections that wait for their next request."""

from __future__ import annotations

import threading
from collections import deque
from typing import Generic, Protocol, TypeVar


class Connection(Protocol):
    """What a connection of httpcore2 tells of itself."""

    def is_idle(self) -> bool:
        """Whether it can take a request."""
        ...

    def has_expired(self) -> bool:
        """Whether it has been idle for too long, or the peer has gone."""
        ...


C = TypeVar("C", bound=Connection)


class IdleConnections(Generic[C]):
    """A stack: the connection that was used last is the likeliest to be alive. Safe for threads."""

    def __init__(self) -> None:
        self._stack: deque[C] = deque()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._stack)

    def take(self) -> tuple[C | None, list[C]]:
        """A connection if there is one, and those that were found expired, for the caller to close."""
        expired: list[C] = []
        with self._lock:
            while self._stack:
                connection = self._stack.pop()
                if not connection.has_expired():
                    return connection, expired
                expired.append(connection)
        return None, expired

    def put(self, connection: C, *, is_wanted: bool) -> list[C]:
        """Keep the connection if it can be used again; what the caller has to close."""
        if not is_wanted or not connection.is_idle():
            return [connection]
        expired: list[C] = []
        with self._lock:
            self._stack.append(connection)
            # Under little traffic nobody comes to those at the bottom, which were used long ago.
            while len(self._stack) > 1 and self._stack[0].has_expired():
                expired.append(self._stack.popleft())
        return expired

    def drain(self) -> list[C]:
        """All of them, for the caller to close."""
        with self._lock:
            connections = list(self._stack)
            self._stack.clear()
        return connections
