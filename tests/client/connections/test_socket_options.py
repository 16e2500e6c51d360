"""Options by which a vanished peer is noticed, on every connection of our own."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING, Any

import httpcore2
import pytest

from tests.kit.answers import BALANCE
from tests.kit.clients import OWN, AnyClient
from tests.kit.server import proxy
from turbosms_client import RequestNotSentError, socket_options
from turbosms_client._http import sockets

if TYPE_CHECKING:
    from tests.kit.service import Service

LINUX = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 15, "TCP_KEEPCNT": 4, "TCP_USER_TIMEOUT": 120_000}
linux = pytest.mark.skipif(
    sys.platform != "linux", reason="the names of these options differ from system to system"
)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[socket.socket]:
    """Copies of the sockets that were connected, which stay open when the client closes its own."""
    found: list[socket.socket] = []
    connect = httpcore2.SyncBackend.connect_tcp
    connect_async = httpcore2.AnyIOBackend.connect_tcp

    def noted(stream: Any) -> Any:
        found.append(stream.get_extra_info("socket").dup())
        return stream

    def connect_tcp(*args: Any, **options: Any) -> Any:
        return noted(connect(*args, **options))

    async def connect_tcp_async(*args: Any, **options: Any) -> Any:
        return noted(await connect_async(*args, **options))

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect_tcp)
    monkeypatch.setattr(httpcore2.AnyIOBackend, "connect_tcp", connect_tcp_async)
    return found


def assert_noticing(sock: socket.socket) -> None:
    with sock:
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0
        found = {name: sock.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)) for name in LINUX}
    assert found == LINUX


@linux
@pytest.mark.parametrize("name", OWN)
def test_straight_to_the_service(name: str, service: Service, opened: list[socket.socket]) -> None:
    service.answers(BALANCE)
    with AnyClient(name, service.url) as way:
        way.user.balance()
    (sock,) = opened
    assert_noticing(sock)


@linux
@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_through_a_proxy_of_the_environment(
    name: str,
    scheme: str,
    service: Service,
    opened: list[socket.socket],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service.answers(BALANCE)
    peer = proxy("refusing")
    monkeypatch.setenv(f"{scheme}_proxy", service.url if scheme == "http" else peer.url)
    with peer, AnyClient(name, f"{scheme}://turbosms.invalid") as way:
        if scheme == "http":
            way.user.balance()
        else:
            with pytest.raises(RequestNotSentError):
                way.user.balance()
    assert opened
    for sock in opened:
        assert_noticing(sock)


@linux
def test_a_client_of_the_callers_can_have_them_too() -> None:
    with socket.socket() as sock:
        for option in socket_options():
            sock.setsockopt(*option)
        assert_noticing(sock.dup())


def test_options_that_the_system_refuses_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing(socket.socket):
        def setsockopt(self, level: int, *rest: Any) -> None:
            if level == socket.IPPROTO_TCP:
                raise OSError(92, "Protocol not available")
            super().setsockopt(level, *rest)

    monkeypatch.setattr(socket, "socket", Refusing)
    assert sockets._accepted_options.__wrapped__() == ((socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),)


@pytest.mark.parametrize(("platform", "option"), [("darwin", 0x80), ("win32", 5)])
def test_other_systems_have_a_limit_of_their_own_for_what_is_unacknowledged(
    platform: str, option: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sockets, "_is_accepted", lambda *_: True)
    assert (socket.IPPROTO_TCP, option, 120) in sockets._accepted_options.__wrapped__()
