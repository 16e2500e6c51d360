"""The README's lines and commands, as printed, from the built wheel with the extra they name."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Terminal
from tests.kit.tools import find
from tests.packaging.environments import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.checkout


# Shows how commands are used: all of them in one process.
HELPS = """
import sys
from turbosms_cli.root import turbosms
for command in sys.argv[1:]:
    turbosms([command, "--help"], prog_name="turbosms", standalone_mode=False)
"""


def steps() -> list[tuple[str, str]]:
    """The README's commands from the start of its sandbox on, in its order.

    Each with what it says that it prints.
    """
    readme = (ROOT / "README.md").read_text("utf-8")
    blocks = re.findall(r"```console\n(.*?)```", readme, re.DOTALL)
    found = [step.partition("\n") for block in blocks for step in block.split("$ ")[1:]]
    commands = [(command, output) for command, _, output in found]
    (start,) = [index for index, (command, _) in enumerate(commands) if "--seed" in command]
    return commands[start:]


def as_shown(line: str, environment: dict[str, str]) -> str:
    """What stands on a terminal at the end of a line of bash, which has to succeed."""
    screen = Terminal([find("bash", "bash"), "-c", line], environment, (120, 24))
    try:
        code = screen.wait()
    finally:
        screen.close()
    assert code == 0, screen.text
    # What was erased is gone, and a colour is none of the words.
    left = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", screen.output.rpartition("\x1b[2K")[2])
    return re.sub(r" +$", "", left.replace("\r\n", "\n"), flags=re.MULTILINE)


def without_times(text: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "TIME", text)


def test_the_lines_work_as_printed(install: Callable[..., Path], tmp_path: Path) -> None:
    """One after the other, with one sandbox, as typed by who reads from top to bottom."""
    find("curl", "curl")
    python = install(sys.executable, "[sandbox]")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    (start, says), *lines = [
        (line.replace("8026", port), output.replace("8026", port)) for line, output in steps()
    ]
    assert len(lines) == 9
    environment = {
        "PATH": f"{python.parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "TERM": "xterm",
    }
    command = [str(python.with_name("turbosms")), *start.split()[1:]]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as sandbox:
        try:
            assert sandbox.stdout is not None
            assert sandbox.stdout.readline() == says
            for line, output in lines:
                if line.startswith("export "):
                    environment |= dict(word.split("=", 1) for word in line.split()[1:])
                    continue
                shown = as_shown(f"cd {tmp_path}; {line}", environment)
                assert without_times(shown).rstrip("\n") == without_times(output).rstrip("\n")
        finally:
            sandbox.terminate()
    assert sandbox.returncode == 0


def test_every_command_is_in_the_wheel(
    install: Callable[..., Path], tmp_path: Path, sandbox: str
) -> None:
    """With `[cli]` alone, without what the sandbox needs."""
    python = install(sys.executable, "[cli]")
    turbosms = python.with_name("turbosms")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TURBOSMS_BASE_URL": sandbox}

    def run(*arguments: str, given: str = "") -> str:
        done = subprocess.run(
            [turbosms, *arguments],
            cwd=tmp_path,
            env=environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    listed = run("--help").partition("Commands:\n")[2]
    commands = [line.split()[0] for line in listed.splitlines()]
    assert len(commands) == 13
    commands.remove("sandbox")
    helps = subprocess.run(
        [python, "-c", HELPS, *commands], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    for command in commands:
        assert f"Usage: turbosms {command} " in helps
    run("login", "--sms", "TurboSMS", given="sandbox\n")
    (tmp_path / "invoice.pdf").write_bytes(b"%PDF-1.7 an invoice")
    sent = run("send", "380678998668", "--text", "From the wheel")
    assert json.loads(run("wait", "--from", "-", given=sent))["delivered"] is True
    assert len(run("details", "--no-json", "--from", "-", given=sent).splitlines()) > 1
    assert run("file", "add", "invoice.pdf")
    assert run("chat", "senders", "--no-json")
    assert run("codes", "414", "--no-json").startswith("414")
    assert "compdef" in run("completion", "zsh")


def test_the_spec_is_printed_from_the_wheel(install: Callable[..., Path], tmp_path: Path) -> None:
    python = install(sys.executable, "[cli]")
    command = [str(python.with_name("turbosms")), "spec"]
    for options, version in (
        ([], "3.1.0"),
        (["--openapi", "3.0"], "3.0.3"),
        (["--view", "json"], "3.1.0"),
    ):
        done = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, check=True)
        assert json.loads(done.stdout)["openapi"] == version
    done = subprocess.run(
        [*command, "--format", "yaml"], cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stdout == (ROOT / "openapi.yaml").read_bytes()
