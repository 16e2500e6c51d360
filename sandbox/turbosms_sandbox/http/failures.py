"""Answering failures of the sandbox itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

from turbosms_sandbox.engine.failures import log_failure

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class AnswerFailures:
    """ASGI middleware: an exception is answered with `{"error": "…"}` and status 500.

    A response that had begun already breaks off.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def send_and_note(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception as problem:
            explanation = log_failure(f"{scope['method']} {scope['path']}", problem)
            if has_begun:
                raise
            response = JSONResponse({"error": explanation}, status_code=500)
            await response(scope, receive, send)
