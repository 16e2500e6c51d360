"""Checks the names of hosts that options are given."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final

import click

from turbosms_cli.options.numbers import whole_number_of
from turbosms_languages import _

_ASCII_NAME: Final = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?", re.ASCII)
_NAME: Final = re.compile(r"(?!-)[\w-]{1,63}(\.[\w-]{1,63})*\.?")
_MAX_PORT: Final = 65_535
_LONGEST_QUOTED: Final = 80


def check_host_names(
    _context: click.Context, _parameter: click.Parameter, names: tuple[str, ...]
) -> tuple[str, ...]:
    """Refuse what cannot stand in the Host header of a request."""
    for name in names:
        if not _ASCII_NAME.fullmatch(name):
            raise click.BadParameter(
                _("{name} is not a host name. A port is not part of it.", name=_quoted(name))
            )
    return names


def check_hosts_with_ports(
    _context: click.Context, _parameter: click.Parameter, hosts: tuple[str, ...]
) -> tuple[str, ...]:
    """Refuse what is neither `HOST` nor `HOST:PORT`: no address would ever match it."""
    for host in hosts:
        if not _is_host_with_port(host):
            raise click.BadParameter(
                _(
                    "{host} is not a host, with or without a port, such as files.example.com or "
                    "127.0.0.1:8000.",
                    host=_quoted(host),
                )
            )
    return hosts


def _is_host_with_port(text: str) -> bool:
    if _is_host(text):
        return True
    host, colon, port = text.rpartition(":")
    # An IPv6 address has to be in brackets before a port.
    is_ambiguous = ":" in host and not host.endswith("]")
    return bool(colon) and not is_ambiguous and _is_port(port) and _is_host(host)


def _is_host(text: str) -> bool:
    if text.startswith("[") and text.endswith("]"):
        return ":" in text and _is_address(text[1:-1])
    return _is_address(text) or bool(_NAME.fullmatch(text))


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_port(text: str) -> bool:
    port = whole_number_of(text, most=_MAX_PORT)
    return port is not None and port >= 1


def _quoted(text: str) -> str:
    if len(text) <= _LONGEST_QUOTED:
        return repr(text)
    return repr(text[:_LONGEST_QUOTED]) + "…"
