"""What is no request is refused after the requests before it have been answered."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

import pytest

from tests.kit.processes import SandboxProcess
from tests.kit.waiting import wait_for
from tests.sandbox.http.impatient_sandbox import IMPATIENT

if TYPE_CHECKING:
    from collections.abc import Iterator

STATUS = re.compile(rb"HTTP/1\.1 (\d+)")
PING = b"GET /user/ping.json HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer sandbox\r\n\r\n"
CHUNKED = b" HTTP/1.1\r\nHost: sandbox\r\nTransfer-Encoding: chunked\r\n\r\n"
NO_CHUNK = b"no chunk\r\n"
REFUSED = {
    "another protocol": (b"BREW / HTTP/1.1\r\n\r\n", 405),
    "a version": (b"GET / HTTP/seven\r\n\r\n", 400),
    "a body": (b"POST /message/send.json" + CHUNKED + NO_CHUNK, 400),
    "a body that nobody reads": (b"GET /health" + CHUNKED + NO_CHUNK, 400),
    "a body that is asked for": (
        b"POST /message/send.json HTTP/1.1\r\nHost: sandbox\r\nExpect: 100-continue\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n" + NO_CHUNK,
        400,
    ),
    "headers": (b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", 431),
}


@pytest.fixture(scope="module")
def patient() -> Iterator[SandboxProcess]:
    """For requests of which the server writes a warning."""
    with SandboxProcess() as process:
        yield process
        assert "Traceback" not in process.stop().stderr


@pytest.fixture(scope="module")
def impatient() -> Iterator[SandboxProcess]:
    """One that gives half a request up sooner than any that people start."""
    with SandboxProcess(command=IMPATIENT) as process:
        yield process


def statuses(port: int, requests: bytes) -> list[int]:
    """Of all answers on a connection that the sandbox closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(requests)
        return statuses_up_to_the_end(connection)


def statuses_up_to_the_end(connection: socket.socket) -> list[int]:
    answers = b""
    received = connection.recv(65536)
    while received:
        answers += received
        received = connection.recv(65536)
    return [int(status) for status in STATUS.findall(answers)]


@pytest.mark.parametrize("before", [0, 1, 3])
@pytest.mark.parametrize("kind", REFUSED)
def test_it_comes_last(patient: SandboxProcess, kind: str, before: int) -> None:
    refused, status = REFUSED[kind]
    assert statuses(int(patient.port), PING * before + refused) == [200] * before + [status]
    assert "Traceback" not in patient.said()


@pytest.mark.parametrize("behind", [b"", b"GET /user/pi", PING])
def test_its_connection_is_closed_whatever_comes_behind(
    impatient: SandboxProcess, behind: bytes
) -> None:
    refused, status = REFUSED["headers"]
    address = ("127.0.0.1", int(impatient.port))
    with socket.create_connection(address, timeout=60) as connection:
        connection.sendall(refused + behind)
        assert statuses_up_to_the_end(connection) == [status]
        wait_for(lambda: _is_closed(connection))


def _is_closed(connection: socket.socket) -> bool:
    """Whether the other end takes nothing any more."""
    try:
        connection.sendall(b"x")
    except ConnectionError:
        return True
    return False
