"""What a server sends behind its answer is never taken for the answer to the next request."""

from __future__ import annotations

import json
import ssl
import time
from contextlib import suppress
from decimal import Decimal
from threading import Semaphore
from typing import TYPE_CHECKING

import pytest

from tests.kit.answers import ok
from tests.kit.clients import OWN, AnyClient
from tests.kit.server import Reader, Server
from tests.kit.service import chunked, http

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from tests.client.connections.conftest import Certificate

CALLS = 4
SURPLUS = Decimal(9999)
LENGTH, CHUNKED = "Content-Length", "Transfer-Encoding"


def answer(amount: Decimal | int, framing: str = LENGTH) -> bytes:
    body = json.dumps(ok({"balance": int(amount)})).encode()
    return http(body) if framing == LENGTH else chunked(body)


def babbling_server(framing: str, pause: float, surplus: bytes, sent: Semaphore) -> Server:
    """A server whose answers tell how many connections there were, with something behind them.

    `sent` is released when that has left, too.
    """

    def serve(peer: Server, connection: socket.socket) -> None:
        reader = Reader(connection.recv)
        while reader.request() is not None:
            if pause == 0:
                connection.sendall(answer(peer.connections, framing) + surplus)
            else:
                connection.sendall(answer(peer.connections, framing))
                time.sleep(pause)
                connection.sendall(surplus)
            sent.release()

    return Server(serve)


def babbling_tls_server(context: ssl.SSLContext, sent: Semaphore) -> Server:
    """The same over TLS: the surplus is a record of its own, and comes in the same packet."""

    def serve(peer: Server, connection: socket.socket) -> None:
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
            reader = Reader(lambda size: perform(lambda: tls.read(size)))
            while reader.request() is not None:
                tls.write(answer(peer.connections))
                tls.write(answer(SURPLUS))
                connection.sendall(outgoing.read())
                sent.release()

    return Server(serve)


def balances(name: str, peer: Server, sent: Semaphore, scheme: str = "http") -> list[Decimal]:
    """What the client reads; each call waits until all that the last answer brought is there."""
    with peer, AnyClient(name, f"{scheme}://127.0.0.1:{peer.port}") as way:
        found = []
        for _ in range(CALLS):
            found.append(way.user.balance())
            assert sent.acquire(timeout=60)
            time.sleep(0.05)
        return found


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("framing", [LENGTH, CHUNKED])
@pytest.mark.parametrize("surplus", [answer(SURPLUS), b"\r\n\r\n"], ids=["answer", "blank lines"])
@pytest.mark.parametrize("pause", [0.0, 0.003], ids=["at once", "later"])
def test_it_ends_the_connection(name: str, framing: str, surplus: bytes, pause: float) -> None:
    sent = Semaphore(0)
    assert balances(name, babbling_server(framing, pause, surplus, sent), sent) == [1, 2, 3, 4]


@pytest.mark.parametrize("name", OWN)
def test_without_it_the_connection_is_kept(name: str) -> None:
    sent = Semaphore(0)
    assert balances(name, babbling_server(LENGTH, 0, b"", sent), sent) == [1, 1, 1, 1]


@pytest.mark.parametrize("name", OWN)
def test_it_ends_an_encrypted_connection(
    name: str, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certificate.authority)
    sent = Semaphore(0)
    server = babbling_tls_server(certificate.context, sent)
    assert balances(name, server, sent, "https") == [1, 2, 3, 4]
