"""The inbox page and its files: plain modules, under a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from turbosms_sandbox.inbox import tables

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from turbosms_sandbox.account.opening import Opening
    from turbosms_sandbox.http.guard import Guard

FOLDER: Final = Path(__file__).with_name("web")

_IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
_HEADERS: Final = {
    "Cache-Control": "no-cache",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# A file of the page may do nothing if somebody opens it alone; index.html needs its own policy.
_FILE_HEADERS: Final = _HEADERS | {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"
}


class InboxPage:
    """ASGI: the page itself.

    Any page may link to it, but none may show it in a frame.
    """

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = self._respond(Request(scope))
        await response(scope, receive, send)

    def _respond(self, request: Request) -> Response:
        problem = self._guard.refuses_control(request)
        if problem is not None:
            return PlainTextResponse(f"{problem}\n", status_code=403)
        text, policy = _page_and_policy()
        headers = _HEADERS | {"Content-Security-Policy": policy}
        return Response(text, media_type="text/html", headers=headers)


class PageFiles(StaticFiles):
    """ASGI: the modules, styles and pictures of the page."""

    def __init__(self, opening: Opening) -> None:
        super().__init__(directory=FOLDER)
        self._opening = opening

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path == "service/tables.js":
            return Response(
                tables.module(self._opening), media_type="text/javascript", headers=_FILE_HEADERS
            )
        return await super().get_response(path, scope)

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers.update(_FILE_HEADERS)
        return response


@cache
def _page_and_policy() -> tuple[str, str]:
    """The page and its policy, which allows the only script in it, the import map, by digest."""
    text = (FOLDER / "index.html").read_text("utf-8")
    sources = ["'self'"]
    for import_map in _IMPORT_MAP.findall(text):
        digest = base64.b64encode(hashlib.sha256(import_map.encode()).digest()).decode()
        sources.append(f"'sha256-{digest}'")
    scripts = " ".join(sources)
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    )
    return text, policy
