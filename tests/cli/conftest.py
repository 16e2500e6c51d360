"""The console script as a process of its own, against a sandbox that starts anew for each test."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.kit import processes
from tests.kit.processes import TURBOSMS
from tests.kit.terminals import Terminal
from tests.kit.warm.programs import TURBOSMS_FILE

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.running import OpenTerminal, Run
    from tests.kit.control import Control
    from tests.kit.warm.programs import Programs


@pytest.fixture(autouse=True)
def _anew(control: Control) -> None:
    """Every command meets the sandbox in its opening state."""


@pytest.fixture
def environment(sandbox: str, tmp_path: Path) -> dict[str, str]:
    """The environment of the command.

    The sandbox's token and address, a config file of its own, a usual terminal.

    To read the certificates of the system costs more than most commands do, and the sandbox has
    none.
    """
    kept = ("PATH", "TMPDIR", "COVERAGE_PROCESS_START")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "SSL_CERT_DIR": str(tmp_path),
        "TERM": "xterm-256color",
        "TURBOSMS_TOKEN": "sandbox",
        "TURBOSMS_BASE_URL": sandbox,
        "TURBOSMS_CONFIG": str(tmp_path / "turbosms.toml"),
    }


@pytest.fixture
def terminal(environment: dict[str, str], programs: Programs) -> Iterator[OpenTerminal]:
    """Opens pseudo-terminals."""
    with ExitStack() as stack:

        def start(
            *args: str,
            columns: int = 100,
            lines: int = 24,
            stdout: int | None = None,
            **env: str | None,
        ) -> Terminal:
            command, changed = [TURBOSMS_FILE, *args], merged(environment, env)
            size = (columns, lines)
            return stack.enter_context(Terminal(command, changed, size, stdout, programs=programs))

        yield start


@pytest.fixture
def run(environment: dict[str, str], programs: Programs) -> Run:
    """Runs the command to its end."""

    def call(
        *args: str,
        input: str | None = None,  # noqa: A002 - as above
        tty: bool = False,
        **env: str | None,
    ) -> subprocess.CompletedProcess[str]:
        changed = merged(environment, env)
        if any(name.startswith("PYTHON") for name in env):
            return processes.run(*TURBOSMS, *args, input=input or "", env=changed)
        command = [TURBOSMS_FILE, *args]
        if tty:
            with Terminal(command, changed, (100, 24), programs=programs) as screen:
                return screen.finished(input)
        return programs.run(command, changed, input or "")

    return call


def merged(environment: dict[str, str], more: dict[str, str | None]) -> dict[str, str]:
    """An environment with changes; None takes a variable away."""
    return {name: value for name, value in {**environment, **more}.items() if value is not None}
