"""Runs the steps of a consumer as its user would.

In a directory with the published spec and the consumer's files.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tests.consumers.declarations import DECLARATION, REACHED, Consumer
from tests.consumers.published_spec import published
from tests.consumers.tools import WORK, alone, environment
from tests.kit.control import Control, passing_time
from tests.kit.processes import Process, SandboxProcess

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE: Final = 240.0
"""Seconds that a step may take: on a busy machine, Java takes long."""
_STAMP: Final = ".installed.json"


@dataclass(frozen=True)
class Ran:
    """A step that was run."""

    step: str
    status: int
    seconds: float
    output: str
    """What it printed."""
    errors: str
    """What it printed to the standard error."""


@dataclass(frozen=True)
class Outcome:
    """What became of a consumer.

    Its steps up to the first that failed, and what the sandbox has afterwards.
    """

    ran: list[Ran]
    messages: list[dict[str, Any]]
    """`GET /sandbox/messages` after `send`."""

    @property
    def reached(self) -> list[str]:
        """Of generated, compiled and sent, what succeeded."""
        return [REACHED[ran.step] for ran in self.ran if ran.status == 0 and ran.step in REACHED]

    def report(self) -> str:
        """All of it for a person to read."""
        return "\n".join(
            (
                f"--- {ran.step}: status {ran.status}, {ran.seconds:.1f} s\n"
                f"{ran.output}{ran.errors}"
            ).rstrip()
            for ran in self.ran
        )


def run(consumer: Consumer) -> Outcome:
    """All its steps, with a sandbox of its own for the last."""
    with alone(consumer.name):
        return _run_all(consumer)


def recompile(consumer: Consumer, word: str, other: str) -> Ran:
    """`compile` once more where `run` left off, with another word in the program."""
    with alone(consumer.name):
        directory = WORK / consumer.name
        for name in consumer.program:
            text = (consumer.directory / name).read_text("utf-8")
            (directory / name).write_text(text.replace(word, other), "utf-8")
        return _run_one("compile", consumer.steps["compile"], directory, environment(consumer))


def _run_all(consumer: Consumer) -> Outcome:
    settings = environment(consumer)
    directory, installed = _prepared(consumer)
    before = {path.name for path in directory.iterdir()}
    outcome = Outcome([], [])
    for step, command in consumer.steps.items():
        if step == "install" and installed:
            continue
        if step == "send":
            with SandboxProcess() as process, Control(process.url) as control:
                of_sandbox = {"TURBOSMS_BASE_URL": process.url, "TURBOSMS_TOKEN": "sandbox"}
                with passing_time(control, seconds=60, every=0.2):
                    outcome.ran.append(_run_one(step, command, directory, settings | of_sandbox))
                outcome.messages.extend(control.shown())
        else:
            outcome.ran.append(_run_one(step, command, directory, settings))
        if outcome.ran[-1].status:
            break
        if step == "install":
            made = sorted({path.name for path in directory.iterdir()} - before)
            (directory / _STAMP).write_text(
                json.dumps({"digest": _digest(consumer), "made": made}), "utf-8"
            )
    return outcome


def _prepared(consumer: Consumer) -> tuple[Path, bool]:
    """A directory with the spec, the consumer's files and what `install` made of the same files."""
    # Tools that look for settings in the directories above stop at what looks like a repository:
    # not at this one.
    (WORK / ".git").mkdir(parents=True, exist_ok=True)
    directory = WORK / consumer.name
    directory.mkdir(exist_ok=True)
    stamp = directory / _STAMP
    state = json.loads(stamp.read_text("utf-8")) if stamp.exists() else {}
    installed = state.get("digest") == _digest(consumer)
    kept = {*state["made"], _STAMP} if installed else set()
    for path in directory.iterdir():
        if path.name not in kept:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    for name in files_of(consumer):
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(consumer.directory / name, directory / name)
    shutil.copytree(published(), directory / "spec")
    return directory, installed


def files_of(consumer: Consumer) -> list[str]:
    """Its files but for the declaration, and without what stands there for other reasons."""
    found = (
        path
        for path in consumer.directory.rglob("*")
        if path.is_file() and path.name != DECLARATION
    )
    names = [path.relative_to(consumer.directory).as_posix() for path in found]
    return sorted(
        name for name in names if not {"node_modules", "__pycache__"} & {*name.split("/")}
    )


def _digest(consumer: Consumer) -> str:
    texts = [
        (consumer.directory / name).read_bytes()
        for name in files_of(consumer)
        if name not in consumer.program
    ]
    texts += [consumer.steps.get("install", "").encode(), sys.version.encode()]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def _run_one(step: str, command: str, directory: Path, settings: dict[str, str]) -> Ran:
    began = time.monotonic()
    shell = ("bash", "-euo", "pipefail", "-c", command)
    with Process(*shell, cwd=directory, env=settings, group=True) as process:
        try:
            code, output, errors = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            code, output, errors = process.stop(signal.SIGKILL)
            errors += "stopped, since it took too long\n"
    return Ran(step, code, time.monotonic() - began, output, errors)
