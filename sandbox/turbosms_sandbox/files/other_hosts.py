"""Calling other hosts: which of them may be called, and with what client."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import httpx2

if TYPE_CHECKING:
    from collections.abc import Collection

_PORTS = {"http": 80, "https": 443}
_MAX_PORT = 65_535


class _AllowedHost(NamedTuple):
    """A host in normal form, and a port; None means any port."""

    host: str
    port: int | None


def make_http_client(seconds: float) -> httpx2.AsyncClient:
    """A client without the environment, without redirects, and with a connection for each call.

    `seconds`: for connecting, and for each wait for more bytes. Call this in a thread, because it
    would block the event loop: the first client imports more than httpx2 itself does, and every
    client reads the certificates of this machine.
    """
    # Decompressed content can be a thousand times as large as what comes over the network.
    headers = {"Accept-Encoding": "identity"}
    limits = httpx2.Limits(max_keepalive_connections=0)
    return httpx2.AsyncClient(
        headers=headers, follow_redirects=False, trust_env=False, timeout=seconds, limits=limits
    )


def is_allowed(address: httpx2.URL, allowed_hosts: Collection[str]) -> bool:
    """Whether the host is allowed, on any port or on the one of the address."""
    if address.scheme not in _PORTS or not address.host:
        return False
    port = address.port or _PORTS[address.scheme]
    if port > _MAX_PORT:
        return False
    allowed = {_read_allowed_host(host) for host in allowed_hosts}
    host = _normal_form(address.host)
    return _AllowedHost(host, None) in allowed or _AllowedHost(host, port) in allowed


def _read_allowed_host(text: str) -> _AllowedHost | None:
    """Parse `HOST` or `HOST:PORT`; an IPv6 address may come without brackets."""
    name, colon, port = text.rpartition(":")
    is_port = port.isascii() and port.isdecimal()
    if not colon or not is_port or (":" in name and not name.endswith("]")):
        name, port = text, ""
    if ":" in name and not name.startswith("["):
        name = f"[{name}]"
    try:
        return _AllowedHost(
            _normal_form(httpx2.URL(f"http://{name}").host), int(port) if port else None
        )
    except (httpx2.InvalidURL, ValueError):
        return None


def _normal_form(host: str) -> str:
    return host.lower().removesuffix(".")
