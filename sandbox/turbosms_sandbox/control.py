"""The control plane under `/sandbox`: what a test needs beyond the service, as JSON, without a token.

Every answer of an error is `{"error": "…"}` with HTTP status 400, 403, 404, 405 or 413.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from turbosms_sandbox import patches, search
from turbosms_sandbox.clock import on_the_wire
from turbosms_sandbox.commands import ControlError
from turbosms_sandbox.guard import LocalOnly
from turbosms_sandbox.inbox import describe
from turbosms_sandbox.texts import is_utf8

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from turbosms_sandbox.messages.records import Message
    from turbosms_sandbox.service import Service

DESCRIPTION: Final = Path(__file__).with_name("control.openapi.json")
MAX_BODY: Final = 1024 * 1024
DEFAULT_LIMIT: Final = 100
MAX_WAIT: Final = 600
"""Seconds for which a call can wait for a message."""
STATUS_PAUSE: Final = 0.1
DISCONNECT_PAUSE: Final = 1.0
"""Seconds after which a call that waits looks again for itself: at statuses, or whether its caller is still there."""


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
        """`/sandbox/account`: PATCH replaces what is named, and answers the whole account, as GET does."""
        if request.method != "PATCH":
            return JSONResponse(patches.describe(self._service.state.account, self._service.now()))
        return JSONResponse(self._service.control("sandbox/account", await _read_object(request)))

    async def messages(self, request: Request) -> Response:
        """`/sandbox/messages` with the parameters of a search: GET shows what was sent, DELETE takes it from there.

        GET answers newest first, `limit` messages at most, with the course of each channel. With `wait` it answers
        once there is a message that fits, or after so many seconds without any.
        """
        await _read_body(request)
        values: dict[str, str] = dict(request.query_params)
        if request.method == "DELETE":
            return JSONResponse(self._service.control("sandbox/messages/delete", values))
        limit = _whole_number("limit", values.pop("limit", str(DEFAULT_LIMIT)))
        seconds = _seconds("wait", values.pop("wait", "0"))
        found = self._find(values, limit)
        deadline = anyio.current_time() + seconds
        # Time alone changes the status of a message and adds the SMS of a hybrid; nothing else changes without a beat.
        pause = STATUS_PAUSE if {"status", "sender", "q"} & values.keys() else DISCONNECT_PAUSE
        while not found and limit and not self._service.pulse.stopped:
            left = deadline - anyio.current_time()
            if left <= 0 or await request.is_disconnected():
                break
            await self._service.pulse.wait(min(left, pause))
            found = self._find(values, limit)
        now = self._service.now()
        return JSONResponse({"messages": [describe(message, now) for message in found]})

    def _find(self, values: Mapping[str, str], limit: int) -> list[Message]:
        storage = self._service.state.storage
        return list(islice(search.read(values, storage).find(storage, self._service.now()), limit))

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
            Route("/account", control.account, methods=["GET", "PATCH"]),
            Route("/messages", control.messages, methods=["GET", "DELETE"]),
            Route("/replies", control.replies, methods=["POST"]),
            Route("/openapi.json", openapi, methods=["GET"]),
            Route("/faults", control.faults, methods=["GET", "POST", "DELETE"]),
        ],
        middleware=[Middleware(LocalOnly)],
        exception_handlers={HTTPException: _problem, ControlError: _refusal, ClientDisconnect: _refusal},
    )


async def openapi(_: Request) -> Response:
    """`GET /sandbox/openapi.json`: this description."""
    return Response(DESCRIPTION.read_bytes(), media_type="application/json")


async def _problem(_: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)  # noqa: S101 - Starlette calls it for nothing else
    return JSONResponse({"error": problem.detail}, status_code=problem.status_code, headers=problem.headers)


async def _refusal(_: Request, problem: Exception) -> Response:
    """Say what cannot be done. Nobody hears it who hung up in the middle of a body, and nothing was done either."""
    return JSONResponse({"error": str(problem)}, status_code=400)


def _whole_number(name: str, text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise ControlError(f"{name}: a whole number is needed")
    return int(text)


def _seconds(name: str, text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text, re.ASCII) or float(text) > MAX_WAIT:
        raise ControlError(f"{name}: a number of seconds up to {MAX_WAIT} is needed")
    return float(text)


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
        whole = is_utf8(json.dumps(values, ensure_ascii=False))
    except (ValueError, RecursionError):
        raise HTTPException(400, "the body is not JSON") from None
    if not isinstance(values, dict):
        raise HTTPException(400, "the body is no JSON object")
    if not whole:
        raise HTTPException(400, "a text holds half a surrogate pair, which no answer could repeat")
    return values
