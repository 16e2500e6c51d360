"""What goes into a driver and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple, Protocol, TypeAlias


class Timeouts(NamedTuple):
    """The longest that each phase of an attempt may take, in seconds; None is without a limit."""

    connect: float | None
    read: float | None
    write: float | None
    pool: float | None
    """Waiting for a free connection."""


@dataclass(frozen=True, slots=True)
class HTTPRequest:
    """A POST, ready to leave."""

    path: str
    """Below the address of the service, such as `/user/balance.json`."""
    headers: Mapping[str, str] = field(repr=False)  # the token is among them
    body: bytes = field(repr=False)
    timeouts: Timeouts
    until: float | None = None
    """The time of `time.monotonic` at which the whole answer has to be there."""


class HTTPResponse(NamedTuple):
    """An answer, read to its end. The names of the headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        """Whether the status is one of success."""
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Failed:
    """A request without an answer: `NotSent` or `Lost`."""

    reason: Exception
    """What happened. Neither it nor what it refers to holds the request."""
    address: str
    """Of the service: scheme, host and port."""
    proxy: str | None = None
    """The proxy on the way, without its password."""
    temporary: bool = True
    """Whether the same request may get through later."""
    quotable: bool = True
    """Whether the text of the reason comes from this side, so that it may be shown."""


class NotSent(Failed):
    """Surely, the service has not got the request."""


class Lost(Failed):
    """The service may have got the request."""


Outcome: TypeAlias = HTTPResponse | NotSent | Lost


class BlockingDriver(Protocol):
    """Sends requests for `TurboSMS`. Safe to share between threads."""

    @property
    def is_closed(self) -> bool:
        """Whether no request can be sent any more."""
        ...

    def send(self, request: HTTPRequest) -> Outcome:
        """Send the request and read its answer. Raises nothing but interruptions."""
        ...

    def close(self) -> None:
        """Close the connections, unless they are the caller's."""
        ...


class AwaitingDriver(Protocol):
    """Sends requests for `AsyncTurboSMS`."""

    outlives_fork: ClassVar[bool]
    """Whether it makes new connections after a fork, for an event loop of the child."""

    @property
    def is_closed(self) -> bool:
        """Whether no request can be sent any more."""
        ...

    async def send(self, request: HTTPRequest) -> Outcome:
        """Send the request and read its answer. Raises nothing but interruptions."""
        ...

    async def aclose(self) -> None:
        """Close the connections, unless they are the caller's."""
        ...
