"""The socket options with which a vanished peer is noticed within about two minutes.

A send has no read timeout: the service executes it even if nobody waits for the response. So the
operating system has to notice that nobody is there any more. While no data is unacknowledged,
keep-alive probes do so. Otherwise Linux sends none, but has a separate timeout.
"""

import socket
import sys
from functools import cache
from typing import Final, TypeAlias

SocketOption: TypeAlias = tuple[int, int, int]

_IDLE_SECONDS: Final = 60  # before the first probe
_PROBE_SECONDS: Final = 15  # between two probes
_PROBES: Final = 4
_UNACKNOWLEDGED_SECONDS: Final = 120

# The socket module has no names for these two.
_MACOS_TCP_RXT_CONNDROPTIME: Final = 0x80  # seconds
_WINDOWS_TCP_MAXRT: Final = 5  # seconds


def socket_options() -> tuple[SocketOption, ...]:
    """Socket options for the connections of your own `http_client`.

    Our own connections have them too. With them, a vanished peer is noticed within about two
    minutes, whether or not data is on its way to it. They are arguments for `socket.setsockopt`;
    options that this system does not accept are left out.

        httpx2.HTTPTransport(socket_options=socket_options())
    """
    return _accepted_options()


@cache
def _accepted_options() -> tuple[SocketOption, ...]:
    options: list[SocketOption] = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    for name, value in _tcp_options().items():
        if hasattr(socket, name):
            options.append((socket.IPPROTO_TCP, getattr(socket, name), value))
    if sys.platform == "darwin":
        options.append((socket.IPPROTO_TCP, _MACOS_TCP_RXT_CONNDROPTIME, _UNACKNOWLEDGED_SECONDS))
    if sys.platform == "win32":
        options.append((socket.IPPROTO_TCP, _WINDOWS_TCP_MAXRT, _UNACKNOWLEDGED_SECONDS))
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        return tuple(option for option in options if _is_accepted(probe, option))


def _tcp_options() -> dict[str, int]:
    return {
        "TCP_KEEPIDLE": _IDLE_SECONDS,
        "TCP_KEEPALIVE": _IDLE_SECONDS,  # what macOS calls TCP_KEEPIDLE
        "TCP_KEEPINTVL": _PROBE_SECONDS,
        "TCP_KEEPCNT": _PROBES,
        "TCP_USER_TIMEOUT": _UNACKNOWLEDGED_SECONDS * 1000,  # Linux, in milliseconds
    }


def _is_accepted(probe: socket.socket, option: SocketOption) -> bool:
    # Some containers and older systems refuse options that their header files define.
    try:
        probe.setsockopt(*option)
    except OSError:
        return False
    return True
