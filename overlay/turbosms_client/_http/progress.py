"""How far a request has come, as httpcore2 tells by its `trace` extension."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from typing import Any, Final

import anyio
import httpx2

from .messages import HTTPRequest

_SHORTEST: Final = 0.001  # a timeout of 0 is not one for everybody
_GRACE: Final = 0.05


class Progress:
    """Whether a request has left, and how long its next step may take.

    What fails before the head of the request begins to leave was surely not sent, whatever the
    exception is called: a name that cannot be looked up, a certificate, a proxy that refuses or
    never answers.

    `timeouts` is the dictionary that httpcore2 looks into at the beginning of each step.
    """

    def __init__(self, request: HTTPRequest, *, is_told: bool = False) -> None:
        self._until = request.until
        self._proxy_until: float | None = None
        self._read = request.timeouts.read
        self.timeouts: dict[str, float | None] = request.timeouts._asdict()
        self.is_told = is_told
        """Whether the transport tells its steps at all; one of a caller's own need not."""
        self.has_left = False
        self.handled_before = sys.exception()
        """What the caller was handling when it made the call."""
        self.peer: tuple[str, int] | None = None
        """Host and port of the connection that was made for the request."""

    def note(self, event: str, info: Mapping[str, Any]) -> None:
        """Take in an event of httpcore2, such as `http11.send_request_headers.started`."""
        self.is_told = True
        step = event.partition(".")[2]
        if step == "send_request_headers.started":
            self._note_head(info["request"].method)
        elif step == "connect_tcp.started":
            self.peer = (info["host"], info["port"])
        elif step == "setup_socks5_connection.started":
            self._wait_for_proxy()
        elif step == "start_tls.started":
            self._proxy_until = None  # the proxy has answered; this is with the service
        if self._until is not None and step.endswith(".started"):
            self._shorten(self._until)

    async def note_async(self, event: str, info: Mapping[str, Any]) -> None:
        """The same for asynchronous connections."""
        self.note(event, info)

    def _note_head(self, method: bytes) -> None:
        if method == b"CONNECT":  # to a proxy, which is asked for the way before the request leaves
            self._wait_for_proxy()
            return
        self.has_left = True
        self.timeouts["read"] = self._read
        self._proxy_until = None

    def _wait_for_proxy(self) -> None:
        # A send waits for its answer without a limit; a proxy has to answer as quickly as a
        # connection is made.
        seconds = self.timeouts["connect"]
        self.timeouts["read"] = seconds
        self._proxy_until = None if seconds is None else time.monotonic() + seconds

    def limit(self, timeout: float | None) -> float | None:
        """How long a single read or write may take that has a timeout of its own.

        Of a step that takes many of them, such as the head of an answer that comes byte by byte,
        httpcore2 gives each the same time.
        """
        for until in (self._until, self._proxy_until):
            if until is not None:
                remaining = until - time.monotonic()
                if remaining <= 0:  # of a peer that never pauses no read would take too long
                    raise deadline_is_over(self)
                timeout = remaining if timeout is None else min(timeout, remaining)
        return timeout

    def _shorten(self, until: float) -> None:
        remaining = max(until - time.monotonic(), _SHORTEST)
        for phase, seconds in self.timeouts.items():
            if seconds is None or seconds > remaining:
                self.timeouts[phase] = remaining


_current: ContextVar[Progress | None] = ContextVar("_current", default=None)


def begin(progress: Progress) -> None:
    """From now on, what this thread or task reads and writes on our own connections is for this
    request.
    """
    _current.set(progress)


def end() -> None:
    """The request is over; what it refers to is not kept until the next one."""
    _current.set(None)


def limited(timeout: float | None) -> float | None:
    """The timeout of a read or write, or what the request that it is part of has left."""
    progress = _current.get()
    return timeout if progress is None else progress.limit(timeout)


def handled_before() -> BaseException | None:
    """What the caller was handling when it made the call that this thread or task carries out."""
    progress = _current.get()
    return None if progress is None else progress.handled_before


def cancelled_at(until: float | None) -> AbstractContextManager[object]:
    """Ends what is awaited in it a little after that time of `time.monotonic`.

    A little after, so that a single step that takes too long ends with an error of its own.
    """
    if until is None:
        return nullcontext()
    return anyio.move_on_after(until - time.monotonic() + _GRACE)


def deadline_is_over(progress: Progress) -> httpx2.TransportError:
    """The error for a request that missed its deadline."""
    kind = httpx2.ReadTimeout if progress.has_left else httpx2.ConnectTimeout
    return kind("the deadline is over")
