"""Faults of the sandbox itself, memory that is short among them: they are logged and answered."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger(__name__)


class RecordError(Exception):
    """A change cannot be written to the state file, and has not happened; the message says why."""


FAILED: Final = "The sandbox has failed; its log says how."


def note(what: str, problem: Exception) -> str:
    """Log a failure, and return what can be said of it to a caller.

    Let go of what the frames hold that it came through, which may be all the memory there is.
    """
    traceback.clear_frames(problem.__traceback__)
    if isinstance(problem, RecordError):
        _log.error("%s failed: %s", what, problem)
        return str(problem)
    _log.error("%s failed", what, exc_info=problem)
    return FAILED


class FailuresAnswered:
    """ASGI middleware: whatever fails is answered with `{"error": "…"}` and status 500.

    An answer that had begun already breaks off.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def send_on(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        except Exception as problem:
            said = note(f"{scope['method']} {scope['path']}", problem)
            if has_begun:
                raise
            await JSONResponse({"error": said}, status_code=500)(scope, receive, send)
