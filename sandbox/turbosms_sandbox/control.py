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

from turbosms_sandbox import patches, phones
from turbosms_sandbox.clock import on_the_wire
from turbosms_sandbox.guard import LocalOnly
from turbosms_sandbox.inbox import describe
from turbosms_sandbox.values import read_number

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from turbosms_sandbox.service import Service

MAX_BODY: Final = 1024 * 1024
MAX_ADVANCED: Final = 100 * 366 * 86_400
"""How far the clock can be moved in all, in seconds: about a hundred years."""
DEFAULT_LIMIT: Final = 100


class Control:
    """The calls of the control plane on one service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def reset(self, request: Request) -> Response:
        """`POST /sandbox/reset`: everything back to the start, the clock too."""
        await _read_body(request)
        self._service.reset()
        return self._now()

    async def clock(self, request: Request) -> Response:
        """`POST /sandbox/clock` with `{"advance": seconds}`: moves time forward."""
        clock = self._service.state.clock
        seconds = read_number((await _read_object(request)).get("advance"))
        if seconds is None:
            raise HTTPException(400, "advance: a number of seconds is needed")
        if seconds < 0 or clock.advanced + seconds > MAX_ADVANCED:
            raise HTTPException(400, f"advance: time goes forward only, and {MAX_ADVANCED} seconds at most")
        clock.advance(seconds)
        return self._now()

    async def account(self, request: Request) -> Response:
        """`PATCH /sandbox/account`: replaces what is named, and answers the whole account."""
        patch = await _read_object(request)
        state = self._service.state
        now = state.clock.now()
        try:
            patches.apply(state.account, patch, now)
        except patches.PatchError as problem:
            raise HTTPException(400, str(problem)) from None
        return JSONResponse(patches.describe(state.account, now))

    async def messages(self, request: Request) -> Response:
        """`GET /sandbox/messages?recipient=…&limit=…`: what was sent, newest first, with the course of each channel."""
        state = self._service.state
        now = state.clock.now()
        limit = request.query_params.get("limit", str(DEFAULT_LIMIT))
        if not limit.isascii() or not limit.isdecimal() or len(limit) > 9:
            raise HTTPException(400, "limit: a whole number is needed")
        messages = state.storage.newest_messages()
        recipient = request.query_params.get("recipient")
        if recipient is not None:
            number = phones.normalise(recipient)
            if number is None:
                raise HTTPException(400, f"recipient: {recipient!r} is no international phone number")
            messages = (message for message in messages if message.recipient == number)
        return JSONResponse({"messages": [describe(message, now) for message in islice(messages, int(limit))]})

    def _now(self) -> Response:
        return JSONResponse({"now": on_the_wire(self._service.state.clock.now())})


def create_app(service: Service) -> Starlette:
    control = Control(service)
    return Starlette(
        routes=[
            Route("/reset", control.reset, methods=["POST"]),
            Route("/clock", control.clock, methods=["POST"]),
            Route("/account", control.account, methods=["PATCH"]),
            Route("/messages", control.messages, methods=["GET"]),
        ],
        middleware=[Middleware(LocalOnly)],
        exception_handlers={HTTPException: _problem},
    )


async def _problem(_: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)  # noqa: S101 - Starlette calls it for nothing else
    return JSONResponse({"error": problem.detail}, status_code=problem.status_code, headers=problem.headers)


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
