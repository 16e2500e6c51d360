"""The server of `turbosms webhook listen`: what hostile and slow callers can make it do."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.kit.waiting import wait_for
from turbosms_cli.webhooks.http_server import WebhookServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OK = b"HTTP/1.1 200 OK\r\n"
LARGEST = 1024


class Receiving:
    """A server whose app reads so much of each body, and what it has got."""

    def __init__(self, seconds: float) -> None:
        self.bodies: list[bytes | None] = []
        self.answers: list[int] = []
        self.server = WebhookServer(
            "127.0.0.1", 0, self.app, self.note_answer, seconds_of_a_request=seconds
        )
        self.server.start()

    def app(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        read = b""
        try:
            while len(read) <= LARGEST and (part := environ["wsgi.input"].read(100)):
                read += part
        except OSError:
            self.bodies.append(None)
        else:
            self.bodies.append(read)
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]

    def note_answer(self, status: int, _body: bytes) -> None:
        self.answers.append(status)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.server.port), timeout=60)

    def answer_to(self, request: bytes) -> bytes:
        """All that comes back, until the server closes."""
        with self.connect() as connection:
            connection.sendall(request)
            return all_of(connection)


def all_of(connection: socket.socket) -> bytes:
    read = b""
    try:
        while part := connection.recv(65536):
            read += part
    except ConnectionResetError:
        pass
    return read


@contextmanager
def receiving(seconds: float = 60.0) -> Iterator[Receiving]:
    made = Receiving(seconds)
    try:
        yield made
    finally:
        made.server.stop()


@pytest.fixture
def receiver() -> Iterator[Receiving]:
    with receiving() as made:
        yield made


def request(body: bytes, *headers: str, length: int | None = None) -> bytes:
    declared = len(body) if length is None else length
    lines = ["POST / HTTP/1.1", "Host: x", f"Content-Length: {declared}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class TestBodies:
    def test_several_on_a_connection(self, receiver: Receiving) -> None:
        requests = [request(b"one"), request(b""), request(b"three", "Connection: close")]
        answer = receiver.answer_to(b"".join(requests))
        assert answer.count(OK) == 3
        assert receiver.bodies == [b"one", b"", b"three"]

    def test_a_large_one_is_not_read_to_its_end_and_ends_the_connection(
        self, receiver: Receiving
    ) -> None:
        answer = receiver.answer_to(request(b"x" * 5_000_000) + request(b"next"))
        assert answer.count(OK) == 1
        assert b"Connection: close" in answer or len(receiver.bodies) == 1
        (body,) = receiver.bodies
        assert body is not None
        assert len(body) <= LARGEST + 100

    def test_one_that_ends_early_is_none(self, receiver: Receiving) -> None:
        with receiver.connect() as connection:
            connection.sendall(request(b"half", length=9))
            connection.shutdown(socket.SHUT_WR)
            all_of(connection)
        assert receiver.bodies == [b"half"], "the app sees that it ended"

    def test_chunks(self, receiver: Receiving) -> None:
        head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        chunks = b"3\r\none\r\n1f;name=value\r\n" + b"x" * 31 + b"\r\n0\r\nTrailer: 1\r\n\r\n"
        answer = receiver.answer_to(head + chunks + request(b"next", "Connection: close"))
        assert answer.count(OK) == 2
        assert receiver.bodies == [b"one" + b"x" * 31, b"next"]

    @pytest.mark.parametrize(
        "chunks",
        [
            b"x\r\n",
            b"-1\r\n",
            b"11111111111111111\r\n",
            b"3\r\none",
            b"3\r\nonetwo\r\n",
            b"3\r\none\r\n0\r\n" + b"Trailer: 1\r\n" * 1_000,
            b"1" * 5_000,
            b"",
        ],
    )
    def test_broken_chunks_are_no_body(self, receiver: Receiving, chunks: bytes) -> None:
        with receiver.connect() as connection:
            head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            connection.sendall(head + chunks)
            connection.shutdown(socket.SHUT_WR)
            assert all_of(connection).count(OK) <= 1
        assert receiver.bodies == [None]

    def test_one_is_waited_for_if_the_caller_asks_whether_it_may_send_it(
        self, receiver: Receiving
    ) -> None:
        with receiver.connect() as connection:
            connection.sendall(request(b"", "Expect: 100-continue", "Connection: close", length=3))
            assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
            connection.sendall(b"one")
            assert OK in all_of(connection)
        assert receiver.bodies == [b"one"]


class TestHostileRequests:
    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            (b"\x16\x03\x01\x02\x00 a greeting of TLS\r\n\r\n", b" 400 "),
            (b"POST\r\n\r\n", b" 400 "),
            (b"POST / HTTP/9\r\n\r\n", b" 400 "),
            (b"POST / HTTP/2.0\r\n\r\n", b" 505 "),
            (b"POST / HTTP/1.1\r\n" + b"X: 1\r\n" * 500 + b"\r\n", b" 431 "),
            (b"POST / HTTP/1.1\r\nX: " + b"1" * 100_000 + b"\r\n\r\n", b" 431 "),
        ],
    )
    def test_what_is_no_request_is_refused_without_a_word(
        self, receiver: Receiving, sent: bytes, status: bytes
    ) -> None:
        answer = receiver.answer_to(sent)
        head, _, body = answer.partition(b"\r\n\r\n")
        assert status in head.splitlines()[0] + b" "
        assert body == b""
        assert receiver.bodies == []

    @settings(max_examples=examples(40, 2_000))
    @given(sent=st.binary(max_size=200))
    def test_any_bytes(self, sent: bytes) -> None:
        with receiving() as receiver:
            with receiver.connect() as connection:
                connection.sendall(sent)
                connection.shutdown(socket.SHUT_WR)
                all_of(connection)
            assert OK in receiver.answer_to(request(b"one", "Connection: close"))

    def test_a_line_without_end_is_hung_up_on(self, receiver: Receiving) -> None:
        assert receiver.answer_to(b"G" * 200_000) == b""


class TestSlowCallers:
    @pytest.mark.parametrize("sent", [b"", b"POST / HT", request(b"half", length=9)[:-1]])
    def test_one_that_sends_nothing_more_is_hung_up_on(self, sent: bytes) -> None:
        with receiving(seconds=0.2) as receiver, receiver.connect() as connection:
            connection.sendall(sent)
            all_of(connection)

    def test_one_that_sends_a_byte_now_and_then_too(self) -> None:
        """A time for each byte would let it go on for ever."""
        with receiving(seconds=0.5) as receiver, receiver.connect() as connection:
            is_over = threading.Event()

            def dribble() -> None:
                while not is_over.wait(0.05):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        return

            thread = threading.Thread(target=dribble)
            thread.start()
            try:
                assert all_of(connection) == b""
            finally:
                is_over.set()
                thread.join()

    def test_many_silent_connections_keep_nobody_out(self, receiver: Receiving) -> None:
        """Those that have waited longest make room."""
        with ExitStack() as stack:
            silent = [stack.enter_context(receiver.connect()) for _ in range(300)]
            assert OK in receiver.answer_to(request(b"one", "Connection: close"))
            assert silent[0].recv(1) == b""


class TestTheEnd:
    def test_a_request_under_way_is_answered(self) -> None:
        with receiving() as receiver, receiver.connect() as connection:
            is_under_way, may_answer = threading.Event(), threading.Event()
            read = receiver.app

            def patient(environ: dict[str, Any], start_response: Any) -> list[bytes]:
                is_under_way.set()
                may_answer.wait(60)
                return read(environ, start_response)

            receiver.server.app = patient
            connection.sendall(request(b"one"))
            assert is_under_way.wait(60)
            stopping = threading.Thread(target=receiver.server.stop)
            stopping.start()
            wait_for(lambda: receiver.server.is_ending)
            may_answer.set()
            answer = all_of(connection)
            stopping.join()
        assert OK in answer
        assert b"Connection: close" in answer

    def test_nobody_is_accepted_any_more(self) -> None:
        with receiving() as receiver:
            receiver.server.stop()
            with pytest.raises(OSError, match=r"refused|reset"):
                receiver.connect()


def test_a_defect_of_ours_is_told(receiver: Receiving) -> None:
    def broken(_environ: Any, _start_response: Any) -> list[bytes]:
        raise ZeroDivisionError

    receiver.server.app = broken
    assert receiver.answer_to(request(b"one")) == b""
    wait_for(lambda: receiver.answers == [500])
