"""What a driver is, what it accepts and what it returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple, Protocol, TypeAlias


class Timeouts(NamedTuple):
    """The time limit of each phase of an attempt, in seconds; None means no limit."""

    connect: float | None
    read: float | None
    write: float | None
    pool: float | None
    """For waiting for a free connection."""


@dataclass(frozen=True, slots=True)
class HTTPRequest:
    """A POST request, ready to be sent."""

    path: str
    """Relative to the address of the service, such as `/user/balance.json`."""
    headers: Mapping[str, str] = field(repr=False)  # the token is among them
    body: bytes = field(repr=False)
    timeouts: Timeouts
    until: float | None = None
    """The time of `time.monotonic` by which the whole response must have arrived."""


class HTTPResponse(NamedTuple):
    """A response, completely read. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        """Whether the status means success."""
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Failed:
    """A request without a response: `NotSent` or `Lost`."""

    reason: Exception
    """What happened. Neither it nor anything that it refers to holds the request."""
    address: str
    """Scheme, host and port of the service."""
    proxy: str | None = None
    """The proxy in between, without its password."""
    temporary: bool = True
    """Whether the same request may succeed later."""
    quotable: bool = True
    """Whether the text of the reason comes from this side of the network, and may be shown."""


class NotSent(Failed):
    """The service certainly has not received the request."""


class Lost(Failed):
    """The service may have received the request."""


DriverResult: TypeAlias = HTTPResponse | NotSent | Lost


class BlockingDriver(Protocol):
    """Sends requests for `TurboSMS`. Threads can share it."""

    @property
    def is_closed(self) -> bool:
        """Whether requests can no longer be sent."""
        ...

    def send(self, request: HTTPRequest) -> DriverResult:
        """Send the request and read the response. Raises nothing but interruptions."""
        ...

    def close(self) -> None:
        """Close the connections, except the caller's."""
        ...


class AwaitingDriver(Protocol):
    """Sends requests for `AsyncTurboSMS`."""

    outlives_fork: ClassVar[bool]
    """Whether it makes new connections after a fork, for an event loop of the child."""

    @property
    def is_closed(self) -> bool:
        """Whether requests can no longer be sent."""
        ...

    async def send(self, request: HTTPRequest) -> DriverResult:
        """Send the request and read the response. Raises nothing but interruptions."""
        ...

    async def aclose(self) -> None:
        """Close the connections, except the caller's."""
        ...
