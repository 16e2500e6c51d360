"""HTTP that cannot be parsed, is too large or stops in the middle is answered in JSON too."""

from __future__ import annotations

import json
import sys
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import ServiceAnswer
from turbosms_sandbox.http.fault_effects import HANG_UP
from turbosms_sandbox.http.method_calls import WHOLE_ANSWER

if TYPE_CHECKING:
    import asyncio

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

MAX_HEADER: Final = 16 * 1024
"""Most bytes of one header, its name and its value."""
MAX_HEADERS: Final = 64 * 1024
"""Most bytes of all headers of a request, trailers included."""
MAX_COUNT: Final = 256
"""Most headers of a request: even one of a single byte needs a hundred bytes of memory."""
MAX_HEAD: Final = 2 * MAX_HEADERS
"""Most bytes of a request before its body, which leaves room for the URL and line breaks."""
PATIENCE: float = 30.0
"""Seconds within which the head of a request, and then more of its body, has to arrive."""
PROGRESS: Final = 256 * 1024
"""How many bytes of a body have to arrive in that time, unless it ends."""
_OVERHEAD: Final = 8
"""Most bytes on the wire for one byte of a body: six if it is a chunk of its own."""


class HttpProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with an envelope in place of plain text, and a way for faults to hang up.

    Requests are bounded (A-130), and requests that stop in the middle are given up.
    """

    _clock: asyncio.TimerHandle | None = None
    _is_receiving = False
    """Whether a request has begun and not ended."""
    _has_head = False
    _is_refused = False
    _offers_upgrade = False
    """Whether the request offers another protocol: Java's client offers HTTP/2 with every one."""
    _head_bytes = _body_bytes = _rest_bytes = 0
    _earlier: RequestResponseCycle | None = None
    """While a request is received: the one before it, which may not be answered yet."""
    _refusal: bytes | None = None
    """What is written, as the last answer, when all requests before it have been answered."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._extensions: dict[str, dict[object, object]] = {
            HANG_UP: {"close": transport.close},
            WHOLE_ANSWER: {"write": self._write_answer},
        }
        self._start_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_clock()
        # The scope keeps the extensions, and this one refers to the protocol: only the garbage
        # collector would free them, which excludes whatever it has frozen.
        del self._extensions[WHOLE_ANSWER]
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        if self._is_refused:
            # It came in the same packet, and is ignored like all that still arrives.
            return
        super().on_message_begin()
        self._earlier = self.cycle
        self.scope["extensions"] = self._extensions
        self._is_receiving, self._has_head = True, False
        self._offers_upgrade = False
        self._head_bytes = self._body_bytes = self._rest_bytes = 0

    def on_body(self, body: bytes) -> None:
        self._body_bytes += len(body)
        if not self._is_refused:
            super().on_body(body)

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        self._received = data
        super().data_received(data)
        if self._is_receiving and not self.transport.is_closing():
            self._wait_for_more(len(data))

    def _wait_for_more(self, size: int) -> None:
        """Make sure that a request that goes on does not go on for ever."""
        if self._has_head:
            # Besides the body these are the sizes of its chunks, and trailers.
            self._rest_bytes += size
            is_too_large = self._rest_bytes > MAX_HEADERS + _OVERHEAD * self._body_bytes
        else:
            self._head_bytes += size
            is_too_large = self._head_bytes > MAX_HEAD
        if is_too_large:
            self._refuse_large_headers()
        elif self._clock is None:
            self._start_clock()

    def on_headers_complete(self) -> None:
        if self.parser.should_upgrade():
            self._offers_upgrade = any(name == b"upgrade" for name, _ in self.headers)
        if self._offers_upgrade:
            return
        self._has_head = True
        if self._has_large_headers():
            self._refuse_large_headers()
        if not self._is_refused:
            super().on_headers_complete()

    def _write_answer(self, body: bytes) -> bool:
        """Write an answer of status 200 and end it; returns whether that was possible.

        It is what uvicorn makes of the usual two messages, in less time. Whatever is not usual is
        left to them.
        """
        cycle = self.cycle
        is_the_last_request = not self.pipeline
        is_usual = cycle.keep_alive and cycle.scope["method"] in ("GET", "POST")
        must_wait = self.flow.write_paused or cycle.disconnected or cycle.response_started
        if must_wait or not is_usual or not is_the_last_request:
            return False
        lines = [b"HTTP/1.1 200 OK"]
        lines += [b"%s: %s" % header for header in cycle.default_headers]
        lines += [b"content-type: application/json", b"content-length: %d" % len(body), b"", body]
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()
        self.transport.write(b"\r\n".join(lines))
        cycle.on_response()
        return True

    def _has_large_headers(self) -> bool:
        headers = self.headers
        is_small = self._head_bytes + len(self._received) <= MAX_HEADER
        if is_small and len(headers) <= MAX_COUNT:
            return False
        sizes = [len(name) + len(value) for name, value in headers]
        is_long = max(sizes, default=0) > MAX_HEADER
        return is_long or len(sizes) > MAX_COUNT or sum(sizes) > MAX_HEADERS

    def on_message_complete(self) -> None:
        if self._offers_upgrade:
            return
        self._is_receiving = False
        if self._is_refused:
            return
        self._earlier = None
        if self._clock is not None:
            self._stop_clock()
        super().on_message_complete()

    def _start_clock(self) -> None:
        self._clock = self.loop.call_later(PATIENCE, self._look_at_the_clock)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _look_at_the_clock(self) -> None:
        """Give up a request that has stopped in the middle, or has not even begun."""
        self._clock = None
        if self.transport.is_closing():
            return
        is_busy = self.cycle is not None and not self.cycle.response_complete
        goes_on = self._has_head and self._body_bytes >= PROGRESS
        if self._is_receiving and (goes_on or (is_busy and not self._has_head)):
            # What follows a request that is being answered has to wait for its answer anyway.
            self._body_bytes = self._rest_bytes = 0
            self._start_clock()
        elif self._is_receiving:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, "the request did not come to its end")
        else:
            self.transport.close()

    def _unsupported_upgrade_warning(self) -> None:
        """Parse the request again without the offer (RFC 9110, 7.8).

        The parser has stopped before its body.
        """
        stop = sys.exc_info()[1]
        if not isinstance(stop, httptools.HttpParserUpgrade) or not self._offers_upgrade:
            super()._unsupported_upgrade_warning()
            return
        version = self.parser.get_http_version().encode()
        lines = [b"%s %s HTTP/%s" % (self.parser.get_method(), self.url, version)]
        lines += [b"%s: %s" % header for header in self.headers if header[0] != b"upgrade"]
        rest = self._received[stop.args[0] :]
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(
            lenient_data_after_close=True
        )  # as uvicorn makes its own
        self.data_received(b"\r\n".join([*lines, b"", b""]) + rest)

    def send_400_response(self, msg: str) -> None:
        """Answer 300 and close the connection.

        HTTP 405 for a verb that HTTP does not have (A-32), 400 for everything else.
        """
        if isinstance(sys.exc_info()[1], httptools.HttpParserInvalidMethodError):
            self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, "HTTP has no such verb")
        else:
            self._refuse(HTTPStatus.BAD_REQUEST, "this is not HTTP")

    def _refuse_large_headers(self) -> None:
        self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers are too large")

    def _refuse(self, status: HTTPStatus, problem: str) -> None:
        """Answer in the form of what was called, after the requests before it, and hang up.

        Nothing is written into an answer that has begun. What still arrives is ignored for a while:
        if the connection were closed before everything was read, the answer would be lost.
        """
        if self._is_refused:
            return
        earlier = self._earlier if self._is_receiving else self.cycle
        self._is_refused, self._is_receiving = True, False
        self._stop_clock()
        self._refusal = self._refusal_of(status, problem)
        has_cycle = self.cycle is not earlier
        if has_cycle:
            # Whatever the application would still answer comes too late, and so does the wish for
            # the body.
            self.cycle.disconnected = True
            self.cycle.waiting_for_100_continue = False
            self.cycle.message_event.set()
        if earlier is None or earlier.response_complete:
            self._end_with_refusal()
        elif has_cycle:
            self.pipeline.popleft()  # it waits there behind the others, and is not to be executed
            self.cycle = earlier

    def _refusal_of(self, status: HTTPStatus, problem: str) -> bytes:
        body = ServiceAnswer(ResultCode.INVALID_REQUEST).encode()
        if getattr(self, "url", b"").startswith(b"/sandbox"):
            body = json.dumps({"error": problem}).encode()
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\n"
            "content-type: application/json\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        return head.encode() + body

    def on_response_complete(self) -> None:
        super().on_response_complete()
        is_the_last_answer = self._refusal is not None and self.cycle.response_complete
        if is_the_last_answer and not self.transport.is_closing():
            self._end_with_refusal()

    def _end_with_refusal(self) -> None:
        refusal, self._refusal = self._refusal, None
        has_begun = self.cycle is not None and self.cycle.response_started
        if refusal is None or (has_begun and not self.cycle.response_complete):
            self.transport.close()
            return
        self.transport.write(refusal)
        self.transport.write_eof()
        self._start_clock()
