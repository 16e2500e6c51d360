"""Answers that are written at once are, byte for byte, those that uvicorn writes in two steps."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2

PONG = b'{"response_code":1,"response_status":"PONG","response_result":null}'
MOMENT = re.compile(rb"date: [^\r]+")
REQUESTS = 5


def ping(header: bytes = b"") -> bytes:
    return (
        b"GET /user/ping.json HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer sandbox\r\n"
        + header
        + b"\r\n"
    )


def answers(live: httpx2.Client, requests: bytes, count: int) -> bytes:
    """So many answers on one connection, without their moments."""
    address = (live.base_url.host, live.base_url.port or 0)
    with socket.create_connection(address, timeout=60) as connection:
        connection.sendall(requests)
        read = b""
        while read.count(PONG) < count:
            received = connection.recv(65536)
            assert received, read
            read += received
    return MOMENT.sub(b"date: -", read)


def test_an_answer_is_the_same_whether_the_connection_is_kept_or_not(live: httpx2.Client) -> None:
    kept = answers(live, ping(), 1)
    closed = answers(live, ping(b"Connection: close\r\n"), 1)
    assert kept == closed.replace(b"connection: close\r\n", b"")


def test_requests_that_follow_at_once_are_answered_in_the_same_way(live: httpx2.Client) -> None:
    assert answers(live, ping() * REQUESTS, REQUESTS) == answers(live, ping(), 1) * REQUESTS
