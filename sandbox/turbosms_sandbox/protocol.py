"""HTTP that cannot be parsed is answered in the service's own form too."""

from __future__ import annotations

import sys
from http import HTTPStatus

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.envelope import Answer
from turbosms_sandbox.mishaps import HANG_UP


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol, but with an envelope for plain text, and a way for faults to hang up."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {HANG_UP: {"close": self.transport.close}}

    def data_received(self, data: bytes) -> None:
        self._received = data
        super().data_received(data)

    def on_headers_complete(self) -> None:
        if not self._offered():
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        if not self._offered():
            super().on_message_complete()

    def _offered(self) -> bool:
        """Whether the request offers another protocol.

        Java's client does, HTTP/2, with every request without TLS.
        """
        return self.parser.should_upgrade() and any(name == b"upgrade" for name, _ in self.headers)

    def _unsupported_upgrade_warning(self) -> None:
        """Read the request again without the offer (RFC 9110, 7.8).

        The parser has stopped in front of its body.
        """
        stop = sys.exc_info()[1]
        if not isinstance(stop, httptools.HttpParserUpgrade) or not self._offered():
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

        405 for a verb that HTTP does not know (A-32), 400 for all else.
        """
        unknown_verb = isinstance(sys.exc_info()[1], httptools.HttpParserInvalidMethodError)
        status = HTTPStatus.METHOD_NOT_ALLOWED if unknown_verb else HTTPStatus.BAD_REQUEST
        body = Answer(ResultCode.INVALID_REQUEST).encode()
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\n"
            "content-type: application/json\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()
