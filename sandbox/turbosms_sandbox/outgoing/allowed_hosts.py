"""Which hosts may be called: this machine, and those that were named on the command line."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Final, NamedTuple

import httpx2

if TYPE_CHECKING:
    from collections.abc import Collection

_PORTS: Final = {"http": 80, "https": 443}
_MAX_PORT: Final = 65_535


class _AllowedHost(NamedTuple):
    """A host in normal form, and a port; None means any port."""

    host: str
    port: int | None


def read_address(url: str) -> httpx2.URL | None:
    """The address that a URL stands for; None if it stands for none."""
    try:
        return httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError):
        return None


def is_allowed(address: httpx2.URL, allowed_hosts: Collection[str]) -> bool:
    """Whether the host is allowed, on any port or on the one of the address.

    An allowed host is a name or an address, with or without `:port`.
    """
    if not _can_be_called(address):
        return False
    allowed = {_read_allowed_host(host) for host in allowed_hosts}
    host = _normal_form(address.host)
    return _AllowedHost(host, None) in allowed or _AllowedHost(host, _port(address)) in allowed


def is_on_this_machine(address: httpx2.URL) -> bool:
    """Whether the host is this machine, whatever its name service says: localhost or loopback."""
    if not _can_be_called(address):
        return False
    host = _normal_form(address.host)
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _can_be_called(address: httpx2.URL) -> bool:
    """Whether there is a host, a scheme that we speak, and a port that exists."""
    return address.scheme in _PORTS and bool(address.host) and _port(address) <= _MAX_PORT


def _port(address: httpx2.URL) -> int:
    return address.port or _PORTS[address.scheme]


def _read_allowed_host(text: str) -> _AllowedHost | None:
    """Parse `HOST` or `HOST:PORT`; an IPv6 address may come without brackets."""
    name, colon, port = text.rpartition(":")
    is_port = port.isascii() and port.isdecimal()
    if not colon or not is_port or (":" in name and not name.endswith("]")):
        name, port = text, ""
    if ":" in name and not name.startswith("["):
        name = f"[{name}]"
    address = read_address(f"http://{name}")
    if address is None:
        return None
    return _AllowedHost(_normal_form(address.host), int(port) if port else None)


def _normal_form(host: str) -> str:
    return host.lower().removesuffix(".")
