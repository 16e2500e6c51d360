"""What is no request is refused after the requests before it have been answered."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

STATUS = re.compile(rb"HTTP/1\.1 (\d+)")
PING = b"GET /user/ping.json HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer sandbox\r\n\r\n"
CHUNKED = b" HTTP/1.1\r\nHost: sandbox\r\nTransfer-Encoding: chunked\r\n\r\n"
NO_CHUNK = b"no chunk\r\n"
REFUSED = {
    "another protocol": (b"BREW / HTTP/1.1\r\n\r\n", 405),
    "a version": (b"GET / HTTP/seven\r\n\r\n", 400),
    "a body": (b"POST /message/send.json" + CHUNKED + NO_CHUNK, 400),
    "a body that nobody reads": (b"GET /health" + CHUNKED + NO_CHUNK, 400),
    "headers": (b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", 431),
}


def statuses(port: int, requests: bytes) -> list[int]:
    """Of all answers on a connection that the sandbox closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(requests)
        answers = b""
        while received := connection.recv(65536):
            answers += received
    return [int(status) for status in STATUS.findall(answers)]


@pytest.mark.parametrize("before", [0, 1, 3])
@pytest.mark.parametrize("kind", REFUSED)
def test_it_comes_last(start_process: Callable[..., Any], kind: str, before: int) -> None:
    process = start_process()
    refused, status = REFUSED[kind]
    assert statuses(int(process.port), PING * before + refused) == [200] * before + [status]
    assert "Traceback" not in process.stop().stderr
