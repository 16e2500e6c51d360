"""Finds the proxy of the environment for an address.

The rules are those of httpx2, whose own function for this is private.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from importlib.util import find_spec
from typing import Final
from urllib.request import getproxies

import httpx2

from .._results.errors import invalid_parameter

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def environment_proxy(url: httpx2.URL) -> httpx2.Proxy | None:
    """The proxy that the environment, or on macOS and Windows the system, sets for this address.

    Raises:
        InvalidParameterError: the proxy's address cannot be used.
    """
    proxies = getproxies()
    address = proxies.get(url.scheme) or proxies.get("all")
    exceptions = proxies.get("no", "").split(",")
    if not address or _is_excepted(url, exceptions):
        return None
    if "://" not in address:
        address = f"http://{address}"
    try:
        proxy = httpx2.Proxy(address)
    except (ValueError, httpx2.InvalidURL):
        raise invalid_parameter(
            "proxy", "The proxy of the environment is not an address that httpx2 can use.", None
        ) from None
    if not proxy.url.host:
        raise invalid_parameter(
            "proxy", "The proxy of the environment is an address without a host.", None
        )
    if proxy.url.scheme.startswith("socks") and find_spec("socksio") is None:
        raise invalid_parameter(
            "proxy", "The proxy of the environment uses SOCKS, which needs httpx2[socks].", None
        )
    return proxy


def _is_excepted(url: httpx2.URL, exceptions: Iterable[str]) -> bool:
    """Whether NO_PROXY covers the address: `*`, a domain, an IP address, or a network."""
    for exception in exceptions:
        entry = exception.strip().lower()
        if entry == "*":
            return True
        if entry and _matches(url, entry):
            return True
    return False


def _matches(url: httpx2.URL, entry: str) -> bool:
    scheme, separator, location = entry.rpartition("://")
    if separator and scheme not in ("all", url.scheme):
        return False
    host, port = _host_and_port(location)
    if port is not None and port != (url.port or _DEFAULT_PORTS[url.scheme]):
        return False
    network = _network(host)
    if network is not None:
        return _is_in(url.host, network)
    if host == "localhost" or separator:
        return url.host == host
    below = host.removeprefix("*").removeprefix(".")
    if host.startswith(("*", ".")):
        return url.host.endswith(f".{below}")
    return url.host == below or url.host.endswith(f".{below}")


def _host_and_port(text: str) -> tuple[str, int | None]:
    matched = re.fullmatch(r"(\[[^\]]+\](?:/\d+)?|[^:]+):(\d+)", text)
    if matched is None:
        return text, None
    return matched[1], int(matched[2])


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """Parse a network; a single address is a network of one."""
    try:
        return ipaddress.ip_network(text.replace("[", "").replace("]", ""), strict=False)
    except ValueError:
        return None


def _is_in(host: str, network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    try:
        return ipaddress.ip_address(host) in network
    except ValueError:
        return False
