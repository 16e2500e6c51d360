"""A scripted server on loopback, and both clients behind one way of asking."""

from __future__ import annotations

import json
import socket
from collections import deque
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import aiohttp
import httpx2
import pytest
from anyio.from_thread import start_blocking_portal

from tests.overlay.scripted import Act, Service
from turbosms_client import (
    AsyncTurboSMS,
    OutcomeUnknownError,
    RetryPolicy,
    TurboSMS,
    _attempts,
    _watching,
)
from turbosms_client._flow import Flow, SendRequest, Sleep
from turbosms_client._http.messages import HTTPResponse, Lost, NotSent
from turbosms_client._message import Message
from turbosms_client._running import Running
from turbosms_client._runtime import Runtime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

At: TypeAlias = "Mapping[int, Callable[[], object]]"
Each: TypeAlias = "Callable[[Any], object]"
T = TypeVar("T")
TOKEN = "s3cret-t0ken"
QUICK = RetryPolicy(attempts=4, pause=0.01, max_pause=0.05)
NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def token() -> str:
    return TOKEN


@pytest.fixture(scope="session")
def sample() -> Callable[[str], Any]:
    """An answer or a request as the documentation shows it."""
    return lambda name: json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))


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


async def new_session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession()


class Ask:
    """Calls a method of either client by its name, so that a test holds for both."""

    def __init__(self, kind: str, stack: ExitStack) -> None:
        self.kind = kind
        self._stack = stack
        loop = "asyncio" if kind == "aiohttp" else kind
        self._portal = None if kind == "sync" else stack.enter_context(start_blocking_portal(loop))
        self._client: Any = None

    def of(self, url: str | None, **options: Any) -> Ask:
        """Make the client; further calls go to it."""
        given = {"token": TOKEN, "base_url": url, "sms_sender": "Shop", "retry": QUICK, **options}
        if self._portal is None:
            self._client = self._stack.enter_context(TurboSMS(**given))
            return self
        if self.kind == "aiohttp" and "http_client" not in options:
            given["http_client"] = self._portal.call(new_session)
            self._stack.callback(self._portal.call, given["http_client"].close)
        self._client = AsyncTurboSMS(**given)
        self._stack.callback(self._portal.call, self._client.aclose)
        return self

    def __call__(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        module, method = name.split(".")
        return self._do(lambda: getattr(getattr(self._client, module), method)(*args, **kwargs))

    def rows(
        self, name: str, *args: Any, at: At | None = None, each: Each = bool, **kwargs: Any
    ) -> list[Any]:
        """What an iterator gives.

        When that many rows have come, `at` is done; `each` is, with every row.
        """
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


@pytest.fixture(params=["sync", "asyncio", "trio", "aiohttp"])
def ask(request: pytest.FixtureRequest, service: Service) -> Iterator[Ask]:
    """`ask("message.send", […], text="Hi")` of the scripted service, by each client and driver."""
    with ExitStack() as stack:
        yield Ask(request.param, stack).of(service.url)


class Control:
    """The sandbox from behind: what recipients write, and what time it is."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = httpx2.Client(base_url=url, trust_env=False, timeout=60)
        self("POST", "reset")

    def __call__(self, verb: str, call: str, **data: Any) -> Any:
        answer = self._http.request(verb, f"/sandbox/{call}", json=data)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def reply(self, number: int, text: str = "Hello") -> Any:
        """The recipient of this number writes to the sender `TurboSMS`.

        `chat_id`, `session_id` and `message_id`.
        """
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
    """Drives a flow by script, without a network, on a clock that sleeping and waiting moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.steps: list[SendRequest] = []
        self.interrupted: deque[OutcomeUnknownError] = deque()
        self.slept: list[float] = []
        self.message: Message[Any] = self.client(QUICK)

    def client(self, retry: RetryPolicy) -> Message[Any]:
        """The module `message` of a client that hands out its flows instead of running them."""
        return Message(self.runtime(retry))

    def runtime(self, retry: RetryPolicy) -> Runtime:
        """For a module of such a client."""
        senders = {"sms": "Shop", "viber": None}
        return Runtime(lambda flow: flow, retry, senders, self.interrupted)

    def running(self, flow: Flow[T]) -> Running[T]:
        """To be advanced step by step."""
        return Running(flow, self.interrupted)

    @staticmethod
    def outcome(scripted: Any) -> Any:
        """What a driver would return."""
        return _outcome(scripted)

    def monotonic(self) -> float:
        return self.now

    def __call__(self, flow: Flow[Any], *script: Any) -> Any:
        """What the flow returns or raises.

        JSON answers, a network's error is an outcome, another one is an interruption, a time-out
        takes its time. The last one counts again and again.
        """
        results, result = list(script), None
        running = Running(flow, self.interrupted)
        try:
            while (instruction := running.advance(result)) is not None:
                result = None
                if isinstance(instruction, Sleep):
                    self.slept.append(instruction.seconds)
                    self.now += instruction.seconds
                    continue
                self.steps.append(instruction)
                result = results.pop(0) if len(results) > 1 else results[0]
                if isinstance(result, httpx2.ReadTimeout):
                    self.now += instruction.timeouts.read or 0
                result = _outcome(result)
                _interrupt_by(result)
            return running.end()
        except BaseException as error:
            running.cut_off(error)
            raise


def _interrupt_by(scripted: Any) -> None:
    if isinstance(scripted, BaseException):
        raise scripted


def _outcome(scripted: Any) -> Any:
    """What a driver would return."""
    if isinstance(scripted, NOT_SENT):
        return NotSent(scripted, "https://api.turbosms.ua")
    if isinstance(scripted, httpx2.TransportError):
        return Lost(scripted, "https://api.turbosms.ua")
    if isinstance(scripted, BaseException):
        return scripted
    response = (
        scripted if isinstance(scripted, httpx2.Response) else httpx2.Response(200, json=scripted)
    )
    return HTTPResponse(response.status_code, dict(response.headers), response.content)


@pytest.fixture
def pump(monkeypatch: pytest.MonkeyPatch) -> Pump:
    made = Pump()
    for module in (_attempts, _watching):
        monkeypatch.setattr(module, "time", made)
    return made


def accepted(*phones: str, code: int = 801, row_code: int = 0, **extra: Any) -> dict[str, Any]:
    """An answer that accepts these numbers."""
    rows = [
        {
            "phone": phone,
            "response_code": row_code,
            "message_id": f"id-{phone}",
            "response_status": "OK",
            **extra,
        }
        for phone in phones
    ]
    return {
        "response_code": code,
        "response_status": "SUCCESS_MESSAGE_SENT",
        "response_result": rows,
    }


def refused(code: int, name: str, *phones: str, overall: int | None = None) -> dict[str, Any]:
    """An answer that refuses these numbers, or the whole request."""
    rows = [
        {"phone": phone, "response_code": code, "message_id": None, "response_status": name}
        for phone in phones
    ]
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
