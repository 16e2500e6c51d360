"""A peer that sends its answer byte by byte does not keep a call beyond its time."""

from __future__ import annotations

import time
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.kit.clients import OWN, WAYS, AnyClient
from tests.kit.server import Server
from turbosms_client import OutcomeUnknownError, RequestNotSentError, RetryPolicy
from turbosms_client._http.driver_interface import Timeouts
from turbosms_client._requests import policy

if TYPE_CHECKING:
    import socket

DEADLINE, LONG = 0.5, 40.0
A = "380501111111"
ONCE = RetryPolicy(attempts=1)
# What comes at once, and what comes again and again.
ANSWERS = {
    "head": (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "further answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body": (b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n", b"x"),
    "head of a chunk": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x"),
    "trailer": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n1\r\n0\r\nX: ", b"x"),
}
# A client of httpx2 for threads gives each read the whole time, and keeps its connections to
# itself.
OUT_OF_REACH = {("httpx2 sync", part) for part in ANSWERS if part != "body"}


def dripping(first: bytes, again: bytes, pause: float = 0.05) -> Server:
    def serve(peer: Server, connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(first)
        until = time.monotonic() + LONG
        while time.monotonic() < until and not peer.closing.wait(pause):
            connection.sendall(again)

    return Server(serve)


def assert_ended_by_the_deadline(name: str, peer: Server) -> None:
    with peer, AnyClient(name, peer.url, retry=ONCE) as way:
        began = time.monotonic()
        with pytest.raises(OutcomeUnknownError):
            way.message.send([A], text="x", deadline=DEADLINE)
        assert time.monotonic() - began < LONG / 2


IN_REACH = [pair for pair in product(WAYS, ANSWERS) if pair not in OUT_OF_REACH]


@pytest.mark.one_case_in(2)
@pytest.mark.parametrize(("name", "part"), IN_REACH)
def test_the_deadline_ends_a_dripping_answer(name: str, part: str) -> None:
    peer = dripping(*ANSWERS[part])
    assert_ended_by_the_deadline(name, peer)


@pytest.mark.parametrize("name", WAYS)
def test_the_deadline_ends_an_answer_that_never_pauses(name: str) -> None:
    peer = dripping(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"400\r\n%b\r\n" % (b"x" * 1024),
        0,
    )
    assert_ended_by_the_deadline(name, peer)


@pytest.mark.parametrize("name", OWN)
def test_a_proxy_has_to_answer_as_a_whole_within_the_time_to_connect(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        policy._TIMEOUTS, "send", Timeouts(connect=0.3, read=None, write=30.0, pool=1.0)
    )
    peer = dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x")
    monkeypatch.setenv("https_proxy", peer.url)
    with peer, AnyClient(name, "https://turbosms.invalid", retry=ONCE) as way:
        began = time.monotonic()
        with pytest.raises(RequestNotSentError):
            way.message.send([A], text="x")
        assert time.monotonic() - began < LONG / 2
