"""A send that stops half-way prints the command that finishes it.

That command, as printed, sends nothing twice.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from tests.cli.repeats import commands, repeated
from tests.cli.running import rows
from tests.kit.debian import find
from tests.kit.processes import TURBOSMS, Process
from tests.kit.terminals import Terminal

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.running import OpenTerminal, Run
    from tests.kit.control import Control

A = "380501111111"
BUSY: dict[str, Any] = {"status": 503, "headers": {"Retry-After": "3600"}}
"""Carried out, but the answer asks to come back so late that the call ends without a repeat."""
SMS = ("--sms", "TurboSMS", "--text", 'It\'s shipped: 5 € "today"')


@pytest.fixture
def finish(
    environment: dict[str, str], tmp_path: Path
) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Run what was printed, as bash understands it."""

    def call(said: str) -> subprocess.CompletedProcess[str]:
        assert len(commands(said)) == 1
        return repeated(said, environment, tmp_path)

    return call


def until_sent(control: Control, count: int) -> None:
    """Wait until the sandbox has so many messages."""
    deadline = time.monotonic() + 120
    while len(sent(control)) < count:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def sent(control: Control) -> list[Any]:
    return control.shown(limit=100_000)


def ctrl_c(screen: Terminal) -> None:
    screen.interrupt()


def ended(screen: Terminal) -> None:
    screen.process.send_signal(signal.SIGTERM)


@pytest.mark.parametrize("stop", [ctrl_c, ended])
def test_stopped_while_it_waits_for_the_answer(
    stop: Callable[[Terminal], None], terminal: OpenTerminal, control: Control, finish: Any
) -> None:
    control.fault("message/send", "delay", seconds=20)
    screen = terminal("send", A, *SMS, columns=250)
    until_sent(control, 1)
    stop(screen)
    assert screen.wait() == 4
    assert "Traceback" not in screen.text
    done = finish(screen.text)
    assert (done.returncode, done.stderr) == (0, "")
    assert rows(done.stdout)[-1]["replayed"] is True
    (message,) = sent(control)
    assert rows(done.stdout)[0]["message_id"] == message["message_id"]
    assert message["channels"][0]["text"] == SMS[-1]


def test_pressed_again_and_again(terminal: OpenTerminal, control: Control, finish: Any) -> None:
    control.fault("message/send", "delay", seconds=20)
    screen = terminal("send", A, *SMS, columns=250)
    until_sent(control, 1)
    for _ in range(30):
        screen.process.send_signal(signal.SIGINT)
        time.sleep(0.003)
    assert screen.wait() == 4
    assert finish(screen.text).returncode == 0
    assert len(sent(control)) == 1


def test_stopped_in_the_middle_of_a_long_list(
    terminal: OpenTerminal, control: Control, finish: Any, tmp_path: Path
) -> None:
    control.account(balance=100_000)
    (tmp_path / "list.txt").write_text("".join(f"38050{number:07}\n" for number in range(12_000)))
    screen = terminal("send", "--from", str(tmp_path / "list.txt"), *SMS, columns=250)
    screen.expect("Send to 12,000 recipients? [y/N]:")
    for seconds in (0, 20):  # the first part passes, the answer to the second does not come
        control.fault("message/send", "delay", seconds=seconds)
    screen.send("y\r")
    until_sent(control, 10_000)
    screen.interrupt()
    assert screen.wait() == 4
    assert "5,000 accepted, 5,000 unknown, 2,000 not sent of 12,000." in screen.text
    done = finish(screen.text)
    assert done.returncode == 0, done.stderr
    assert rows(done.stdout)[-1]["accepted"] == 12_000
    assert len({message["recipient"] for message in sent(control)}) == len(sent(control)) == 12_000


@pytest.mark.parametrize(
    "source",
    [
        "cat list | turbosms send --from -",
        "turbosms send --from <(cat list)",
        "turbosms send --from=- < list",
    ],
)
def test_stopped_after_a_pipe_was_read(
    source: str, environment: dict[str, str], control: Control, finish: Any, tmp_path: Path
) -> None:
    """What comes through a pipe is not there again."""
    (tmp_path / "list").write_text(f"name;phone\nAnna;{A}\nBorys;380502222222\n")
    control.fault("message/send", "delay", seconds=20)
    script = (
        f'turbosms() {{ "{sys.executable}" -m turbosms_cli "$@"; }}; cd {tmp_path}\n{source} "$@"'
    )
    command = [find("bash"), "-c", script, "bash", "--column", "phone", *SMS]
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    screen = Terminal(command, {**environment, "TMPDIR": str(temporary)}, (250, 24))
    try:
        until_sent(control, 2)
        assert not list(temporary.iterdir())
        screen.interrupt()
        assert screen.wait() == 4
    finally:
        screen.close()
    (kept,) = temporary.iterdir()
    assert f"are kept for this in {kept}." in screen.text
    assert kept.stat().st_mode & 0o077 == 0
    done = finish(screen.text)
    assert (done.returncode, done.stderr) == (0, "")
    assert [row.get("input") for row in rows(done.stdout)] == [A, "380502222222", None]
    assert rows(done.stdout)[-1]["replayed"] is True
    assert len(sent(control)) == 2


