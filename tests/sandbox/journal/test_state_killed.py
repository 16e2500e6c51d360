"""A sandbox with a state file that is killed in the middle of its work.

What it answered is still there.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.effort import THOROUGH, examples
from tests.kit.control import Control, http_client
from tests.kit.facts import REPLAY, SUCCESS
from tests.kit.processes import TURBOSMS, Process, SandboxProcess
from tests.kit.waiting import wait_for
from tests.kit.warm.programs import TURBOSMS_FILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.kit.warm.programs import Programs

pytestmark = [
    pytest.mark.one_interpreter,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without a signal"),
]

HEADERS = {"Authorization": "Bearer sandbox"}
CLIENTS = 6
LOOKED_UP_AT_ONCE = 1_000
OPENING = 100_000_000
SEGMENT = 34
"""Both in kopecks."""
MOMENTS = (0.2, 0.3, 0.4, 0.5, 0.6) if THOROUGH else (0.2, 0.5)
"""Seconds after the beginning of a process; its first line comes within one."""


class Storm:
    """Clients that send until nobody answers any more.

    Every request has a number and recipients of its own.
    """

    def __init__(self) -> None:
        self.asked: dict[str, dict[str, Any]] = {}
        self.answered: dict[str, Any] = {}
        self._lock = threading.Lock()

    def request(self, chance: random.Random) -> tuple[str, dict[str, Any]]:
        with self._lock:
            number = f"n{len(self.asked)}"
            first = 1000 * len(self.asked)
            recipients = [f"38050{first + i:07}" for i in range(chance.choice([1, 1, 1, 2, 20]))]
            self.asked[number] = {
                "recipients": recipients,
                "sms": {"sender": "TurboSMS", "text": f"Text {number}"},
                "sequence_id": number,
            }
        return number, self.asked[number]

    def blow(self, address: str, chance: random.Random) -> None:
        with http_client(address, headers=HEADERS) as client:
            while True:
                number, body = self.request(chance)
                try:
                    answer = client.post("/message/send.json", json=body).json()
                except httpx2.TransportError:
                    return
                assert answer["response_code"] in SUCCESS, answer
                self.answered[number] = answer["response_result"]

    def rage(self, process: SandboxProcess, seconds: float) -> None:
        chances = [random.Random(i + seconds) for i in range(CLIENTS)]
        clients = [
            threading.Thread(target=self.blow, args=(process.url, chance)) for chance in chances
        ]
        enough = len(self.answered) + CLIENTS
        for client in clients:
            client.start()
        wait_for(lambda: len(self.answered) >= enough)
        time.sleep(seconds)
        ended = process.stop(signal.SIGKILL)
        for client in clients:
            client.join()
        assert ended.code == -signal.SIGKILL


def check(address: str, storm: Storm) -> None:
    """Everything answered is there.

    What was not answered is there wholly or not at all, and can be sent again.
    """
    with Control(address) as control:
        for number, result in storm.answered.items():
            again = control.call("message/send", storm.asked[number])
            assert (again["response_code"], again["response_result"]) == (507, result)
        ids = [row["message_id"] for result in storm.answered.values() for row in result]
        assert len(set(ids)) == len(ids)
        # One look-up takes a limited number of ids, and a quick machine sends more.
        for first in range(0, len(ids), LOOKED_UP_AT_ONCE):
            some = ids[first : first + LOOKED_UP_AT_ONCE]
            known = control.result("message/status", {"messages": some})
            assert [(row["message_id"], row["response_code"]) for row in known] == [
                (each, 0) for each in some
            ]
        for number in storm.asked.keys() - storm.answered.keys():
            again = control.call("message/send", storm.asked[number])
            assert again["response_code"] in (*REPLAY, *SUCCESS)
            storm.answered[number] = again["response_result"]
        shown = control.sent_to(limit=1_000_000)
        everybody = [number for body in storm.asked.values() for number in body["recipients"]]
        assert sorted(shown) == sorted(everybody)
        left = round(control.result("user/balance")["balance"] * 100)
        assert left == OPENING - SEGMENT * len(everybody)


def test_killed_again_and_again(start_process: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "state"
    storm = Storm()
    chance = random.Random()
    longest = 0.5 if THOROUGH else 0.1
    rounds = [chance.uniform(0, longest) for _ in range(examples(2, 8))]
    process = start_process("--state", str(path))
    with Control(process.url) as control:
        control.account(balance=OPENING // 100)
    for seconds in rounds:
        storm.rage(process, seconds)
        process = start_process("--state", str(path))
        check(process.url, storm)
    assert len(storm.answered) == len(storm.asked) > 10, rounds
    assert process.stop() == (0, "", "")
    assert [entry.name for entry in tmp_path.iterdir()] == ["state"]


def test_killed_while_it_starts(tmp_path: Path) -> None:
    path = tmp_path / "state"
    for seconds in MOMENTS:
        with Process(*TURBOSMS, "sandbox", "--port", 0, "--state", path) as process:
            time.sleep(seconds)
            assert process.stop(signal.SIGKILL).stderr == ""
    with SandboxProcess("--state", path) as sandbox, Control(sandbox.url) as control:
        assert control.shown() == []


def test_the_command_says_why_and_fails(
    programs: Programs, start_process: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "state"
    start_process("--state", str(path))
    foreign = tmp_path / "foreign"
    foreign.write_text("Dear diary\n", encoding="utf-8")
    for file, words in (
        (path, "in use by another sandbox"),
        (foreign, "is no state file"),
        (tmp_path, "Is a dir"),
    ):
        before = file.read_bytes() if file.is_file() else None
        command = [TURBOSMS_FILE, "sandbox", "--port", "0", "--state", str(file)]
        result = programs.run(command, os.environ)
        assert (result.returncode, result.stdout) == (1, "")
        assert words in result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert before is None or file.read_bytes() == before
