"""The control plane under `/sandbox`: what a test needs beyond the service, as JSON, without a token.

Every answer of an error is `{"error": "…"}` with HTTP status 400, 403, 404, 405 or 413.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Route

from turbosms_sandbox import phones
from turbosms_sandbox.clock import on_the_wire
from turbosms_sandbox.commands import ControlError
from turbosms_sandbox.guard import LocalOnly
from turbosms_sandbox.inbox import describe

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from turbosms_sandbox.service import Service

MAX_BODY: Final = 1024 * 1024
DEFAULT_LIMIT: Final = 100


class Control:
    """The calls of the control plane on one service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def reset(self, request: Request) -> Response:
        """`POST /sandbox/reset`: everything back to the start, the clock too."""
        await _read_body(request)
        self._service.reset()
        return JSONResponse({"now": on_the_wire(self._service.now())})

    async def clock(self, request: Request) -> Response:
        """`POST /sandbox/clock` with `{"advance": seconds}`: moves time forward."""
        return JSONResponse(self._service.control("sandbox/clock", await _read_object(request)))

    async def account(self, request: Request) -> Response:
        """`PATCH /sandbox/account`: replaces what is named, and answers the whole account."""
        return JSONResponse(self._service.control("sandbox/account", await _read_object(request)))

    async def messages(self, request: Request) -> Response:
        """`GET /sandbox/messages?recipient=…&limit=…`: what was sent, newest first, with the course of each channel."""
        now = self._service.now()
        limit = request.query_params.get("limit", str(DEFAULT_LIMIT))
        if not limit.isascii() or not limit.isdecimal() or len(limit) > 9:
            raise HTTPException(400, "limit: a whole number is needed")
        messages = self._service.state.storage.newest_messages()
        recipient = request.query_params.get("recipient")
        if recipient is not None:
            number = phones.normalise(recipient)
            if number is None:
                raise HTTPException(400, f"recipient: {recipient!r} is no international phone number")
            messages = (message for message in messages if message.recipient == number)
        return JSONResponse({"messages": [describe(message, now) for message in islice(messages, int(limit))]})

    async def replies(self, request: Request) -> Response:
        """`POST /sandbox/replies` with `sender`, `number` and `text`: the recipient writes in a Viber chat."""
        return JSONResponse(self._service.control("sandbox/replies", await _read_object(request)))

    async def faults(self, request: Request) -> Response:
        """`/sandbox/faults`: POST adds one, DELETE takes all away, and both answer those to come, as GET does."""
        faults = self._service.faults
        if request.method == "POST":
            faults.add(await _read_object(request))
        elif request.method == "DELETE":
            await _read_body(request)
            faults.clear()
        return JSONResponse({"faults": faults.describe()})


def create_app(service: Service) -> Starlette:
    control = Control(service)
    return Starlette(
        routes=[
            Route("/reset", control.reset, methods=["POST"]),
            Route("/clock", control.clock, methods=["POST"]),
            Route("/account", control.account, methods=["PATCH"]),
            Route("/messages", control.messages, methods=["GET"]),
            Route("/replies", control.replies, methods=["POST"]),
            Route("/faults", control.faults, methods=["GET", "POST", "DELETE"]),
        ],
        middleware=[Middleware(LocalOnly)],
        exception_handlers={HTTPException: _problem, ControlError: _refusal},
    )


async def _problem(_: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)  # noqa: S101 - Starlette calls it for nothing else
    return JSONResponse({"error": problem.detail}, status_code=problem.status_code, headers=problem.headers)


async def _refusal(_: Request, problem: Exception) -> Response:
    return JSONResponse({"error": str(problem)}, status_code=400)


async def _read_body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            raise HTTPException(413, f"the body is larger than {MAX_BODY} bytes")
    return body


async def _read_object(request: Request) -> dict[str, Any]:
    body = await _read_body(request)
    try:
        values = json.loads(body)
    except (ValueError, RecursionError):
        raise HTTPException(400, "the body is not JSON") from None
    if not isinstance(values, dict):
        raise HTTPException(400, "the body is no JSON object")
    return values
