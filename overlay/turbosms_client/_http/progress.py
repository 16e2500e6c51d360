"""Tracks how far a request has got, by the `trace` extension of httpcore2."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from .deadlines import seconds_for, shorten
from .driver_interface import HTTPRequest


class Progress:
    """Whether a request has left, and how long its next step may take.

    A request that fails before its head begins to leave was certainly not sent, whatever the
    exception: a name that cannot be resolved, a certificate, a proxy that refuses or never answers.

    `timeouts` is the dictionary that httpcore2 reads at the beginning of each step.
    """

    def __init__(self, request: HTTPRequest, *, reports_steps: bool = False) -> None:
        self._until = request.until
        self._proxy_until: float | None = None
        self._read = request.timeouts.read
        self.timeouts: dict[str, float | None] = request.timeouts._asdict()
        self.reports_steps = reports_steps
        """Whether the transport reports its steps at all; a caller's own transport may not."""
        self.has_left = False
        self.handled_before = sys.exception()
        """What the caller was handling when it made the call."""
        self.peer: tuple[str, int] | None = None
        """Host and port of the connection made for the request."""

    def note(self, event: str, info: Mapping[str, Any]) -> None:
        """Record an event of httpcore2, such as `http11.send_request_headers.started`."""
        self.reports_steps = True
        step = event.partition(".")[2]
        if step == "send_request_headers.started":
            self._note_head(info["request"].method)
        elif step == "connect_tcp.started":
            self.peer = (info["host"], info["port"])
        elif step == "setup_socks5_connection.started":
            self._wait_for_proxy()
        elif step == "start_tls.started":
            self._proxy_until = None  # the proxy has answered; from here on, it is the service
        if self._until is not None and step.endswith(".started"):
            shorten(self.timeouts, self._until)

    async def note_async(self, event: str, info: Mapping[str, Any]) -> None:
        """Record an event of httpcore2's asynchronous connections."""
        self.note(event, info)

    def _note_head(self, method: bytes) -> None:
        if method == b"CONNECT":  # asks a proxy for a tunnel, before the request leaves
            self._wait_for_proxy()
            return
        self.has_left = True
        self.timeouts["read"] = self._read
        self._proxy_until = None

    def _wait_for_proxy(self) -> None:
        # A send waits for its response without a limit; a proxy must answer within the connect
        # timeout.
        seconds = self.timeouts["connect"]
        self.timeouts["read"] = seconds
        self._proxy_until = None if seconds is None else time.monotonic() + seconds

    def limit(self, timeout: float | None) -> float | None:
        """Shorten the timeout of a single read or write to what the deadlines leave."""
        for until in (self._until, self._proxy_until):
            timeout = seconds_for(timeout, until, has_left=self.has_left)
        return timeout


_current: ContextVar[Progress | None] = ContextVar("_current", default=None)


def begin(progress: Progress) -> None:
    """From now on, this thread or task reads and writes on our own connections for this request."""
    _current.set(progress)


def end() -> None:
    """The request is over. Do not keep what it refers to until the next one."""
    _current.set(None)


def limited(timeout: float | None) -> float | None:
    """The timeout of a read or write, limited to the time that its request has left."""
    progress = _current.get()
    return timeout if progress is None else progress.limit(timeout)


def handled_before() -> BaseException | None:
    """What the caller of this thread's or task's request was handling when it made the call."""
    progress = _current.get()
    return None if progress is None else progress.handled_before
