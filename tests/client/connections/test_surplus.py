"""What a server sends behind its answer is never taken for the answer to the next request."""

from __future__ import annotations

import json
import ssl
import time
from contextlib import ExitStack, suppress
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import trustme

from tests.overlay.connections.peers import Peer
from tests.overlay.connections.ways import OWN_WAYS, Way

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path

CALLS = 4
SURPLUS = Decimal(9999)
LENGTH, CHUNKED = "Content-Length", "Transfer-Encoding"


def answer(amount: Decimal | int, framing: str = LENGTH) -> bytes:
    envelope = {
        "response_code": 0,
        "response_status": "OK",
        "response_result": {"balance": int(amount)},
    }
    body = json.dumps(envelope).encode()
    if framing == LENGTH:
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (
        len(body),
        body,
    )


def requested(receive: Callable[[], bytes]) -> bool:
    data = b""
    while b"\r\n\r\n" not in data:
        more = receive()
        if not more:
            return False
        data += more
    return True


def babbling_server(framing: str, pause: float, surplus: bytes) -> Peer:
    """A server whose answers tell how many connections there were, with something behind them."""

    def serve(peer: Peer, connection: socket.socket) -> None:
        while requested(lambda: connection.recv(65536)):
            if pause == 0:
                connection.sendall(answer(peer.connections, framing) + surplus)
                continue
            connection.sendall(answer(peer.connections, framing))
            time.sleep(pause)
            connection.sendall(surplus)

    return Peer(serve)


def babbling_tls_server(context: ssl.SSLContext) -> Peer:
    """The same over TLS: the surplus is a record of its own, and comes in the same packet."""

    def serve(peer: Peer, connection: socket.socket) -> None:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = context.wrap_bio(incoming, outgoing, server_side=True)

        def perform(step: Callable[[], bytes | None]) -> bytes:
            while True:
                try:
                    return step() or b""
                except ssl.SSLWantReadError:
                    connection.sendall(outgoing.read())
                    more = connection.recv(65536)
                    incoming.write(more) if more else incoming.write_eof()

        with suppress(ssl.SSLError):
            perform(tls.do_handshake)
            connection.sendall(outgoing.read())
            while requested(lambda: perform(lambda: tls.read(65536))):
                tls.write(answer(peer.connections))
                tls.write(answer(SURPLUS))
                connection.sendall(outgoing.read())

    return Peer(serve)


def balances(name: str, peer: Peer, scheme: str = "http") -> list[Decimal]:
    with ExitStack() as stack:
        stack.callback(peer.close)
        way = Way(name, stack, f"{scheme}://127.0.0.1:{peer.port}")
        found = []
        for _ in range(CALLS):
            found.append(way.run(way.client.user.balance))
            time.sleep(0.05)
        return found


@pytest.mark.parametrize("name", OWN_WAYS)
@pytest.mark.parametrize("framing", [LENGTH, CHUNKED])
@pytest.mark.parametrize("surplus", [answer(SURPLUS), b"\r\n\r\n"], ids=["answer", "blank lines"])
@pytest.mark.parametrize("pause", [0.0, 0.003], ids=["at once", "later"])
def test_it_ends_the_connection(name: str, framing: str, surplus: bytes, pause: float) -> None:
    assert balances(name, babbling_server(framing, pause, surplus)) == [1, 2, 3, 4]


@pytest.mark.parametrize("name", OWN_WAYS)
def test_without_it_the_connection_is_kept(name: str) -> None:
    assert balances(name, babbling_server(LENGTH, 0, b"")) == [1, 1, 1, 1]


@pytest.mark.parametrize("name", OWN_WAYS)
def test_it_ends_an_encrypted_connection(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "trusted.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    assert balances(name, babbling_tls_server(context), "https") == [1, 2, 3, 4]