@pytest.mark.one_interpreter
def test_an_answer_that_stays_lost(run: Run, control: Control, finish: Any) -> None:
    control.fault("message/send", "drop_after", times=4)
    done = run("send", A, *SMS, "--sequence-id=mine")
    assert done.returncode == 4
    recipient, summary, error = rows(done.stdout)
    assert (recipient["input"], recipient["accepted"], summary["unknown"], summary["unsent"]) == (
        A,
        None,
        1,
        0,
    )
    assert (error["error"], error["sequence_id"]) == ("OutcomeUnknownError", "mine")
    assert f"  {error['repeat']}\n" in done.stderr
    assert "no response says whether it was executed" in done.stderr
    assert finish(done.stderr).returncode == 0
    assert len(sent(control)) == 1


def test_what_the_last_answer_was(run: Run, control: Control) -> None:
    control.fault("message/send", "http_after", **BUSY)
    done = run("send", A, *SMS, "--no-json")
    assert done.returncode == 4
    assert "Last error: message/send: HTTP 503" in done.stderr
    assert done.stdout == "1 unknown of 1.\n"


def test_money_that_ends_half_way(run: Run, control: Control, finish: Any, tmp_path: Path) -> None:
    control.account(balance=2_000)
    (tmp_path / "list.txt").write_text("".join(f"38050{number:07}\n" for number in range(6_000)))
    done = run("send", "--from", str(tmp_path / "list.txt"), *SMS, "--yes")
    assert done.returncode == 3
    *_, error, summary = rows(done.stdout)
    assert (error["code"], summary["accepted"], summary["refused"]) == (203, 5_000, 1_000)
    control.account(balance=10_000)
    assert finish(done.stderr).returncode == 0
    assert len(sent(control)) == 6_000


@contextmanager
def clock_moves_on_after_the_first_part(control: Control) -> Iterator[None]:
    """An hour passes in the sandbox while the answer to the first part is held back."""
    done = threading.Event()
    control.fault("message/send", "delay", seconds=8)

    def move() -> None:
        while not done.is_set():
            if len(control.control("GET", "messages?limit=1")["messages"]) == 1:
                control.advance(3600)
                return
            done.wait(0.05)

    mover = threading.Thread(target=move)
    mover.start()
    try:
        yield
    finally:
        done.set()
        mover.join()


def test_a_time_that_is_over_for_the_rest(run: Run, control: Control, tmp_path: Path) -> None:
    control.account(balance=10_000)
    (tmp_path / "list.txt").write_text("".join(f"38050{number:07}\n" for number in range(5_001)))
    soon = dt.datetime.now(ZoneInfo("Europe/Kyiv")) + dt.timedelta(minutes=30)
    at = ("--at", f"{soon:%Y-%m-%d %H:%M:%S}")
    with clock_moves_on_after_the_first_part(control):
        done = run("send", "--from", str(tmp_path / "list.txt"), *SMS, *at, "--yes")
    assert done.returncode == 3, done.stdout
    *_, error, summary = rows(done.stdout)
    assert (error["code"], summary["accepted"], summary["refused"]) == (403, 5_000, 1)
    assert "--sequence-id" in done.stderr


@pytest.mark.one_interpreter
def test_a_time_that_is_over_when_it_is_repeated(run: Run, control: Control, finish: Any) -> None:
    """What was sent in time is found out afterwards too."""
    control.fault("message/send", "http_after", **BUSY)
    kyiv = ZoneInfo("Europe/Kyiv")
    soon = dt.datetime.now(kyiv) + dt.timedelta(seconds=3)
    done = run("send", A, *SMS, "--at", f"{soon:%Y-%m-%d %H:%M:%S}")
    assert done.returncode == 4
    while dt.datetime.now(kyiv) <= soon:
        time.sleep(0.1)
    again = finish(done.stderr)
    assert (again.returncode, again.stderr) == (0, "")
    assert rows(again.stdout)[-1]["replayed"] is True
    assert len(sent(control)) == 1


def test_no_connection(run: Run, closed_port: str) -> None:
    done = run("send", A, *SMS, TURBOSMS_BASE_URL=closed_port)
    assert done.returncode == 1
    error, summary = rows(done.stdout)
    assert (error["error"], summary["accepted"]) == ("RequestNotSentError", 0)
    assert "--sequence-id" in done.stderr


@pytest.mark.thorough_only
def test_100_000_lines_take_half_a_kilobyte_each(
    environment: dict[str, str], control: Control, tmp_path: Path
) -> None:
    control.account(balance=1_000_000)
    peaks = []
    for count in (10_000, 100_000):
        file = tmp_path / f"{count}.csv"
        file.write_text(
            "name;phone\n" + "".join(f"A;38050{count + number:07}\n" for number in range(count))
        )
        words = ("send", "--from", file, "--column", "phone", *SMS, "--yes")
        with (
            (tmp_path / "out").open("wb") as out,
            Process(*TURBOSMS, *words, env=environment, stdout=out) as program,
        ):
            _, status, usage = os.wait4(program.pid, 0)
            program.process.returncode = os.waitstatus_to_exitcode(status)
        assert program.process.returncode == 0
        assert rows((tmp_path / "out").read_text())[-1]["accepted"] == count
        peaks.append(usage.ru_maxrss)  # KiB
    assert (peaks[1] - peaks[0]) * 1024 < 90_000 * 700, peaks
