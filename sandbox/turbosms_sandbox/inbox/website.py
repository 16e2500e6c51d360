"""The inbox page and its files.

Plain modules as they stand, under a policy that lets nothing else run.
"""

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

    from turbosms_sandbox.guard import Guard
    from turbosms_sandbox.opening import Opening

FOLDER: Final = Path(__file__).with_name("web")

_IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
_HEADERS: Final = {
    "Cache-Control": "no-cache",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# What a file of the page may do if somebody opens it by itself, the page without its own policy
# too: nothing.
_OF_FILES: Final = _HEADERS | {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"
}


class Page:
    """ASGI: the page itself.

    A link of any page may lead to it, but no page may hold it in a frame.
    """

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._answer(Request(scope))(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        problem = self._guard.stranger(request)
        if problem is not None:
            return PlainTextResponse(f"{problem}\n", status_code=403)
        text, policy = _read()
        headers = _HEADERS | {"Content-Security-Policy": policy}
        return Response(text, media_type="text/html", headers=headers)


class Files(StaticFiles):
    """ASGI: the modules, styles and pictures of the page."""

    def __init__(self, opening: Opening) -> None:
        super().__init__(directory=FOLDER)
        self._opening = opening

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path == "service/tables.js":
            return Response(
                tables.module(self._opening), media_type="text/javascript", headers=_OF_FILES
            )
        return await super().get_response(path, scope)

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers.update(_OF_FILES)
        return response


@cache
def _read() -> tuple[str, str]:
    """The page and its policy, which names by its digest the import map, the only script in it."""
    text = (FOLDER / "index.html").read_text("utf-8")
    maps = [
        base64.b64encode(hashlib.sha256(found.encode()).digest()).decode()
        for found in _IMPORT_MAP.findall(text)
    ]
    scripts = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in maps)])
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    )
    return text, policy
