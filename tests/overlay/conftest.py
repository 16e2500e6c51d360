"""A scripted server on loopback, and both clients behind one way of asking."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections import deque
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import httpx
import pytest
from anyio.from_thread import start_blocking_portal

from turbosms_client import AsyncTurboSMS, OutcomeUnknownError, RetryPolicy, TurboSMS, _flow, _methods, _sending
from turbosms_client._flow import Sleep, Step, advance
from turbosms_client._methods import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

At: TypeAlias = "Mapping[int, Callable[[], object]]"
Each: TypeAlias = "Callable[[Any], object]"
TOKEN = "s3cret-t0ken"
QUICK = RetryPolicy(attempts=4, pause=0.01, max_pause=0.05)
FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def token() -> str:
    return TOKEN


@pytest.fixture(scope="session")
def sample() -> Callable[[str], Any]:
    """An answer or a request as the documentation shows it."""
    return lambda name: json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))


@dataclass
class Act:
    """What the server does with one connection."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    reset: str = ""
    """`before` or `after` the request was read: the connection is reset without an answer."""
    delay: float = 0.0
    drip: float = 0.0
    """Seconds after each byte of the body."""
    promise: int = 0
    """Bytes that Content-Length promises beyond those that come."""
    last: bool = False
    """Nothing listens any more when the connection ends."""


class Service:
    """Answers request after request by the script, the last act again and again, and keeps what it was asked."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.requests: list[dict[str, Any]] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._closing = threading.Event()
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def answers(self, *acts: Any) -> None:
        """The script: an `Act`, JSON to answer with, or bytes."""
        self.acts = [self._act(act) for act in acts]

    @staticmethod
    def _act(act: Any) -> Act:
        if isinstance(act, Act):
            return act
        return Act(act if isinstance(act, bytes) else json.dumps(act).encode())

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(request["body"] or b"null") for request in self.requests]

    def stop_listening(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def close(self) -> None:
        self._closing.set()
        self.stop_listening()
        for thread in self._threads:
            thread.join()

    def _next(self) -> Act:
        return self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=[connection])
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            if self.acts[0].reset == "before":
                connection.recv(1, socket.MSG_PEEK)  # it has arrived, and nobody reads it
                self._next()
                self._reset(connection)
                return
            head, _, body = self._receive(connection).partition(b"\r\n\r\n")
            line, *rest = head.decode().split("\r\n")
            headers = dict(header.lower().split(": ", 1) for header in rest)
            self.requests.append({"line": line, "headers": headers, "body": body, "time": time.monotonic()})
            act = self._next()
            if act.last:
                self.stop_listening()
            if act.reset:
                self._reset(connection)
                return
            self._closing.wait(act.delay)
            lines = {"Content-Type": "application/json", "Connection": "close", **act.headers}
            lines["Content-Length"] = str(len(act.body) + act.promise)
            told = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
            try:
                connection.sendall(f"HTTP/1.1 {act.status} As told\r\n{told}\r\n".encode())
                for part in [act.body] if not act.drip else [act.body[n : n + 1] for n in range(len(act.body))]:
                    connection.sendall(part)
                    self._closing.wait(act.drip)
            except OSError:  # the client did not wait for it
                return

    @staticmethod
    def _receive(connection: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536)
        length = int(next((h.split(b":")[1] for h in data.split(b"\r\n") if h.lower().startswith(b"content-len")), 0))
        while len(data.partition(b"\r\n\r\n")[2]) < length:
            data += connection.recv(65536)
        return data

    @staticmethod
    def _reset(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.fixture
def service() -> Iterator[Service]:
    server = Service()
    yield server
    server.close()


@pytest.fixture
def act() -> type[Act]:
    return Act


@pytest.fixture
def closed_port() -> str:
    """An address at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


