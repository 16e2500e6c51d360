"""ASGI: every path and verb of the service."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.requests import ClientDisconnect

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import ServiceAnswer
from turbosms_sandbox.engine.failures import log_failure
from turbosms_sandbox.http.answer_bytes import answer_bytes
from turbosms_sandbox.http.call_reading import read_call
from turbosms_sandbox.http.fault_effects import FaultyResponse, own_answer

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from turbosms_sandbox.calls.call import Call
    from turbosms_sandbox.engine.service import Service
    from turbosms_sandbox.http.faults import Fault
    from turbosms_sandbox.http.guard import Guard
    from turbosms_sandbox.http.traffic import Traffic

WHOLE_ANSWER: Final = "turbosms_sandbox.whole_answer"
"""The ASGI extension by which a server writes a whole answer: `{"write": function}`.

The function takes the body, and returns whether it has written the answer.
"""
_OK: Final = int(HTTPStatus.OK)
_FORBIDDEN: Final = int(HTTPStatus.FORBIDDEN)
_REFUSED: Final = ServiceAnswer(ResultCode.INVALID_REQUEST).encode()
_FAILED: Final = ServiceAnswer(ResultCode.FATAL_ERROR).encode()


class MethodCalls:
    """Answers the calls of methods.

    A-32: HTTP 200 even for a method, format or verb that does not exist. Only web pages of other
    origins are turned away, because a mere picture on one of them could send messages.
    """

    def __init__(self, service: Service, traffic: Traffic, guard: Guard) -> None:
        self._service = service
        self._traffic = traffic
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if self._guard.refuses_page(scope) is not None:
            await _send_json(send, _FORBIDDEN, _REFUSED)
            return
        try:
            call = await read_call(scope, receive, self._service.refusal_code)
        except ClientDisconnect:
            return
        except Exception as problem:
            log_failure(scope["path"], problem)
            await _send_json(send, _OK, _FAILED)
            return
        fault = self._traffic.faults.take(call.verb, call.operation)
        body = await self._answer(call, fault)
        self._traffic.note(scope, call, body, fault)
        if fault is None:
            if not _write_at_once(scope, body):
                await _send_json(send, _OK, body)
        else:
            response = FaultyResponse(fault, body, self._service.notifier)
            await response(scope, receive, send)

    async def _answer(self, call: Call, fault: Fault | None) -> bytes:
        """The body of the answer, which a fault may keep from the client."""
        if fault is not None and not fault.executes:
            return own_answer(fault)
        answer = await self._service.answer(call)
        try:
            return answer_bytes(answer, call, self._service.state.account.quirks)
        except Exception as problem:
            log_failure(call.operation, problem)
            return _FAILED


def _write_at_once(scope: Scope, body: bytes) -> bool:
    """Write the whole answer if the server can; returns whether it could."""
    extension = (scope.get("extensions") or {}).get(WHOLE_ANSWER)
    if extension is None:
        return False
    is_written: bool = extension["write"](body)
    return is_written


async def _send_json(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
