"""How far a request has come, as httpcore2 tells by its `trace` extension."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, Final

import anyio
import httpx2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .exchange import HTTPRequest

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
        self._deadline = request.deadline
        self._read = request.timeouts.read
        self.timeouts: dict[str, float | None] = request.timeouts._asdict()
        self.is_told = is_told
        """Whether the transport tells its steps at all; one of a caller's own need not."""
        self.has_left = False
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
        if self._deadline is not None and step.endswith(".started"):
            self._shorten(self._deadline)

    async def note_async(self, event: str, info: Mapping[str, Any]) -> None:
        """The same for asynchronous connections."""
        self.note(event, info)

    def _note_head(self, method: bytes) -> None:
        if method == b"CONNECT":  # to a proxy, which is asked for the way before the request leaves
            self._wait_for_proxy()
            return
        self.has_left = True
        self.timeouts["read"] = self._read

    def _wait_for_proxy(self) -> None:
        # A send waits for its answer without a limit; a proxy has to answer as quickly as a
        # connection is made.
        self.timeouts["read"] = self.timeouts["connect"]

    def _shorten(self, deadline: float) -> None:
        remaining = max(deadline - time.monotonic(), _SHORTEST)
        for phase, seconds in self.timeouts.items():
            if seconds is None or seconds > remaining:
                self.timeouts[phase] = remaining


def cancelled_at(deadline: float | None) -> AbstractContextManager[object]:
    """Ends what is awaited in it a little after the deadline.

    A little after, so that a single step that takes too long ends with an error of its own.
    """
    if deadline is None:
        return nullcontext()
    return anyio.move_on_after(deadline - time.monotonic() + _GRACE)


def deadline_is_over(progress: Progress) -> httpx2.TransportError:
    """The error of a request that was still on its way at its deadline."""
    kind = httpx2.ReadTimeout if progress.has_left else httpx2.ConnectTimeout
    return kind("the deadline is over")
