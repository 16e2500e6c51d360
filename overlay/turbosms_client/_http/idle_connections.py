"""Connections that are waiting for their next request."""

from __future__ import annotations

from collections import deque
from typing import Generic, Protocol, TypeVar


class Connection(Protocol):
    """What a connection of httpcore2 reports about itself."""

    def is_idle(self) -> bool:
        """Whether it can take a request."""
        ...

    def has_expired(self) -> bool:
        """Whether it has been idle for too long, or the peer has gone."""
        ...


C = TypeVar("C", bound=Connection)


class IdleConnections(Generic[C]):
    """A stack, since the connection used last is the most likely to be alive.

    It is thread-safe without a lock, since each operation of a deque is one step. A lock could
    remain held for good if a signal handler raises.
    """

    def __init__(self) -> None:
        self._stack: deque[C] = deque()

    def __len__(self) -> int:
        return len(self._stack)

    def take(self) -> tuple[C | None, list[C]]:
        """Take a connection, if there is one, and the expired ones, for the caller to close."""
        expired: list[C] = []
        while self._stack:
            try:
                connection = self._stack.pop()
            except IndexError:  # another thread has taken the last one
                break
            if not connection.has_expired():
                return connection, expired
            expired.append(connection)
        return None, expired

    def put(self, connection: C, *, is_wanted: bool) -> list[C]:
        """Keep the connection if it can be reused; return those for the caller to close."""
        if not is_wanted or not connection.is_idle():
            return [connection]
        self._stack.append(connection)
        return self._expired_at_the_bottom()

    def _expired_at_the_bottom(self) -> list[C]:
        # With little traffic, nothing else reaches those that were used long ago.
        expired: list[C] = []
        while len(self._stack) > 1:
            try:
                oldest = self._stack.popleft()
            except IndexError:
                break
            if not oldest.has_expired():
                self._stack.appendleft(oldest)
                break
            expired.append(oldest)
        return expired

    def drain(self) -> list[C]:
        """Take all of them, for the caller to close."""
        connections: list[C] = []
        while self._stack:
            try:
                connections.append(self._stack.pop())
            except IndexError:
                break
        return connections
