"""Who may call: other machines, and web pages of other origins, are turned away."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Receive, Scope, Send

_ORIGIN: Final = b"origin"
_REFERER: Final = b"referer"
_SITE: Final = b"sec-fetch-site"
_PAGE_HEADERS: Final = frozenset({_ORIGIN, _REFERER, _SITE})
"""The headers by which a browser says which page a request comes from."""


class Guard:
    """Decides about callers by their address, the Host they use and the page they come from.

    `trusted_hosts` are names by which the control plane and the inbox may be called besides
    `localhost` and addresses. With `remote_control` other machines may call them too.
    """

    def __init__(
        self, trusted_hosts: Collection[str] = (), *, remote_control: bool = False
    ) -> None:
        self._trusted = frozenset(host.lower().rstrip(".") for host in trusted_hosts)
        self._remote_control = remote_control

    def refuses_control(self, request: Request) -> str | None:
        """Why a caller may neither see the page nor call the control plane; None if it may."""
        if not self._remote_control and not _is_this_machine(request):
            return "The control plane answers this machine only."
        if not self._trusts(request.headers.get("host", "")):
            return (
                "Call the control plane by localhost, by an address or by a name that was named "
                "with --trust-host: this Host could be anybody's name."
            )
        return None

    def refuses_page(self, scope: Scope) -> str | None:
        """Why a request comes from a web page that may not call; None if it does not.

        Programs set none of these headers. A page can send forms to anywhere and load pictures from
        anywhere, so what counts is where the browser says that the request comes from.
        """
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        if _PAGE_HEADERS.isdisjoint(dict(headers)):
            return None
        host = next((value.decode("latin-1") for name, value in headers if name == b"host"), "")
        own_origin = f"{scope.get('scheme', 'http')}://{host}".lower()
        page_headers = [header for header in headers if header[0] in _PAGE_HEADERS]
        for name, raw_value in page_headers:
            value = raw_value.decode("latin-1")
            if name == _SITE:
                if value.strip().lower() not in ("same-origin", "none"):
                    return "Pages of another site get no answer."
            elif _origin_of(value, name) != own_origin:
                return "Pages of another origin get no answer."
            elif not self._trusts(host):
                return "This Host could be anybody's name, so its pages get no answer."
        return None

    def _trusts(self, host: str) -> bool:
        """Whether no web page could have pointed this name at this machine (DNS rebinding).

        An address cannot be redirected.
        """
        try:
            name = urlsplit(f"//{host}").hostname or ""
            if name == "localhost" or name.rstrip(".") in self._trusted:
                return True
            return bool(ip_address(name))
        except ValueError:
            return False


class LocalOnly:
    """ASGI middleware of the control plane: 403 for callers that the guard refuses."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self._app = app
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        problem = None
        if scope["type"] == "http":
            problem = self._guard.refuses_control(Request(scope)) or self._guard.refuses_page(scope)
        if problem is None:
            await self._app(scope, receive, send)
        else:
            await JSONResponse({"error": problem}, status_code=403)(scope, receive, send)


def _origin_of(value: str, header: bytes) -> str:
    """The origin in a header: all of `Origin`, the beginning of `Referer`."""
    if header == _ORIGIN:
        return value.lower()
    try:
        page = urlsplit(value)
    except ValueError:
        return value
    return f"{page.scheme}://{page.netloc.rpartition('@')[2]}".lower()


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
