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
from tests.packaging.environments import ROOT
from tests.tools import find

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


def printed(what: str) -> list[tuple[str, str]]:
    """Each command of the README's session with this in it, and what it says that it prints."""
    readme = (ROOT / "README.md").read_text("utf-8")
    (session,) = [
        block for block in re.findall(r"```console\n(.*?)```", readme, re.DOTALL) if what in block
    ]
    steps = [step.partition("\n") for step in session.split("$ ")[1:]]
    return [(command, output) for command, _, output in steps]


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
    find("curl", "curl")
    python = install(sys.executable, "[sandbox]")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    (start, says), *calls = [
        (line.replace("8026", port), output.replace("8026", port))
        for line, output in printed("--seed")
    ]
    command = [str(python.with_name("turbosms")), *start.split()[1:]]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as sandbox:
        try:
            assert sandbox.stdout is not None
            assert sandbox.stdout.readline() == says
            assert len(calls) >= 3
            for line, output in calls:
                done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
                assert (done.returncode, done.stderr) == (0, "")
                assert done.stdout == output.rstrip("\n")
            programs = {
                "PATH": f"{python.parent}:{os.environ['PATH']}",
                "HOME": str(tmp_path),
                "TERM": "xterm",
            }
            (export, nothing), *lines = printed("turbosms wait")
            assert (export.split()[0], nothing, len(lines)) == ("export", "", 3)
            environment = programs | dict(
                word.split("=", 1) for word in export.replace("8026", port).split()[1:]
            )
            for line, output in lines:
                assert without_times(
                    as_shown(f"cd {tmp_path}; {line}", environment)
                ) == without_times(output)
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
