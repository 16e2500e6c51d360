"""The README's lines and commands, as printed, from the built wheel with the extra they name."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.kit.debian import find
from tests.kit.processes import ROOT, Process, free_port, output
from tests.kit.terminals import Terminal
from tests.kit.waiting import wait_for
from tests.webhooks.calls import SECRET, as_json, call

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


READMES = {"en": ROOT / "README.md", "uk": ROOT / "docs" / "uk" / "README.md"}


def steps(language: str) -> list[tuple[str, str]]:
    """The README's commands from the start of its sandbox on up to another one, in its order.

    Each with what it says that it prints.
    """
    readme = READMES[language].read_text("utf-8")
    blocks = re.findall(r"```console\n(.*?)```", readme, re.DOTALL)
    found = [step.partition("\n") for block in blocks for step in block.split("$ ")[1:]]
    commands = [(command, output) for command, _, output in found]
    names = [command for command, _ in commands]
    (start,) = [index for index, command in enumerate(names) if "--seed" in command]
    return commands[start : names.index("make sandbox")]


def as_shown(line: str, environment: dict[str, str]) -> str:
    """What stands on a terminal at the end of a line of bash, which has to succeed."""
    with Terminal([find("bash"), "-c", line], environment, (120, 24)) as screen:
        code = screen.wait()
    assert code == 0, screen.text
    # What was erased is gone, and a colour is none of the words.
    left = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", screen.output.rpartition("\x1b[2K")[2])
    return re.sub(r" +$", "", left.replace("\r\n", "\n"), flags=re.MULTILINE)


def without_times(text: str) -> str:
    return re.sub(r"(?:\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4}) \d\d:\d\d:\d\d", "TIME", text)


@pytest.mark.parametrize("language", ["en", pytest.param("uk", marks=pytest.mark.thorough_only)])
def test_the_lines_work_as_printed(
    install: Callable[..., Path], tmp_path: Path, language: str
) -> None:
    """One after the other, with one sandbox, as typed by who reads from top to bottom."""
    find("curl")
    python = install(sys.executable, "[sandbox]")
    port = str(free_port())
    (start, says), *lines = [
        (line.replace("8026", port), output.replace("8026", port))
        for line, output in steps(language)
    ]
    assert len(lines) == 9
    environment = {
        "PATH": f"{python.parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "TERM": "xterm",
    }
    with Process(python.with_name("turbosms"), *start.split()[1:], cwd=tmp_path) as sandbox:
        assert f"{sandbox.line()}\n" == says
        for line, output in lines:
            if line.startswith("export "):
                environment |= dict(word.split("=", 1) for word in line.split()[1:])
                continue
            shown = as_shown(f"cd {tmp_path}; {line}", environment)
            assert without_times(shown).rstrip("\n") == without_times(output).rstrip("\n")
    assert sandbox.stop().code == 0


def test_every_command_is_in_the_wheel(
    install: Callable[..., Path], tmp_path: Path, sandbox: str
) -> None:
    """With `[cli]` alone, without what the sandbox needs."""
    python = install(sys.executable, "[cli]")
    turbosms = python.with_name("turbosms")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TURBOSMS_BASE_URL": sandbox}

    def run(*arguments: str, given: str = "") -> str:
        return output(turbosms, *arguments, cwd=tmp_path, env=environment, input=given)

    listed = run("--help").partition("Commands:\n")[2]
    commands = [line.split()[0] for line in listed.splitlines()]
    assert len(commands) == 16
    commands.remove("sandbox")
    helps = output(python, "-c", HELPS, *commands, cwd=tmp_path)
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
    (tmp_path / "secret.txt").write_text(SECRET)
    (tmp_path / "call.json").write_bytes(as_json(call()))
    checked = run("webhook", "check", "call.json", "--secret-file", "secret.txt")
    assert json.loads(checked)["matches"] is True
    with Process(
        *(turbosms, "webhook", "listen", "--port", 0, "--secret-file", "secret.txt"),
        cwd=tmp_path,
        env=environment,
    ) as listening:
        wait_for(lambda: "Listening on http://127.0.0.1:" in listening.said())
        assert listening.stop(signal.SIGINT).code == 0


def test_the_spec_is_printed_from_the_wheel(install: Callable[..., Path], tmp_path: Path) -> None:
    python = install(sys.executable, "[cli]")
    spec = partial(output, python.with_name("turbosms"), "spec", cwd=tmp_path)
    for options, version in (
        ([], "3.1.0"),
        (["--openapi", "3.0"], "3.0.3"),
        (["--view", "json"], "3.1.0"),
    ):
        assert json.loads(spec(*options))["openapi"] == version
    published = ROOT / "generated/turbosms_api/spec/openapi.yaml"
    assert spec("--format", "yaml") == published.read_text("utf-8")
