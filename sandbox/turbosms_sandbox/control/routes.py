"""The control plane under `/sandbox`: what a test needs beyond the service, in JSON, without token.

Every answer of an error is `{"error": "…"}` with HTTP status 400, 403, 404, 405 or 413, 503
if too many large requests come at a time, or 500 if the sandbox itself has failed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from turbosms_sandbox.account import changes
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.times import on_the_wire
from turbosms_sandbox.control.request_reading import read_body, read_object
from turbosms_sandbox.engine.failures import FailuresAnswered
from turbosms_sandbox.http.guard import LocalOnly
from turbosms_sandbox.inbox.api import Inbox

if TYPE_CHECKING:
    from starlette.requests import Request

    from turbosms_sandbox.engine.service import Service
    from turbosms_sandbox.http.guard import Guard

DESCRIPTION: Final = Path(__file__).with_name("control.openapi.json")
CHANGES: Final = {
    "clock": "POST",
    "replies": "POST",
    "reads": "POST",
    "clicks": "POST",
    "recipients": "PATCH",
}
"""The calls that are one command each, by their names, with their verbs."""


class Control:
    """The calls of the control plane that change one service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def reset(self, request: Request) -> Response:
        """`POST /sandbox/reset`: everything back to the start, the clock too."""
        await read_body(request)
        self._service.reset()
        return JSONResponse({"now": on_the_wire(self._service.now())})

    async def change(self, request: Request) -> Response:
        """A call of `CHANGES`: the command of its name, with the parameters of its body."""
        name = request.url.path.rpartition("/")[2]
        return JSONResponse(self._service.control(f"sandbox/{name}", await read_object(request)))

    async def account(self, request: Request) -> Response:
        """`/sandbox/account`.

        PATCH replaces what is named, and answers the whole account, as GET does.
        """
        if request.method != "PATCH":
            state, now = self._service.look()
            return JSONResponse(changes.describe(state.account, now))
        return JSONResponse(self._service.control("sandbox/account", await read_object(request)))

    async def faults(self, request: Request) -> Response:
        """`/sandbox/faults`.

        POST adds one, DELETE takes all away, and both answer those to come, as GET does.
        """
        faults = self._service.faults
        if request.method == "POST":
            faults.add(await read_object(request))
        elif request.method == "DELETE":
            await read_body(request)
            faults.clear()
        self._service.notifier.changed()
        return JSONResponse({"faults": faults.describe()})


def create_app(service: Service, guard: Guard) -> Starlette:
    control = Control(service)
    return Starlette(
        routes=[
            Route("/reset", control.reset, methods=["POST"]),
            Route("/account", control.account, methods=["GET", "PATCH"]),
            Route("/faults", control.faults, methods=["GET", "POST", "DELETE"]),
            *(Route(f"/{name}", control.change, methods=[verb]) for name, verb in CHANGES.items()),
            *Inbox(service).routes(),
            Route("/openapi.json", openapi, methods=["GET"]),
        ],
        middleware=[Middleware(FailuresAnswered), Middleware(LocalOnly, guard=guard)],
        exception_handlers={
            HTTPException: _problem,
            ControlError: _refusal,
            ClientDisconnect: _refusal,
        },
    )


async def openapi(_: Request) -> Response:
    """`GET /sandbox/openapi.json`: this description."""
    return Response(DESCRIPTION.read_bytes(), media_type="application/json")


async def _problem(_: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)  # noqa: S101 - Starlette calls it for nothing else
    return JSONResponse(
        {"error": problem.detail}, status_code=problem.status_code, headers=problem.headers
    )


async def _refusal(_: Request, problem: Exception) -> Response:
    """Say what cannot be done.

    Nobody hears it who hung up in the middle of a body, and nothing was done either.
    """
    return JSONResponse({"error": str(problem)}, status_code=400)
