"""The ASGI application: the service at `/`, its public files at `/public`, the control plane at `/sandbox`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from turbosms_sandbox import control, mishaps
from turbosms_sandbox.service import Service
from turbosms_sandbox.transport import read_call

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from starlette.types import Receive, Scope, Send


def create_app(allowed_hosts: Collection[str] = (), *, read_clock: Callable[[], float] = time.time) -> Starlette:
    """Make a sandbox of its own, in its opening state, as an ASGI application.

    `allowed_hosts`: from where file/add may fetch files. `read_clock`: the real time, in seconds since the epoch; the
    virtual clock adds what is advanced. The application's `state.service` is the service behind it.
    """
    service = Service(allowed_hosts, read_clock)
    app = Starlette(
        routes=[
            Mount("/sandbox", control.create_app(service)),
            Route("/public/{path:path}", PublicFiles(service)),
            Mount("/", Methods(service)),
        ]
    )
    app.state.service = service
    return app


class Methods:
    """Every path and verb of the service. A-32: HTTP 200 even for a method, format or verb that does not exist."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        try:
            call = await read_call(request)
        except ClientDisconnect:
            return
        fault = self._service.faults.take(call.verb, call.operation)
        if fault is not None:
            await mishaps.answer(fault, self._service, call, scope, receive, send)
            return
        answer = await self._service.answer(call)
        await Response(answer.encode(), media_type="application/json")(scope, receive, send)


class PublicFiles:
    """The files of the account at their public links, so served that a browser saves them and never runs them."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._find(Request(scope))(scope, receive, send)

    def _find(self, request: Request) -> Response:
        path = request.scope["path"]
        number = path.rpartition("/")[2].partition(".")[0]
        file = self._service.state.storage.file(int(number)) if number.isdecimal() and len(number) < 19 else None
        if file is None or file.path != path or request.method not in ("GET", "HEAD"):
            return Response("No such file.\n", status_code=404, media_type="text/plain")
        headers = {
            "Content-Disposition": f'attachment; filename="{number}.{file.extension}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(file.content, media_type="application/octet-stream", headers=headers)