class Ask:
    """Calls a method of either client by its name, so that a test holds for both."""

    def __init__(self, kind: str, stack: ExitStack) -> None:
        self.kind = kind
        self._stack = stack
        self._portal = None if kind == "sync" else stack.enter_context(start_blocking_portal(kind))
        self._client: Any = None

    def of(self, url: str | None, **options: Any) -> Ask:
        """Make the client; further calls go to it."""
        given = {"token": TOKEN, "base_url": url, "sms_sender": "Shop", "retry": QUICK, **options}
        if self._portal is None:
            self._client = self._stack.enter_context(TurboSMS(**given))
        else:
            self._client = AsyncTurboSMS(**given)
            self._stack.callback(self._portal.call, self._client.aclose)
        return self

    def __call__(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        module, method = name.split(".")
        return self._do(lambda: getattr(getattr(self._client, module), method)(*args, **kwargs))

    def rows(self, name: str, *args: Any, at: At | None = None, each: Each = bool, **kwargs: Any) -> list[Any]:
        """What an iterator gives. When that many rows have come, `at` is done; `each` is, with every row."""
        found: list[Any] = []

        def take(row: Any) -> None:
            found.append(row)
            (at or {}).get(len(found), bool)()
            each(row)

        async def gather() -> None:
            async for row in self.iterator(name, *args, **kwargs):
                take(row)

        if self._portal is not None:
            self._portal.call(gather)
        else:
            for row in self.iterator(name, *args, **kwargs):
                take(row)
        return found

    def module(self, name: str) -> Any:
        return getattr(self._client, name)

    def iterator(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        module, method = name.split(".")
        return getattr(self.module(module), method)(*args, **kwargs)

    def next(self, iterator: Any, *default: Any) -> Any:
        return self._do(lambda: (next if self._portal is None else anext)(iterator, *default))

    def resume(self, error: OutcomeUnknownError) -> Any:
        return self._do(error.resume)

    def _do(self, call: Callable[[], Any]) -> Any:
        if self._portal is None:
            return call()

        async def awaited() -> Any:
            return await call()

        return self._portal.call(awaited)


@pytest.fixture(params=["sync", "asyncio", "trio"])
def ask(request: pytest.FixtureRequest, service: Service) -> Iterator[Ask]:
    """`ask("message.send", […], text="Hi")` of the scripted service, by the sync client, on asyncio and on trio."""
    with ExitStack() as stack:
        yield Ask(request.param, stack).of(service.url)


class Control:
    """The sandbox from behind: what recipients write, and what time it is."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = httpx.Client(base_url=url, trust_env=False)
        self("POST", "reset")

    def __call__(self, verb: str, call: str, **data: Any) -> Any:
        answer = self._http.request(verb, f"/sandbox/{call}", json=data)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def reply(self, number: int, text: str = "Hello") -> Any:
        """The recipient of this number writes to the sender `TurboSMS`; `chat_id`, `session_id` and `message_id`."""
        return self("POST", "replies", sender="TurboSMS", number=f"38050{number:07}", text=text)

    def raw(self, method: str, **data: Any) -> Any:
        """What the service answers, asked without the client."""
        headers = {"Authorization": "Bearer sandbox"}
        return self._http.post(f"/{method}.json", json=data, headers=headers).json()

    def close(self) -> None:
        self._http.close()


@pytest.fixture
def control(sandbox: str) -> Iterator[Control]:
    """A sandbox as it is at the start."""
    made = Control(sandbox)
    yield made
    made.close()


@pytest.fixture
def live(ask: Ask, control: Control) -> Ask:
    """Either client at that sandbox."""
    return ask.of(control.url, token="sandbox")


class Pump:
    """Drives a flow by script, without a network, on a clock of its own that only sleeping and waiting moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.steps: list[Step] = []
        self.slept: list[float] = []
        self.message: Message[Any] = self.client(QUICK)

    @staticmethod
    def client(retry: RetryPolicy) -> Message[Any]:
        """The module `message` of a client that hands out its flows instead of running them."""
        return Message(lambda flow: flow, retry, {"sms": "Shop", "viber": None}, deque())

    def monotonic(self) -> float:
        return self.now

    def __call__(self, flow: Any, *script: Any) -> Any:
        """What the flow returns or raises; JSON answers, an error is thrown, a time-out takes its time. The last one
        counts again and again."""
        results, result = list(script), None
        while True:
            try:
                step = advance(flow, result)
            except StopIteration as stop:
                return stop.value
            result = None
            if isinstance(step, Sleep):
                self.slept.append(step.seconds)
                self.now += step.seconds
                continue
            self.steps.append(step)
            result = results.pop(0) if len(results) > 1 else results[0]
            if isinstance(result, httpx.ReadTimeout):
                self.now += step.timeout.read or 0
            elif not isinstance(result, (BaseException, httpx.Response)):
                result = httpx.Response(200, json=result)


@pytest.fixture
def pump(monkeypatch: pytest.MonkeyPatch) -> Pump:
    made = Pump()
    for module in (_flow, _methods, _sending):
        monkeypatch.setattr(module, "time", made)
    return made


def accepted(*phones: str, code: int = 801, row_code: int = 0, **extra: Any) -> dict[str, Any]:
    """An answer that accepts these numbers."""
    rows = [
        {"phone": phone, "response_code": row_code, "message_id": f"id-{phone}", "response_status": "OK", **extra}
        for phone in phones
    ]
    return {"response_code": code, "response_status": "SUCCESS_MESSAGE_SENT", "response_result": rows}


def refused(code: int, name: str, *phones: str, overall: int | None = None) -> dict[str, Any]:
    """An answer that refuses these numbers, or the whole request."""
    rows = [{"phone": phone, "response_code": code, "message_id": None, "response_status": name} for phone in phones]
    return {
        "response_code": code if overall is None else overall,
        "response_status": name,
        "response_result": rows or None,
    }


@pytest.fixture(name="accepted", scope="session")
def _accepted() -> Callable[..., dict[str, Any]]:
    return accepted


@pytest.fixture(name="refused", scope="session")
def _refused() -> Callable[..., dict[str, Any]]:
    return refused
