"""Long answers under a deadline are read in time that grows as they do."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.kit.clients import WAYS, AnyClient
from tests.kit.server import Server
from turbosms_client import OutcomeUnknownError, RetryPolicy

if TYPE_CHECKING:
    import socket

SHORT, LONG = 2**21, 2**25
A = "380501111111"
PIECE = b" " * 4096


def long_answer(size: int) -> Server:
    """A server whose answers are so many blanks, in many pieces."""

    def serve(_: Server, connection: socket.socket) -> None:
        while not connection.recv(65536).endswith(b"}"):
            pass
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % size
        )
        for _piece in range(size // len(PIECE)):
            connection.sendall(PIECE)

    return Server(serve)


def seconds(name: str, size: int) -> float:
    """The processor time of this process for a send with such an answer."""
    peer = long_answer(size)
    with peer, AnyClient(name, peer.url, retry=RetryPolicy(attempts=1)) as way:
        began = time.process_time()
        with pytest.raises(OutcomeUnknownError, match=f"{size} bytes"):
            way.message.send([A], text="x", deadline=600)
        return time.process_time() - began


@pytest.mark.parametrize("name", WAYS)
def test_sixteen_times_as_long_takes_no_hundred_times_as_long(name: str) -> None:
    # In steps that each copy what came before, it would be two hundred and more.
    assert seconds(name, LONG) < 100 * max(seconds(name, SHORT), 0.01)
