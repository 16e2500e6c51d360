"""The account's files at their public links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from turbosms_sandbox.engine.service import Service
    from turbosms_sandbox.files.file_store import StoredFile

MAX_DIGITS = 18


class PublicFiles:
    """ASGI: serves files in such a way that browsers save them and do not run them."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = self._respond(Request(scope))
        await response(scope, receive, send)

    def _respond(self, request: Request) -> Response:
        file = self._find(request.scope["path"])
        if file is None or request.method not in ("GET", "HEAD"):
            return Response("No such file.\n", status_code=404, media_type="text/plain")
        headers = {
            "Content-Disposition": f'attachment; filename="{file.id}.{file.extension}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(file.content, media_type="application/octet-stream", headers=headers)

    def _find(self, path: str) -> StoredFile | None:
        file_id = path.rpartition("/")[2].partition(".")[0]
        if not file_id.isdecimal() or len(file_id) > MAX_DIGITS:
            return None
        file = self._service.state.files.find(int(file_id))
        return file if file is not None and file.path == path else None
