"""The three commands of README, from `make sandbox` to delivery reports, as they stand there."""

from __future__ import annotations

import os
import re
import signal
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.running import rows
from tests.docs.translated_pages import sections_of
from tests.kit.control import Control
from tests.kit.debian import find
from tests.kit.processes import ROOT, Process, free_port, output
from tests.kit.terminals import Terminal
from tests.kit.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

READMES = {"en": ROOT / "README.md", "uk": ROOT / "docs" / "uk" / "README.md"}


def section_in(language: str) -> str:
    sections = sections_of(READMES[language].read_text("utf-8"))
    texts = {section.anchor: section.text for section in sections}
    return texts["delivery-reports-as-they-come"]


def lines_of(language: str) -> list[str]:
    """The commands of the section."""
    return re.findall(r"^\$ (.*)$", section_in(language), re.MULTILINE)


def printed_in(language: str) -> str:
    """What the second command prints, as the section shows it."""
    (printed,) = re.findall(r"```text\n(.*?)```", section_in(language), re.DOTALL)
    return str(printed)


def without_times_and_ids(text: str) -> str:
    time = r"^(?:\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4}) \d\d:\d\d:\d\d"
    text = re.sub(time, "TIME", text.replace("\r\n", "\n"), flags=re.MULTILINE)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", text)


class Commands:
    """The three commands, at ports at which nothing listens."""

    def __init__(self, language: str, sandbox_port: int, home: Path) -> None:
        self.sandbox_port = sandbox_port
        lines = [line.replace("8026", str(sandbox_port)) for line in lines_of(language)]
        make, listen, send = lines
        self.make = f"{make} --no-print-directory PORT={sandbox_port}"
        self.listen = f"{listen} --port {free_port()}"
        self.send = send
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TERM": "xterm",
            "LANG": "C.UTF-8",
        }

    def bash(self, line: str) -> list[str]:
        return [find("bash"), "-c", line]

    def run_send(self) -> None:
        with Control(f"http://127.0.0.1:{self.sandbox_port}") as control:
            output(*self.bash(self.send), env=self.environment, cwd=ROOT)
            control.advance(60)


@pytest.fixture
def language() -> str:
    """Of the README; a test may have a parameter of this name."""
    return "en"


@pytest.fixture
def commands(language: str, tmp_path: Path) -> Iterator[Commands]:
    """With the first one under way."""
    find("make")
    made = Commands(language, free_port(), tmp_path)
    # In a session of its own, so that the sandbox that make starts ends with it.
    with Process(*made.bash(made.make), cwd=ROOT, env=os.environ, group=True) as sandbox:
        assert sandbox.line().endswith(f"listens on http://127.0.0.1:{made.sandbox_port}")
        yield made
        sandbox.stop(signal.SIGINT)


@pytest.mark.parametrize("language", READMES)
def test_there_are_three(language: str) -> None:
    lines = lines_of(language)
    assert len(lines) == 3
    assert lines[0] == "make sandbox"
    assert printed_in(language)


def test_on_terminals(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    line = commands.bash(commands.listen)
    with Terminal(line, commands.environment, (120, 24)) as screen:
        screen.expect("Listening on http://127.0.0.1:")
        screen.expect("keeps them beyond the end of this command.\r\n")
        commands.run_send()
        shown = screen.expect("Delivered  ")
        shown += screen.expect("\r\n")
        screen.interrupt()
        assert screen.wait() == 0
        assert "Received 5 calls: 5 new." in screen.text
    assert without_times_and_ids(shown) == without_times_and_ids(printed_in("en"))


@pytest.mark.thorough_only
@pytest.mark.parametrize("language", ["uk"])
def test_on_terminals_in_ukrainian(
    commands: Commands, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    expected = without_times_and_ids(printed_in(language)).splitlines()
    line = commands.bash(commands.listen)
    with Terminal(line, commands.environment, (120, 24)) as screen:
        screen.expect("--database")
        commands.run_send()
        for event in expected:
            screen.expect(f"{event.split()[2]} ")
        screen.expect("\r\n")
        screen.interrupt()
        assert screen.wait() == 0
    shown = without_times_and_ids(screen.text).splitlines()
    assert [line for line in shown if line.startswith("TIME")] == expected


def test_into_a_pipe(commands: Commands) -> None:
    line = commands.bash(commands.listen)
    with ExitStack() as stack:
        listening = stack.enter_context(Process(*line, env=commands.environment, cwd=ROOT))
        wait_for(lambda: "Listening on http://127.0.0.1:" in listening.said())
        commands.run_send()
        printed: list[Any] = rows("\n".join(listening.line() for _ in range(5)))
        ended = listening.stop(signal.SIGINT)
    assert ended.code == 0
    assert ended.stdout == ""
    told = [f"{row['channel']} {row['status']}" for row in printed]
    shown = [" ".join(line.split()[2:4]) for line in printed_in("en").splitlines()]
    assert told == shown
