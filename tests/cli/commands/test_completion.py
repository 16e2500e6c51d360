"""Completion, in real shells: a command, an option, and what an option takes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.kit import processes
from tests.kit.debian import find
from tests.kit.terminals import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Run
    from tests.kit.warm.programs import Programs

# What is typed, and what the shell then offers.
TYPED = [
    ("turbosms bal", ["balance"]),
    ("turbosms s", ["sandbox", "send", "spec", "status", "suppress"]),
    ("turbosms send --sms", ["--sms", "--sms-text"]),
    ("turbosms chat ", ["messages", "recipients", "send", "senders", "sessions", "watch"]),
    ("turbosms webhook ", ["check", "listen"]),
    ("turbosms completion ", ["bash", "fish", "zsh"]),
    ("turbosms ping --profile s", ["second", "shop"]),
    ("turbosms codes REQUIRED_A", ["REQUIRED_ACTIVE_USER", "REQUIRED_AUTH"]),
    ("turbosms codes 41", [str(code) for code in range(410, 420)]),
    ("turbosms codes 8", ["800", "801", "802", "803"]),
]


@pytest.fixture
def place(
    environment: dict[str, str], tmp_path: Path, run: Run, programs: Programs
) -> dict[str, str]:
    """An environment in which the shells find `turbosms`, and the scripts lie at `tmp_path`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    programs.write_command(folder / "turbosms")
    (tmp_path / "turbosms.toml").write_text("[second]\n[shop]\n[default]\n")
    for shell in ("bash", "zsh", "fish"):
        done = run("completion", shell)
        assert (done.returncode, done.stderr) == (0, "")
        (tmp_path / f"turbosms.{shell}").write_text(done.stdout)
    return {**environment, "PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(tmp_path)}


@pytest.fixture
def ask(place: dict[str, str], tmp_path: Path) -> Callable[..., str]:
    def call(*command: str) -> str:
        done = processes.run(*command, env=place, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return call


BASH = """
source turbosms.bash
complete -p turbosms > /dev/null
while IFS= read -r typed; do
    IFS=$'\\n' COMP_WORDS=($(printf '%s' "${typed}X" | tr ' ' '\\n')) COMPREPLY=()
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMP_WORDS[COMP_CWORD]=${COMP_WORDS[COMP_CWORD]%X}
    _turbosms_completion turbosms "${COMP_WORDS[COMP_CWORD]}"
    echo $(printf '%s\\n' "${COMPREPLY[@]}" | sort)
done <<'TYPED'
@TYPED
TYPED
"""


def test_bash(ask: Callable[..., str]) -> None:
    script = BASH.replace("@TYPED", "\n".join(typed for typed, _ in TYPED))
    assert [line.split() for line in ask("bash", "--norc", "-c", script).splitlines()] == [
        offer for _, offer in TYPED
    ]


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_the_tab_key(place: dict[str, str], shell: str) -> None:
    """Where nothing else is set up: in zsh not even completion itself."""
    bare = {"bash": ["--norc", "--noprofile"], "zsh": ["--no-rcs"]}[shell]
    screen = Terminal([find(shell, shell), *bare, "-i"], place, (100, 24))
    try:
        screen.send("cd; PS1=ready'> '\r")
        screen.expect("ready> ")
        screen.send(f"source turbosms.{shell}\r")
        screen.expect("ready> ")
        screen.send("turbosms bal\t")
        screen.expect("turbosms balance")
        screen.send("--js\t")
        screen.expect("--json")
        screen.send("\r")
        screen.expect('{"balance":"10000.00","currency":"UAH"}')
    finally:
        screen.close()


@pytest.mark.one_case_in(4)
@pytest.mark.parametrize(
    "words",
    [
        *("send --from", "send --file", "chat send 1 --file", "wait --from", "file add"),
        *("webhook check", "webhook listen --database", "login --webhook-secret-file"),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_the_tab_key_knows_files(
    place: dict[str, str], tmp_path: Path, shell: str, words: str
) -> None:
    (tmp_path / "customers.csv").touch()
    bare = {"bash": ["--norc", "--noprofile"], "zsh": ["--no-rcs"]}[shell]
    screen = Terminal([find(shell, shell), *bare, "-i"], place, (100, 24))
    try:
        screen.send(f"cd; source turbosms.{shell}; PS1=ready'> '\r")
        screen.expect("ready> ")
        screen.send(f"turbosms {words} cust\t")
        screen.expect("customers.csv")
    finally:
        screen.close()


@pytest.mark.thorough_only
def test_zsh_understands_it(ask: Callable[..., str]) -> None:
    ask(find("zsh"), "-n", "turbosms.zsh")


@pytest.mark.thorough_only
def test_fish(ask: Callable[..., str]) -> None:
    fish = find("fish", "fish")
    ask(fish, "--no-execute", "turbosms.fish")
    for typed, offer in TYPED:
        script = f"source turbosms.fish; complete --do-complete '{typed}'"
        lines = ask(fish, "--no-config", "--command", script).splitlines()
        assert sorted(line.split("\t")[0] for line in lines) == offer
