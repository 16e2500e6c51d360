"""Requests that offer another protocol, as Java's client does HTTP/2, are served in HTTP/1.1."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import httpx2

OFFER = (
    b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAA\r\n"
)
SOCKETS = (
    b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Key: AAAA\r\nSec-WebSocket-Version: 13\r\n"
)


def send(text: str, head: bytes = OFFER, *, chunked: bool = False) -> bytes:
    body = json.dumps(
        {"recipients": ["380678998668"], "sms": {"sender": "TurboSMS", "text": text}}
    ).encode()
    start = (
        b"POST /message/send.json HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer sandbox\r\n"
        + head
    )
    if chunked:
        parts = [body[at : at + 10] for at in range(0, len(body), 10)]
        framed = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in [*parts, b""])
        return (
            start + b"Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n" + framed
        )
    return start + b"Content-Length: %d\r\nContent-Type: application/json\r\n\r\n%s" % (
        len(body),
        body,
    )


def answers(live: httpx2.Client, requests: list[bytes], size: int | None = None) -> list[int]:
    """The codes of the answers on one connection, written `size` bytes at a time or at once."""
    written = b"".join(requests)
    size = size or len(written)
    with socket.create_connection(
        (live.base_url.host, live.base_url.port or 0), timeout=60
    ) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for at in range(0, len(written), size):
            connection.sendall(written[at : at + size])
        read = b""
        while read.count(b"\r\n\r\n{") < len(requests) or not read.endswith(b"}"):
            received = connection.recv(65536)
            if not received:
                break
            read += received
    return [
        json.loads(part.split(b"HTTP/1.1")[0])["response_code"]
        for part in read.split(b"\r\n\r\n")[1:]
    ]


@pytest.mark.parametrize("head", [OFFER, SOCKETS], ids=["HTTP/2", "WebSocket"])
@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunks"])
@pytest.mark.parametrize("size", [None, 1, 100], ids=["at once", "by byte", "in pieces"])
def test_an_offer_is_passed_over(
    live: httpx2.Client, *, head: bytes, chunked: bool, size: int | None
) -> None:
    text = f"{len(head)} {chunked} {size}"
    assert answers(live, [send(text, head, chunked=chunked)], size) == [801]


def test_an_offer_in_a_row_of_requests(live: httpx2.Client) -> None:
    row = [
        send("first"),
        send("second", b""),
        send("third", chunked=True),
        send("fourth", b"", chunked=True),
    ]
    assert answers(live, [*row, send("fifth")]) == [801] * 5
