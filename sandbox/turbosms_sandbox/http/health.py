"""Whether the sandbox answers, for what starts containers and waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

PATH: Final = "/health"


async def health(_: Request) -> Response:
    """`GET /health`, and `HEAD /health` without the body.

    It tells nothing about the account, so it answers whoever asks, under any name.
    """
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})
