"""An exception of a signal handler passes through a call at once, wherever the call is.

It is not taken for a failure of the network, though a time limit may raise `TimeoutError`, and not
repeated; its cause says how to finish the call.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import accepted
from tests.kit.service import Act
from tests.kit.waiting import wait_for
from turbosms_client import (
    AsyncTurboSMS,
    OutcomeUnknownError,
    RequestNotSentError,
    RetryPolicy,
    TurboSMS,
)
from turbosms_client._http import sockets, streams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from types import FrameType

    from tests.kit.service import Service

pytestmark = [
    pytest.mark.one_case_in(3),
    pytest.mark.timeout(method="thread"),  # by default it has the same signal and timer
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no setitimer"),
    # A connection that an exception catches on its way into a variable is closed when nobody holds
    # it any more.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

A = "380501111111"
BATCH = [str(380_500_000_000 + place) for place in range(5_000)]
PATIENT = RetryPolicy(attempts=4, pause=600, max_pause=600)


@pytest.fixture(autouse=True)
def _connections_are_forgotten_here() -> Iterator[None]:
    """An exception holds the frames that it came through, and a socket with them."""
    yield
    gc.collect()


class TimeLimitError(Exception):
    """Of a task queue."""


class NetworkLikeError(ConnectionError):
    """Of a task queue too, and looks as if the network had failed."""


EXCEPTIONS = [TimeoutError, ConnectionResetError, TimeLimitError, NetworkLikeError]
EXCEPTIONS_OF_ALL_KINDS = [*EXCEPTIONS, KeyboardInterrupt]


@contextmanager
def raising_when(error: BaseException, is_due: Callable[[list[str]], bool]) -> Iterator[None]:
    """Raise the error out of a signal handler, once that holds of what runs, innermost first."""

    def handle(_: int, frame: FrameType | None) -> None:
        names = []
        while frame is not None:
            names.append(frame.f_code.co_name)
            frame = frame.f_back
        if is_due(names):
            signal.setitimer(signal.ITIMER_REAL, 0)
            raise error

    before = signal.signal(signal.SIGALRM, handle)
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def raising(
    error: BaseException, there: str, innermost: str | None = None
) -> AbstractContextManager[None]:
    """As soon as the program is in such a function."""
    return raising_when(error, lambda names: there in names and innermost in (None, names[0]))


@contextmanager
def nobody_accepts() -> Iterator[str]:
    """An address at which connecting takes as long as one waits."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(8):  # until its queue is full
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@contextmanager
def nobody_reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An address at which writing takes as long as one waits."""
    small = (socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    options = sockets.socket_options()
    monkeypatch.setattr(sockets, "socket_options", lambda: (*options, small))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def check(error: BaseException, raised: BaseException, client: Any) -> OutcomeUnknownError:
    """That it came out as it was raised; the means to finish the call."""
    assert raised is error
    (left,) = client.interrupted
    assert error.__cause__ is left
    assert isinstance(left, OutcomeUnknownError)
    assert left.sequence_id == "mine"
    return left


def send(client: TurboSMS, recipients: list[str]) -> Any:
    return client.message.send(recipients, text="Hi", sequence_id="mine")


@pytest.mark.parametrize("kind", EXCEPTIONS_OF_ALL_KINDS)
def test_while_it_connects(kind: type[BaseException]) -> None:
    error = kind()
    with (
        nobody_accepts() as url,
        TurboSMS("t", url, sms_sender="Shop", retry=PATIENT) as client,
        raising(error, "connect_tcp"),
        pytest.raises(kind) as caught,
    ):
        send(client, [A])
    check(error, caught.value, client)


@pytest.mark.parametrize("kind", EXCEPTIONS_OF_ALL_KINDS)
def test_while_it_writes(kind: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    error = kind()
    with (
        nobody_reads(monkeypatch) as url,
        TurboSMS("t", url, sms_sender="Shop", retry=PATIENT) as client,
        raising(error, "_send_request_body", "write"),
        pytest.raises(kind) as caught,
    ):
        send(client, BATCH)
    check(error, caught.value, client)


@pytest.mark.parametrize("kind", EXCEPTIONS_OF_ALL_KINDS)
def test_while_it_waits_for_the_answer(kind: type[BaseException], service: Service) -> None:
    error = kind()
    service.answers(Act(delay=600), accepted(A))
    with TurboSMS("t", service.url, sms_sender="Shop", retry=PATIENT) as client:
        with raising(error, "_receive_response_headers", "read"), pytest.raises(kind) as caught:
            send(client, [A])
        left = check(error, caught.value, client)
        # It was sent, but may not have been read yet.
        wait_for(lambda: service.requests)
        assert left.resume().message_ids == [f"id-{A}"]
    assert service.bodies[0] == service.bodies[1]


@pytest.mark.parametrize("kind", EXCEPTIONS_OF_ALL_KINDS)
def test_in_the_pause_before_a_repeat(kind: type[BaseException], service: Service) -> None:
    error = kind()
    service.answers(Act(status=502), accepted(A))
    with TurboSMS("t", service.url, sms_sender="Shop", retry=PATIENT) as client:
        with raising(error, "_run", "_carry_out"), pytest.raises(kind) as caught:
            send(client, [A])
        left = check(error, caught.value, client)
        assert len(service.requests) == 1
        assert left.resume().message_ids == [f"id-{A}"]


@pytest.mark.parametrize("kind", EXCEPTIONS_OF_ALL_KINDS)
def test_a_question_leaves_nothing(kind: type[BaseException], service: Service) -> None:
    error = kind()
    service.answers(Act(delay=600))
    with TurboSMS("t", service.url, retry=PATIENT) as client:
        with raising(error, "_receive_response_headers", "read"), pytest.raises(kind) as caught:
            client.user.balance()
        assert caught.value is error
        assert error.__cause__ is None
        assert not client.interrupted
    wait_for(lambda: service.requests)
    assert len(service.requests) == 1


def test_another_address_is_not_tried(monkeypatch: pytest.MonkeyPatch, service: Service) -> None:
    error = TimeoutError()
    with nobody_accepts() as url:
        first, second = (int(address.rpartition(":")[2]) for address in (url, service.url))
        own = socket.getaddrinfo

        def stream(address: str, port: int) -> Any:
            return own(address, port, type=socket.SOCK_STREAM)

        def two(host: str, *_: Any, **__: Any) -> Any:
            """Of the two addresses the second would be there."""
            found = {
                "127.0.0.1": stream("127.0.0.1", first),
                "127.0.0.2": stream("127.0.0.1", second),
            }
            if host in found:
                return found[host]
            return [*found["127.0.0.1"], *stream("127.0.0.2", second)]

        monkeypatch.setattr(socket, "getaddrinfo", two)
        with (
            TurboSMS("t", f"http://two.test:{first}", sms_sender="Shop", retry=PATIENT) as client,
            raising(error, "connect_tcp", "create_connection"),
            pytest.raises(TimeoutError) as caught,
        ):
            send(client, [A])
        check(error, caught.value, client)
    assert not service.requests


def test_a_name_that_the_application_cannot_look_up_is_a_failure_of_the_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_such_name(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    once = RetryPolicy(attempts=1)
    with (
        TurboSMS("t", "http://nowhere.test", sms_sender="Shop", retry=once) as client,
        pytest.raises(RequestNotSentError, match="Name or service not known"),
    ):
        send(client, [A])


# On an event loop a handler mostly raises while the loop waits, past every task: the loop ends, and
# `asyncio.run` cancels what is under way.


def test_while_the_loop_waits(service: Service) -> None:
    error = TimeLimitError()
    service.answers(Act(delay=600))
    clients = []

    async def main() -> None:
        async with AsyncTurboSMS("t", service.url, sms_sender="Shop", retry=PATIENT) as client:
            clients.append(client)
            await client.message.send([A], text="Hi", sequence_id="mine")

    def is_asked(names: list[str]) -> bool:
        return bool(service.requests) and names[0] == "select"

    with raising_when(error, is_asked), pytest.raises(TimeLimitError) as caught:
        asyncio.run(main())
    assert caught.value is error
    (left,) = clients[0].interrupted
    assert left.sequence_id == "mine"
    assert len(service.requests) == 1


@pytest.mark.parametrize("kind", EXCEPTIONS)
@pytest.mark.parametrize("step", ["connect", "write", "read"])
def test_in_the_task_itself(
    kind: type[Exception],
    step: str,
    service: Service,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The signal arrives while the task runs: it is raised at that step, by this process."""
    error = kind()
    service.answers(accepted(A))
    owner, name = {
        "connect": (streams.AsyncNetworkBackend, "connect_tcp"),
        "write": (streams._AsyncStream, "write"),
        "read": (streams._AsyncStream, "read"),
    }[step]
    original = getattr(owner, name)

    async def signalled(*args: Any, **kwargs: Any) -> Any:
        signal.raise_signal(signal.SIGALRM)
        return await original(*args, **kwargs)

    def handle(*_: object) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        raise error

    async def main() -> None:
        async with AsyncTurboSMS("t", service.url, sms_sender="Shop", retry=PATIENT) as client:
            with pytest.raises(kind) as caught:
                await client.message.send([A], text="Hi", sequence_id="mine")
            left = check(error, caught.value, client)
            assert (await left.resume()).message_ids == [f"id-{A}"]

    monkeypatch.setattr(owner, name, signalled)
    before = signal.signal(signal.SIGALRM, handle)
    try:
        asyncio.run(main())
    finally:
        signal.signal(signal.SIGALRM, before)
