"""A state file that there is no room for: what was answered is kept, what was not has not happened.

The room is a limit of the size of files (RLIMIT_FSIZE) that a real sandbox is given while it runs.
"""

from __future__ import annotations

import random
import signal
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from tests.effort import THOROUGH, examples
from tests.kit.control import Control
from tests.kit.facts import SUCCESS
from tests.kit.service import Act, Request, Service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

if sys.platform == "linux":
    import resource
else:
    pytest.skip("the limits of another process can be set on Linux only", allow_module_level=True)

pytestmark = pytest.mark.one_interpreter

HEADERS = {"Authorization": "Bearer sandbox"}
FAILED = 999
MORE_ROOM = 15 if THOROUGH else 60
"""Bytes."""


class Shelf(Service):
    """A web server that gives out a file when it is told to."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)
        self._given: dict[str, threading.Event] = {}
        super().__init__()
        self.answers(Act())
        self.host = f"127.0.0.1:{self.port}"

    def respond(self, act: Any, request: Request) -> bytes:
        del act
        self.asked.release()
        assert self.event(request.path).wait(60)
        content = f"content of {request.path}".encode()
        return Act(content, headers={"Content-Type": "-"}).response

    def event(self, path: str) -> threading.Event:
        return self._given.setdefault(path, threading.Event())


class Kept:
    """A sandbox with a state file, and what it answered."""

    def __init__(self, start: Callable[..., Any], path: Path, host: str) -> None:
        self._start, self._path, self._host = start, path, host
        self.asked: dict[str, tuple[str, dict[str, Any]]] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        self.begin()

    def begin(self) -> None:
        self.process = self._start("--state", self._path, "--allow-host", self._host)
        self.control = Control(self.process.url)

    def again(self) -> None:
        """End it as `kill -9` does, and start it anew."""
        self.process.stop(signal.SIGKILL)
        self.control.__exit__()
        self.begin()

    def limit(self, room: int | None) -> None:
        """How much more may be written to the file; None: whatever is asked."""
        size = resource.RLIM_INFINITY if room is None else self._path.stat().st_size + room
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def create(self, operation: str, body: dict[str, Any]) -> int:
        """Make a numbered request, and note how it was answered."""
        number = body["sequence_id"]
        self.asked[number] = (operation, body)
        answer = self.answers[number] = self.control.call(operation, body)
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
            if answer["response_code"] in SUCCESS:
                again = self.control.call(operation, body)
                assert (again["response_code"], again["response_result"]) == (
                    507,
                    answer["response_result"],
                ), number
                results.append(answer["response_result"])
            else:
                assert answer["response_code"] == FAILED
        messages = self.control.shown(limit=1_000_000)
        sent = [result[0]["message_id"] for result in results if isinstance(result, list)]
        assert sorted(message["message_id"] for message in messages) == sorted(sent)
        for file in (result for result in results if isinstance(result, dict)):
            shown = self.control.result("file/details", {"id": file["id"]})
            assert shown | {"link": ""} == file | {"link": ""}  # another port after a restart


@pytest.fixture
def kept(start_process: Callable[..., Any], tmp_path: Path) -> Iterator[tuple[Kept, Shelf]]:
    with Shelf() as files:
        sandbox = Kept(start_process, tmp_path / "state", files.host)
        yield sandbox, files
        sandbox.control.__exit__()


def test_a_write_that_fails_while_another_request_waits(kept: tuple[Kept, Shelf]) -> None:
    """The one that waits is executed on the state of the account, recorded, and protected."""
    sandbox, files = kept
    assert sandbox.send("first") == 801
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(sandbox.add_file, "slow")
        assert files.asked.acquire(timeout=60)
        sandbox.limit(100_000)
        with pytest.raises(ValueError, match=r"^PATCH /sandbox/account: "):
            sandbox.control.account(stop_list=["380501111111"] * 20_000)
        assert sandbox.send("too long", "x" * 1000) == 801
        files.event("/slow.txt").set()
        assert waiting.result(60) == 0
    sandbox.check()
    sandbox.again()
    sandbox.check()
    assert sandbox.control.account()["stop_list"] == []


def test_what_cannot_be_recorded_has_not_happened(kept: tuple[Kept, Shelf]) -> None:
    sandbox, _ = kept
    assert sandbox.send("first") == 801
    balance = sandbox.control.call("user/balance", {})
    sandbox.limit(0)
    assert sandbox.send("second") == FAILED
    assert sandbox.control.call("user/balance", {}) == balance
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
    for room in range(150, 600, MORE_ROOM):
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
    sandbox.control.reset()
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
            with suppress(ValueError):  # there may be no room
                sandbox.control.account(stop_list=["380501111111"] * 500)
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
