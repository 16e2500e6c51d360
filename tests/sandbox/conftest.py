"""A sandbox in this process under a clock that stands still, and one real process with a socket."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import ssl
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from turbosms_sandbox import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.applications import Starlette
    from starlette.types import Receive, Scope, Send

FIXTURES = Path(__file__).parent / "fixtures"
START = 1_772_000_000.0
"""2026-02-25 08:13:20 in Kyiv, on a whole second."""
HEADERS = {"Authorization": "Bearer sandbox"}
BASE_URL = "http://127.0.0.1:8026"
ON_BOTH = frozenset(
    {
        "test_balance",
        "test_chat_money",
        "test_chat_paging",
        "test_chat_replies",
        "test_chat_sessions",
        "test_chats",
        "test_control",
        "test_conversations",
        "test_courses",
        "test_documented_examples",
        "test_message_list",
        "test_opening",
        "test_quirk_answers",
        "test_recipient_actions",
        "test_sendmulti",
        "test_sequence_ids",
        "test_session_messages",
        "test_state_restart",
        "test_status_and_details",
    }
)
"""The modules whose tests run in memory and with a state file."""

# One event loop for all requests: to make one for each of them would take longer than the answer.
_RUNNER = asyncio.Runner()


def pytest_unconfigure() -> None:
    _RUNNER.close()


class Api:
    """Calls a sandbox in this process.

    Real time stands still unless `time` is changed or the clock advanced.

    With a state file every request meets a sandbox that was started anew from it.
    """

    def __init__(self, state_file: Path | None = None) -> None:
        self.time = START
        self.state_file = state_file
        self.allowed_hosts: tuple[str, ...] = ()
        self.options: dict[str, Any] = {}
        """Further ones of `create_app`, from the next start on."""
        self.app: Starlette = self._start()
        self._client = self.client()

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

    def request(self, method: str, path: str, **options: Any) -> httpx2.Response:
        if self.state_file is not None:
            self.restart()
        options.setdefault("headers", HEADERS)

        return _RUNNER.run(self._client.request(method, path, **options))

    def client(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self._hand_over), base_url=BASE_URL
        )

    async def _hand_over(self, scope: Scope, receive: Receive, send: Send) -> None:
        """To the application of this moment: a restart makes another, and so do tests."""
        await self.app(scope, receive, send)

    def call(self, operation: str, data: Any = None) -> dict[str, Any]:
        """A method by POST JSON; answers the envelope."""
        content = b"" if data is None else json.dumps(data).encode()
        headers = HEADERS | {"Content-Type": "application/json"}
        response = self.request("POST", f"/{operation}.json", content=content, headers=headers)
        assert response.status_code == 200
        envelope: dict[str, Any] = response.json()
        assert list(envelope) == ["response_code", "response_status", "response_result"]
        return envelope

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
        rows: list[dict[str, Any]] = self.call("message/status", {"messages": list(ids)})[
            "response_result"
        ]
        return rows

    def details(self, *ids: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.call("message/details", {"messages": list(ids)})[
            "response_result"
        ]
        return rows

    def balance(self) -> float:
        balance: float = self.call("user/balance")["response_result"]["balance"]
        return balance

    def advance(self, seconds: float) -> str:
        response = self.request("POST", "/sandbox/clock", json={"advance": seconds})
        assert response.status_code == 200, response.text
        now: str = response.json()["now"]
        return now

    def account(self, **changes: Any) -> dict[str, Any]:
        response = self.request("PATCH", "/sandbox/account", json=changes)
        assert response.status_code == 200, response.text
        account: dict[str, Any] = response.json()
        return account

    def reply(
        self, number: str = "380678998668", text: str = "Hello", **values: Any
    ) -> dict[str, int]:
        """The recipient writes in a chat; answers the ids of chat, session and message."""
        body = {"sender": "TurboSMS", "number": number, "text": text} | values
        response = self.request("POST", "/sandbox/replies", json=body)
        assert response.status_code == 200, response.text
        ids: dict[str, int] = response.json()
        return ids

    def chat(self, method: str, **data: Any) -> Any:
        """The result of a method of the chat module that succeeds."""
        answer = self.call(f"chat/{method}", data)
        assert answer["response_code"] == 0, answer
        return answer["response_result"]

    def messages(self, **query: Any) -> list[dict[str, Any]]:
        response = self.request("GET", "/sandbox/messages", params=query)
        assert response.status_code == 200, response.text
        messages: list[dict[str, Any]] = response.json()["messages"]
        return messages


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "api" in metafunc.fixturenames and metafunc.module.__name__.rpartition(".")[2] in ON_BOTH:
        file = pytest.param("file", marks=pytest.mark.thorough)
        metafunc.parametrize("api", ["memory", file], indirect=True)


@pytest.fixture
def api(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Api]:
    """A sandbox in memory, and in the modules of `ON_BOTH` one with a state file too."""
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


@pytest.fixture(scope="session")
def documented() -> dict[str, Any]:
    """The requests and answers that the documentation shows, by the names of their files."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FIXTURES.glob("*.json")
    }


NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For clients without TLS: reading the certificates of this machine takes longer than a test."""


class Process:
    """A sandbox as a process of its own, on a free port."""

    def __init__(self, *options: str) -> None:
        command = [sys.executable, "-m", "turbosms_cli", "sandbox", "--port", "0", *options]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline()
        found = re.search(r"http://\S+", self.line)
        assert found, self.process.communicate(timeout=60)
        self.address = found[0]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """The exit status, and what else was printed."""
        self.process.send_signal(number)
        output, errors = self.process.communicate(timeout=60)
        return self.process.returncode, output, errors


@pytest.fixture
def start_process() -> Iterator[Callable[..., Process]]:
    """Starts sandboxes with options of the command line, and stops what the test leaves running."""
    started: list[Process] = []

    def start(*options: str) -> Process:
        started.append(Process(*options))
        return started[-1]

    yield start
    for process in started:
        if process.process.poll() is None:
            process.stop()


@pytest.fixture(scope="session")
def process() -> Iterator[Process]:
    process = Process()
    yield process
    status, _, errors = process.stop()
    assert (status, errors) == (0, "")


@pytest.fixture
def live(process: Process) -> Iterator[httpx2.Client]:
    """A client of the real process, in its opening state, with the token in the header."""
    with httpx2.Client(
        base_url=process.address,
        headers=HEADERS,
        trust_env=False,
        timeout=60,
        verify=NO_CERTIFICATES,
    ) as client:
        assert client.post("/sandbox/reset").status_code == 200
        yield client
