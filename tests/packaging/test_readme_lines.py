"""The README's terminal lines, as printed, from the built wheel with the extra that they name."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.packaging.environments import ROOT
from tests.tools import find

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.checkout


def printed() -> list[tuple[str, str]]:
    """Each command of the README's session with the sandbox, and what it says that it prints."""
    readme = (ROOT / "README.md").read_text("utf-8")
    (session,) = [block for block in re.findall(r"```console\n(.*?)```", readme, re.DOTALL) if "--seed" in block]
    steps = [step.partition("\n") for step in session.split("$ ")[1:]]
    return [(command, output) for command, _, output in steps]


def test_the_lines_work_as_printed(install: Callable[..., Path], tmp_path: Path) -> None:
    find("curl", "curl")
    python = install(sys.executable, "[sandbox]")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    (start, says), *calls = [(line.replace("8026", port), output.replace("8026", port)) for line, output in printed()]
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
        finally:
            sandbox.terminate()
    assert sandbox.returncode == 0


def test_the_spec_is_printed_from_the_wheel(install: Callable[..., Path], tmp_path: Path) -> None:
    python = install(sys.executable, "[cli]")
    command = [str(python.with_name("turbosms")), "spec"]
    for options, version in ([], "3.1.0"), (["--openapi", "3.0"], "3.0.3"), (["--view", "json"], "3.1.0"):
        done = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, check=True)
        assert json.loads(done.stdout)["openapi"] == version
    done = subprocess.run([*command, "--format", "yaml"], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout == (ROOT / "openapi.yaml").read_bytes()
