"""The ASGI application of the control plane, in JSON and without a token.

Errors are answered with `{"error": "…"}` and HTTP status 400, 403, 404, 405 or 413; 503 if there
are too many large requests at a time; or 500 if the sandbox itself has failed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Route

from turbosms_sandbox.account.changes import describe_account
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.times import format_time
from turbosms_sandbox.control.fault_requests import read_fault
from turbosms_sandbox.control.json_responses import JSONAnswer
from turbosms_sandbox.control.request_reading import body_of, json_object_of
from turbosms_sandbox.control.webhook_routes import WebhookControl
from turbosms_sandbox.http.failures import AnswerFailures
from turbosms_sandbox.http.guard import LocalOnly

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from turbosms_sandbox.engine.service import Service
    from turbosms_sandbox.http.guard import Guard
    from turbosms_sandbox.http.traffic import Traffic
    from turbosms_sandbox.webhook_calls.sender import WebhookSender

DESCRIPTION: Final = Path(__file__).with_name("control.openapi.json")
SIMPLE_CHANGES: Final = {
    "replies": "POST",
    "reads": "POST",
    "clicks": "POST",
    "recipients": "PATCH",
}
"""The calls that are one command each, by their names, with their verbs."""


def create_control_app(
    service: Service,
    traffic: Traffic,
    guard: Guard,
    sender: WebhookSender,
    more_routes: Iterable[BaseRoute],
) -> Starlette:
    control = Control(service, traffic, sender)
    return Starlette(
        routes=[
            Route("/reset", control.reset, methods=["POST"]),
            Route("/clock", control.clock, methods=["POST"]),
            Route("/account", control.account, methods=["GET", "PATCH"]),
            Route("/faults", control.faults, methods=["GET", "POST", "DELETE"]),
            *(
                Route(f"/{name}", control.change, methods=[verb])
                for name, verb in SIMPLE_CHANGES.items()
            ),
            *WebhookControl(service, sender).routes(),
            *more_routes,
            Route("/openapi.json", openapi, methods=["GET"]),
        ],
        middleware=[Middleware(AnswerFailures), Middleware(LocalOnly, guard=guard)],
        exception_handlers={
            HTTPException: _answer_http_exception,
            ControlError: _answer_control_error,
            ClientDisconnect: _answer_control_error,
        },
    )


class Control:
    """The calls of the control plane that change one service."""

    def __init__(self, service: Service, traffic: Traffic, sender: WebhookSender) -> None:
        self._service = service
        self._traffic = traffic
        self._sender = sender

    async def reset(self, request: Request) -> Response:
        """`POST /sandbox/reset`: everything back to the start, including the clock."""
        await body_of(request)
        self._service.reset()
        return JSONAnswer({"now": format_time(self._service.now())})

    async def clock(self, request: Request) -> Response:
        """`POST /sandbox/clock`: move time forward; what webhooks are told by then is told."""
        answer = self._service.control("sandbox/clock", await json_object_of(request))
        await self._sender.attempt_everything_due()
        return JSONAnswer(answer)

    async def change(self, request: Request) -> Response:
        """A call of `SIMPLE_CHANGES`: the command of its name, with the parameters in its body."""
        name = request.url.path.rpartition("/")[2]
        values = await json_object_of(request)
        return JSONAnswer(self._service.control(f"sandbox/{name}", values))

    async def account(self, request: Request) -> Response:
        """`/sandbox/account`: PATCH replaces what is named; both verbs answer the account."""
        if request.method != "PATCH":
            state, now = self._service.look()
            return JSONAnswer(describe_account(state.account, now))
        values = await json_object_of(request)
        return JSONAnswer(self._service.control("sandbox/account", values))

    async def faults(self, request: Request) -> Response:
        """`/sandbox/faults`: POST adds one, DELETE removes all; all verbs answer those to come."""
        faults = self._traffic.faults
        if request.method == "POST":
            values = await json_object_of(request)
            faults.check_room()
            faults.add(read_fault(values))
        elif request.method == "DELETE":
            await body_of(request)
            faults.clear()
        self._service.notifier.changed()
        return JSONAnswer({"faults": faults.describe()})


async def openapi(_: Request) -> Response:
    """`GET /sandbox/openapi.json`: the description of the control plane."""
    return Response(DESCRIPTION.read_bytes(), media_type="application/json")


async def _answer_http_exception(_: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)  # noqa: S101 - Starlette calls it for nothing else
    return JSONAnswer(
        {"error": problem.detail}, status_code=problem.status_code, headers=problem.headers
    )


async def _answer_control_error(_: Request, problem: Exception) -> Response:
    """Nothing was done. After a disconnect in the middle of a body nobody sees this answer."""
    return JSONAnswer({"error": str(problem)}, status_code=400)
