"""`turbosms campaign work`: a worker that stays, and tells what happens."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.cli.running import rows
from tests.kit.waiting import wait_for
from tests.kit.warm.programs import TURBOSMS_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.campaigns.kit import Make, Open
    from tests.kit.control import Control
    from tests.kit.warm.programs import Program, Programs

A, B = "380501111111", "380502222222"


class Working(Protocol):
    """Starts the command; the files have what it has printed."""

    def __call__(self, *options: str) -> Program: ...


@pytest.fixture
def stdout(tmp_path: Path) -> Path:
    return tmp_path / "stdout.txt"


@pytest.fixture
def stderr(tmp_path: Path) -> Path:
    return tmp_path / "stderr.txt"


@pytest.fixture
def working(
    environment: dict[str, str], programs: Programs, stdout: Path, stderr: Path
) -> Iterator[Working]:
    started: list[Program] = []

    def start(*options: str) -> Program:
        with (
            open("/dev/null", "rb") as nothing,  # noqa: PTH123 - a device
            stdout.open("wb") as output,
            stderr.open("wb") as notes,
        ):
            streams = [nothing.fileno(), output.fileno(), notes.fileno()]
            words = [TURBOSMS_FILE, "campaign", "work", *options]
            started.append(programs.start(words, environment, streams))
        return started[-1]

    yield start
    for program in started:
        program.kill()
        program.wait()


def test_it_sends_what_is_started_later(
    working: Working, make: Make, opened: Open, control: Control, stdout: Path
) -> None:
    """With the events of all campaigns as lines of JSON."""
    make(A, state="running", name="first")
    program = working()
    wait_for(lambda: control.sent_to() == [A])
    make(B, name="second")
    with opened() as campaigns:
        campaigns.get("second").start()
    wait_for(lambda: '"campaign":"second"' in stdout.read_text() and B in control.sent_to())
    wait_for(lambda: stdout.read_text().count('"finished"') == 2)
    program.send_signal(signal.SIGTERM)
    assert program.wait(120) == 0
    events = rows(stdout.read_text())
    told = [(event["campaign"], event["kind"]) for event in events]
    assert ("first", "finished") in told
    assert [kind for name, kind in told if name == "second"] == ["created", "started", "finished"]
    assert all(event["type"] == "event" and event["at"] and event["text"] for event in events)


def test_for_people(working: Working, make: Make, stdout: Path) -> None:
    make(A, state="running")
    program = working("--no-json")
    wait_for(lambda: "sale: Finished" in stdout.read_text())
    program.send_signal(signal.SIGINT)
    assert program.wait(120) == 0
    line = stdout.read_text().splitlines()[-1]
    assert line.endswith("  sale: Finished: nobody is left to send to")


def test_it_makes_the_database(working: Working, stderr: Path, tmp_path: Path) -> None:
    program = working()
    wait_for(lambda: "Working." in stderr.read_text())
    program.send_signal(signal.SIGINT)
    assert program.wait(120) == 0
    assert (tmp_path / "campaigns.db").exists()
