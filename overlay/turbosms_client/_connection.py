"""Where the service is, who asks, and how its connections are made: what both clients share."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable
from typing import Any, Final, TypeAlias
from urllib.request import getproxies, proxy_bypass

import httpx2

from turbosms_api.tables.operations import SERVER
from turbosms_api.tables.result_codes import ResultCode

from ._checks import wrong
from ._flow import UnsentError

Token: TypeAlias = str | Callable[[], str]

_TOKEN: Final = re.compile(r"[!-~]+")
_LOOPBACK: Final = re.compile(r"(.*\.)?localhost|127(\.\d+){3}|::1")  # no proxy leads to this machine
# A send waits for its answer without a limit: these notice, within about two minutes, that the other side is gone.
_KEEP_ALIVE: Final = {"TCP_KEEPIDLE": 60, "TCP_KEEPALIVE": 60, "TCP_KEEPINTVL": 15, "TCP_KEEPCNT": 4}
# As many kept as opened: closing surplus ones, httpcore may close one that another thread uses (encode/httpcore#1110).
_LIMITS: Final = httpx2.Limits(max_connections=100, max_keepalive_connections=100)


class Bearer:
    """Signs each request as it leaves, so that nothing else has to hold the token."""

    def __init__(self, token: Token | None) -> None:
        given = token or os.environ.get("TURBOSMS_TOKEN")
        if not given:
            message = "No token: pass token=, or set TURBOSMS_TOKEN. It is made in the account's API settings."
            raise wrong("token", message, ResultCode.REQUIRED_TOKEN)
        fits, token = callable(given) or _fits(given), None
        self._token: Callable[[], Any] = given if callable(given) else lambda: given  # `repr` shows no closure
        if not fits:
            given = None
            raise _no_token()

    def sign(self, request: httpx2.Request) -> httpx2.Request:
        """The request with its header; `UnsentError` if there is no token to be had."""
        try:
            token = self._token()
        except Exception as error:
            raise UnsentError from error
        if not _fits(token):
            token = None
            raise UnsentError from _no_token()
        request.headers["Authorization"] = f"Bearer {token}"
        return request


def _fits(token: Any) -> bool:
    return isinstance(token, str) and _TOKEN.fullmatch(token) is not None


def _no_token() -> Exception:
    # Made where no frame holds the token: it may be one with a line break at its end.
    message = "The token is not one: it is a text of visible ASCII characters, without spaces."
    return wrong("token", message, ResultCode.INVALID_TOKEN)


def service_url(base_url: str | None) -> httpx2.URL:
    """The address of the service, without a slash at its end."""
    try:
        url = httpx2.URL((base_url or os.environ.get("TURBOSMS_BASE_URL") or SERVER).rstrip("/"))
    except (httpx2.InvalidURL, TypeError, AttributeError):
        url = httpx2.URL()
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
        raise wrong("base_url", f"base_url is an address such as {SERVER}, without a query.", None)
    return url


def transport(kind: Callable[..., Any], url: httpx2.URL) -> Any:
    """TCP keep-alive, and the environment's proxy, for which `httpx2` does not look with a transport given."""
    options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    known = [name for name in _KEEP_ALIVE if hasattr(socket, name)]
    options += [(socket.IPPROTO_TCP, getattr(socket, name), _KEEP_ALIVE[name]) for name in known]
    proxies = {} if _LOOPBACK.fullmatch(url.host) or proxy_bypass(url.host) else getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    try:
        proxy = f"http://{proxy}" if proxy and "://" not in proxy else proxy
        return kind(socket_options=options, proxy=proxy, limits=_LIMITS)
    except (ImportError, ValueError, httpx2.InvalidURL):
        message = "The proxy of the environment is not an address that httpx2 can use; SOCKS needs httpx2[socks]."
        raise wrong("proxy", message, None) from None
