"""Keeps the control plane to this machine.

Other machines, and web pages of other origins, are turned away.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class LocalOnly:
    """ASGI middleware.

    403 unless the caller, the name it used (Host) and the page it came from (Origin) are local.

    A name other than `localhost` is refused because a web page can point its own name at this
    machine (DNS rebinding); an address in its place cannot be redirected.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        problem = _problem(Request(scope)) if scope["type"] == "http" else None
        if problem is None:
            await self._app(scope, receive, send)
        else:
            await JSONResponse({"error": problem}, status_code=403)(scope, receive, send)


def stranger(request: Request) -> str | None:
    """Why a caller is none of this machine, or None."""
    if not _is_this_machine(request):
        return "The control plane answers this machine only."
    if not _is_local_name(request.headers.get("host", "")):
        return (
            "Call the control plane by localhost or by an address: "
            "this Host could be anybody's name."
        )
    return None


def _problem(request: Request) -> str | None:
    problem = stranger(request)
    if problem is not None:
        return problem
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    if origin is not None and origin.lower() != f"{request.url.scheme}://{host}".lower():
        return "The control plane does not answer pages of another origin."
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return "The control plane does not answer pages of another site."
    return None


def _is_this_machine(request: Request) -> bool:
    client, server = request.scope.get("client"), request.scope.get("server")
    if not client:
        return True  # a Unix socket, or an application called without a network
    if server and client[0] == server[0]:
        return True
    try:
        return ip_address(client[0]).is_loopback
    except ValueError:
        return False


def _is_local_name(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or bool(ip_address(name))
    except ValueError:
        return False
