"""The inbox page and its files: plain modules, under a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from turbosms_sandbox.inbox import tables
from turbosms_sandbox.inbox.files_version import FOLDER, looks_like_version
from turbosms_sandbox.inbox.languages import (
    COOKIE,
    chosen_language,
    language_of,
    page_texts,
)

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from turbosms_sandbox.account.opening import Opening
    from turbosms_sandbox.http.guard import Guard
    from turbosms_sandbox.inbox.files_version import FilesVersion

_FILES_URL: Final = "/sandbox/inbox/"
"""Where index.html has the files."""


_IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
_REMEMBERED: Final = 365 * 24 * 3600
"""Seconds for which a browser keeps the language that was chosen."""
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
_IMMUTABLE: Final = "max-age=31536000, immutable"


class InboxPage:
    """ASGI: the page itself.

    Any page may link to it, but none may show it in a frame.
    """

    def __init__(self, guard: Guard, version: FilesVersion) -> None:
        self._guard = guard
        self._version = version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = self._respond(Request(scope))
        await response(scope, receive, send)

    def _respond(self, request: Request) -> Response:
        problem = self._guard.refuses_control(request)
        if problem is not None:
            return PlainTextResponse(f"{problem}\n", status_code=403)
        language = language_of(request)
        text, policy = _page_and_policy(language, self._version.current())
        headers = {
            **_HEADERS,
            "Content-Language": language,
            "Content-Security-Policy": policy,
            "Vary": "Accept-Language, Cookie",
        }
        response = Response(text, media_type="text/html", headers=headers)
        if chosen_language(request) is not None:
            response.set_cookie(
                # Not "strict", which would forget it where a link of another site leads here.
                COOKIE,
                language,
                max_age=_REMEMBERED,
                httponly=True,
                samesite="lax",
            )
        return response


class PageFiles(StaticFiles):
    """ASGI: the modules, styles and pictures of the page.

    The page asks for them by addresses with their version, so that a browser asks only once.
    """

    def __init__(self, opening: Opening, version: FilesVersion) -> None:
        super().__init__(directory=FOLDER)
        self._opening = opening
        self._version = version

    async def get_response(self, path: str, scope: Scope) -> Response:
        # Starlette gives it as the system writes paths.
        name = PurePath(path).as_posix()
        first, _, rest = name.partition("/")
        if not looks_like_version(first):
            return await self._file(name, scope)
        # It is another one if the page was loaded before a file was changed.
        is_current = first == self._version.current()
        response = await self._file(rest, scope)
        if is_current:
            response.headers["Cache-Control"] = _IMMUTABLE
        return response

    async def _file(self, path: str, scope: Scope) -> Response:
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
def _page_and_policy(language: str, version: str) -> tuple[str, str]:
    """The page and its policy, which allows the only script in it, the import map, by digest."""
    text = (FOLDER / "index.html").read_text("utf-8")
    text = text.replace(_FILES_URL, f"{_FILES_URL}{version}/")
    texts = {"language": language, **page_texts(FOLDER)[language]}
    for name, said in texts.items():
        text = text.replace(f"{{{name}}}", html.escape(said))
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
