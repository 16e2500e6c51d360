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
    """uvicorn's protocol, with an envelope where it would answer in plain text, and a way for faults to hang up."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {HANG_UP: {"close": self.transport.close}}

    def send_400_response(self, msg: str) -> None:
        """Answer 300 and close the connection: 405 for a verb that HTTP does not know (A-32), 400 for all else."""
        unknown_verb = isinstance(sys.exc_info()[1], httptools.HttpParserInvalidMethodError)
        status = HTTPStatus.METHOD_NOT_ALLOWED if unknown_verb else HTTPStatus.BAD_REQUEST
        body = Answer(ResultCode.INVALID_REQUEST).encode()
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()
