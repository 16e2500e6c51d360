"""The ASGI application.

The service, its files at `/public`, the control plane at `/sandbox`, the page at `/`.
"""

from __future__ import annotations

import time
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Answer
from turbosms_sandbox.control import routes
from turbosms_sandbox.engine import failures
from turbosms_sandbox.engine.failures import FailuresAnswered
from turbosms_sandbox.engine.service import Service
from turbosms_sandbox.http.call_reading import read_call
from turbosms_sandbox.http.fault_effects import Mishap, answer_of
from turbosms_sandbox.http.guard import Guard
from turbosms_sandbox.inbox import website
from turbosms_sandbox.journal.state_file import StateFile

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from os import PathLike

    from starlette.types import Receive, Scope, Send

    from turbosms_sandbox.account.opening import Opening
    from turbosms_sandbox.http.call_reading import Call
    from turbosms_sandbox.http.faults import Fault

_REFUSED: Final = Answer(ResultCode.INVALID_REQUEST).encode()


def create_app(  # noqa: PLR0913 - an argument for each option of the command line
    allowed_hosts: Collection[str] = (),
    *,
    read_clock: Callable[[], float] = time.time,
    state_file: str | PathLike[str] | None = None,
    seed: int | None = None,
    opening: Opening | None = None,
    trusted_hosts: Collection[str] = (),
    remote_control: bool = False,
) -> Starlette:
    """Make a sandbox of its own as an ASGI application: in its opening state or that of a file.

    `allowed_hosts`: from where file/add may fetch files. `read_clock`: the real time, in seconds
    since the epoch; the virtual clock adds what is advanced. `state_file`: where everything is kept
    beyond the end of the process; it is made if there is none, and StateFileError if it cannot be
    used. `seed`: makes the ids that are given the same for the same requests after a reset.
    `opening`: the account, at the start and after each reset. `trusted_hosts`: names by which the
    control plane and the inbox may be called besides `localhost` and addresses. `remote_control`:
    whether other machines may call them; whoever reaches the port can then change everything. The
    application's `state.service` is the service behind it; its `close` lets go of the state file.
    """
    service = Service(
        allowed_hosts, read_clock, seed=seed, state_file=_open(state_file), opening=opening
    )
    return Sandbox(service, Guard(trusted_hosts, remote_control=remote_control))


class Sandbox(Starlette):
    """The application of one service, which is its `state.service`."""

    def __init__(self, service: Service, guard: Guard) -> None:
        self._methods = Methods(service, guard)
        super().__init__(
            routes=[
                Mount("/sandbox", routes.create_app(service, guard)),
                Route("/public/{path:path}", PublicFiles(service)),
                Route("/", website.Page(guard)),
                Mount("/", self._methods),
            ],
            middleware=[Middleware(FailuresAnswered)],
        )
        self.state.service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand what can only be a method over at once.

        Finding that out by the routes costs as much as a send.
        """
        if scope["type"] == "http" and not _has_a_route(scope["method"], scope["path"]):
            await self._methods(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def _has_a_route(verb: str, path: str) -> bool:
    return path.startswith(("/sandbox", "/public")) or (path == "/" and verb in ("GET", "HEAD"))


def _open(path: str | PathLike[str] | None) -> StateFile | None:
    return None if path is None else StateFile(Path(path))


class Methods:
    """Every path and verb of the service.

    A-32: HTTP 200 even for a method, format or verb that does not exist. Web pages of other origins
    are the only callers who are turned away: a picture on them could send messages.
    """

    def __init__(self, service: Service, guard: Guard) -> None:
        self._service = service
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if self._guard.foreign_page(scope) is not None:
            await _send_json(send, HTTPStatus.FORBIDDEN, _REFUSED)
            return
        try:
            call = await read_call(scope, receive, self._service.admits)
        except ClientDisconnect:
            return
        except Exception as problem:
            failures.note(scope["path"], problem)
            await _send_json(send, HTTPStatus.OK, Answer(ResultCode.FATAL_ERROR).encode())
            return
        fault = self._service.faults.take(call.verb, call.operation)
        body = await self._answer(call, fault)
        self._service.note(scope, call, body, None if fault is None else fault.kind)
        if fault is None:
            await _send_json(send, HTTPStatus.OK, body)
        else:
            await Mishap(fault, body, self._service.notifier)(scope, receive, send)

    async def _answer(self, call: Call, fault: Fault | None) -> bytes:
        if fault is not None and not fault.executes:
            return answer_of(fault)
        try:
            return await self._service.respond(call)
        except Exception as problem:
            failures.note(call.operation, problem)
            return Answer(ResultCode.FATAL_ERROR).encode()


async def _send_json(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})


class PublicFiles:
    """The account's files at their public links, so served that browsers save and not run them."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._find(Request(scope))(scope, receive, send)

    def _find(self, request: Request) -> Response:
        path = request.scope["path"]
        number = path.rpartition("/")[2].partition(".")[0]
        file = (
            self._service.state.storage.file(int(number))
            if number.isdecimal() and len(number) < 19
            else None
        )
        if file is None or file.path != path or request.method not in ("GET", "HEAD"):
            return Response("No such file.\n", status_code=404, media_type="text/plain")
        headers = {
            "Content-Disposition": f'attachment; filename="{number}.{file.extension}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(file.content, media_type="application/octet-stream", headers=headers)
