"""A sandbox in this process under a clock that stands still, and one real process with a socket."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.effort import THOROUGH
from tests.kit.control import Control, http_client
from tests.kit.processes import SandboxProcess
from tests.kit.warm.forks import ForkedSandbox
from turbosms_sandbox import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.applications import Starlette
    from starlette.types import Receive, Scope, Send

    from tests.kit.warm.programs import Programs
    from turbosms_testing import Reply

START = 1_772_000_000.0
"""2026-02-25 08:13:20 in Kyiv, on a whole second."""
HEADERS = {"Authorization": "Bearer sandbox"}
# One event loop for all requests: to make one for each of them would take longer than the answer.
_RUNNER = asyncio.Runner()


def pytest_unconfigure() -> None:
    _RUNNER.close()


class Here(httpx2.BaseTransport):
    """Hands requests over to the application that an `Api` has at the moment."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return _RUNNER.run(self._answer(request))

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        if self._api.state_file is not None:
            self._api.restart()
        transport = httpx2.ASGITransport(self._api.hand_over)
        answer = await transport.handle_async_request(request)
        body = await answer.aread()
        return httpx2.Response(answer.status_code, headers=answer.headers, content=body)


class Api(Control):
    """Calls a sandbox in this process.

    Real time stands still unless `time` is changed or the clock advanced.

    With a state file every request meets a sandbox that was started anew from it.
    """

    def __init__(self, state_file: Path | None = None) -> None:
        super().__init__()
        self.time = START
        self.state_file = state_file
        self.allowed_hosts: tuple[str, ...] = ()
        self.options: dict[str, Any] = {}
        """Further ones of `create_app`, from the next start on."""
        self.app: Starlette = self._start()
        self._control = Here(self)
        self._http = httpx2.Client(transport=self._control, base_url=self.url)

    def _start(self) -> Starlette:
        return create_app(
            self.allowed_hosts,
            read_clock=lambda: self.time,
            state_file=self.state_file,
            **self.options,
        )

    def restart(self) -> None:
        self.app.state.service.close()
        self.app = self._start()

    async def hand_over(self, scope: Scope, receive: Receive, send: Send) -> None:
        """To the application of this moment: a restart makes another, and so do tests."""
        await self.app(scope, receive, send)

    def request(self, verb: str, path: str, **options: Any) -> httpx2.Response:
        options.setdefault("headers", HEADERS)
        return self._http.request(verb, path, **options)

    def async_http(self) -> httpx2.AsyncClient:
        transport = httpx2.ASGITransport(self.hand_over)
        return httpx2.AsyncClient(transport=transport, base_url=self.url)

    def code(self, operation: str, data: Any = None) -> int:
        return int(self.call(operation, data)["response_code"])

    def send(self, **data: Any) -> dict[str, Any]:
        return self.call("message/send", data)

    def sms(self, *recipients: str, **parameters: Any) -> dict[str, Any]:
        """Send an SMS that no rule refuses, but for what `parameters` change."""
        parameters = {"sender": "TurboSMS", "text": "Hello"} | parameters
        return self.send(recipients=list(recipients) or ["380678998668"], sms=parameters)

    def viber(self, *recipients: str, **parameters: Any) -> dict[str, Any]:
        """Send a Viber message that no rule refuses, but for what `parameters` change."""
        parameters = {"sender": "TurboSMS", "text": "Hello"} | parameters
        return self.send(recipients=list(recipients) or ["380678998668"], viber=parameters)

    def hybrid(
        self, *recipients: str, viber: Any = None, sms: Any = None, **parameters: Any
    ) -> dict[str, Any]:
        parameters = {"sender": "TurboSMS", "text": "Hello"} | parameters
        recipients = recipients or ("380678998668",)
        return self.send(
            recipients=list(recipients), viber=viber or {}, sms=sms or {}, **parameters
        )

    def status(self, *ids: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.result("message/status", {"messages": list(ids)})
        return rows

    def details(self, *ids: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.result("message/details", {"messages": list(ids)})
        return rows

    def user_balance(self) -> float:
        balance: float = self.result("user/balance")["balance"]
        return balance

    def reply(
        self, number: str = "380678998668", text: str = "Hello", *, sender: str | None = None
    ) -> Reply:
        return super().reply(number, text, sender=sender)

    def chat(self, method: str, **data: Any) -> Any:
        """The result of a method of the chat module that succeeds."""
        return self.result(f"chat/{method}", data)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "api" in metafunc.fixturenames and metafunc.definition.get_closest_marker("on_both"):
        file = pytest.param("file", marks=pytest.mark.one_interpreter)
        metafunc.parametrize("api", ["memory", file], indirect=True)


@pytest.fixture
def api(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Api]:
    """A sandbox in memory, and in modules with the marker `on_both` one with a state file too."""
    api = Api(tmp_path / "state" if getattr(request, "param", "memory") == "file" else None)
    yield api
    api.app.state.service.close()


@pytest.fixture
def ids() -> Callable[[dict[str, Any]], list[str]]:
    """The ids of the created messages in an answer of message/send."""
    return lambda answer: [
        row["message_id"] for row in answer["response_result"] if row["message_id"]
    ]


@pytest.fixture
def codes() -> Callable[[dict[str, Any]], list[int]]:
    """The codes of the rows in an answer of message/send."""
    return lambda answer: [row["response_code"] for row in answer["response_result"]]


@pytest.fixture
def start_process(programs: Programs) -> Iterator[Callable[..., SandboxProcess]]:
    """Starts sandboxes with options of the command line, and stops what the test leaves running.

    In a thorough run, each with a Python of its own.
    """
    with ExitStack() as started:

        def start(*options: object) -> SandboxProcess:
            if THOROUGH:
                return started.enter_context(SandboxProcess(*options))
            return started.enter_context(ForkedSandbox(programs, *options))

        yield start


@pytest.fixture(scope="session")
def process() -> Iterator[SandboxProcess]:
    with SandboxProcess() as process:
        yield process
        assert process.stop() == (0, "", "")


@pytest.fixture
def live(process: SandboxProcess) -> Iterator[httpx2.Client]:
    """A client of the real process, in its opening state, with the token in the header."""
    with http_client(process.url, headers=HEADERS) as client:
        assert client.post("/sandbox/reset").status_code == 200
        yield client
