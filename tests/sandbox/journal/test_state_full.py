"""A state file that there is no room for: what was answered is kept, what was not has not happened.

The room is a limit of the size of files (RLIMIT_FSIZE) that a real sandbox is given while it runs.
"""

from __future__ import annotations

import random
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.effort import examples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

if sys.platform == "linux":
    import resource
else:
    pytest.skip("the limits of another process can be set on Linux only", allow_module_level=True)

pytestmark = pytest.mark.thorough

HEADERS = {"Authorization": "Bearer sandbox"}
ACCEPTED = (0, 800, 801)
FAILED = 999


class Shelf:
    """A web server that gives out a file when it is told to."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)
        self._given: dict[str, threading.Event] = {}
        shelf = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                shelf.asked.release()
                assert shelf.event(self.path).wait(60)
                content = f"content of {self.path}".encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"

    def event(self, path: str) -> threading.Event:
        return self._given.setdefault(path, threading.Event())


@contextmanager
def shelf() -> Iterator[Shelf]:
    shelf = Shelf()
    thread = threading.Thread(target=shelf.server.serve_forever)
    thread.start()
    try:
        yield shelf
    finally:
        shelf.server.shutdown()
        thread.join()
        shelf.server.server_close()


class Kept:
    """A sandbox with a state file, and what it answered."""

    def __init__(self, start: Callable[..., Any], path: Path, host: str) -> None:
        self._start, self._path, self._host = start, path, host
        self._client = httpx2.Client(headers=HEADERS, trust_env=False, timeout=60)
        self.asked: dict[str, tuple[str, dict[str, Any]]] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        self.begin()

    def close(self) -> None:
        self._client.close()

    def begin(self) -> None:
        self.process = self._start("--state", str(self._path), "--allow-host", self._host)

    def again(self) -> None:
        """End it as `kill -9` does, and start it anew."""
        self.process.process.kill()
        self.process.process.communicate(timeout=60)
        self.begin()

    def limit(self, room: int | None) -> None:
        """How much more may be written to the file; None: whatever is asked."""
        size = resource.RLIM_INFINITY if room is None else self._path.stat().st_size + room
        pid = self.process.process.pid
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def call(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._client.post(f"{self.process.address}/{operation}.json", json=body)
        assert answer.status_code == 200
        envelope: dict[str, Any] = answer.json()
        return envelope

    def control(self, verb: str, path: str, body: Any = None) -> httpx2.Response:
        return self._client.request(verb, f"{self.process.address}/sandbox/{path}", json=body)

    def create(self, operation: str, body: dict[str, Any]) -> int:
        """Make a numbered request, and note how it was answered."""
        number = body["sequence_id"]
        self.asked[number] = (operation, body)
        answer = self.answers[number] = self.call(operation, body)
        return int(answer["response_code"])

    def send(self, number: str, text: str = "Hello") -> int:
        sms = {"sender": "TurboSMS", "text": f"{text} {number}"}
        body = {"recipients": ["380678998668"], "sms": sms, "sequence_id": number}
        return self.create("message/send", body)

    def add_file(self, number: str) -> int:
        url = f"http://{self._host}/{number}.txt"
        return self.create("file/add", {"url": url, "sequence_id": number})

    def check(self) -> None:
        """What was answered is there, and protects; what failed has not happened."""
        results = []
        for number, answer in self.answers.items():
            operation, body = self.asked[number]
            if answer["response_code"] in ACCEPTED:
                again = self.call(operation, body)
                assert (again["response_code"], again["response_result"]) == (
                    507,
                    answer["response_result"],
                ), number
                results.append(answer["response_result"])
            else:
                assert answer["response_code"] == FAILED
        shown = self.control("GET", "messages?limit=1000000").json()["messages"]
        sent = [result[0]["message_id"] for result in results if isinstance(result, list)]
        assert sorted(message["message_id"] for message in shown) == sorted(sent)
        for file in (result for result in results if isinstance(result, dict)):
            shown = self.call("file/details", {"id": file["id"]})["response_result"]
            assert shown | {"link": ""} == file | {"link": ""}  # another port after a restart


@pytest.fixture
def kept(start_process: Callable[..., Any], tmp_path: Path) -> Iterator[tuple[Kept, Shelf]]:
    with shelf() as files:
        sandbox = Kept(start_process, tmp_path / "state", files.host)
        yield sandbox, files
        sandbox.close()


def test_a_write_that_fails_while_another_request_waits(kept: tuple[Kept, Shelf]) -> None:
    """The one that waits is executed on the state of the account, recorded, and protected."""
    sandbox, files = kept
    assert sandbox.send("first") == 801
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(sandbox.add_file, "slow")
        assert files.asked.acquire(timeout=60)
        sandbox.limit(100_000)
        failed = sandbox.control("PATCH", "account", {"stop_list": ["380501111111"] * 20_000})
        assert failed.status_code == 500
        assert list(failed.json()) == ["error"]
        assert sandbox.send("too long", "x" * 1000) == 801
        files.event("/slow.txt").set()
        assert waiting.result(60) == 0
    sandbox.check()
    sandbox.again()
    sandbox.check()
    assert sandbox.control("GET", "account").json()["stop_list"] == []


def test_what_cannot_be_recorded_has_not_happened(kept: tuple[Kept, Shelf]) -> None:
    sandbox, _ = kept
    assert sandbox.send("first") == 801
    balance = sandbox.call("user/balance", {})
    sandbox.limit(0)
    assert sandbox.send("second") == FAILED
    assert sandbox.call("user/balance", {}) == balance
    sandbox.check()
    sandbox.limit(None)
    assert sandbox.send("second") == 801
    assert sandbox.send("third") == 801
    sandbox.check()
    sandbox.again()
    sandbox.check()


def test_a_command_that_there_is_just_room_for_counts(kept: tuple[Kept, Shelf]) -> None:
    """Byte by byte: the room ends within the command, within the line behind it, or after both."""
    sandbox, _ = kept
    codes = []
    for room in range(150, 600, examples(30, 15)):
        sandbox.limit(room)
        codes.append(sandbox.send(f"n{room}"))
        if room % 45 == 0:
            sandbox.again()
    assert set(codes) == {801, FAILED}
    sandbox.limit(None)
    sandbox.check()
    sandbox.again()
    sandbox.check()


def test_a_reset_needs_no_room(kept: tuple[Kept, Shelf]) -> None:
    sandbox, _ = kept
    assert sandbox.send("first") == 801
    sandbox.limit(0)
    assert sandbox.control("POST", "reset").status_code == 200
    sandbox.answers.clear()
    sandbox.check()
    assert sandbox.send("second") == 801
    sandbox.check()
    sandbox.again()
    sandbox.check()


def act(sandbox: Kept, files: Shelf, chance: random.Random, pool: ThreadPoolExecutor) -> None:
    """Requests come and wait while there is room for writing, and while there is none."""
    waiting: dict[str, Future[int]] = {}
    for step in range(60):
        kind = chance.choice(["send", "send", "file", "give", "account", "room", "no room"])
        if kind == "send":
            sandbox.send(f"s{step}", "x" * chance.choice([1, 900]))
        elif kind == "file":
            waiting[f"f{step}"] = pool.submit(sandbox.add_file, f"f{step}")
            assert files.asked.acquire(timeout=60)
        elif kind == "give" and waiting:
            number = chance.choice(list(waiting))
            files.event(f"/{number}.txt").set()
            waiting.pop(number).result(60)
        elif kind == "account":
            sandbox.control("PATCH", "account", {"stop_list": ["380501111111"] * 500})
        elif kind in ("room", "no room"):
            sandbox.limit(None if kind == "room" else chance.randrange(2_000))
    for number, future in waiting.items():
        files.event(f"/{number}.txt").set()
        future.result(60)


@pytest.mark.parametrize("seed", range(examples(1, 30)))
def test_writes_that_fail_at_any_time(kept: tuple[Kept, Shelf], seed: int) -> None:
    sandbox, files = kept
    assert sandbox.send("first") == 801
    with ThreadPoolExecutor(64) as pool:
        act(sandbox, files, random.Random(seed), pool)
    sandbox.limit(0)
    assert sandbox.send("last") == FAILED
    sandbox.limit(None)
    sandbox.check()
    sandbox.again()
    sandbox.check()
