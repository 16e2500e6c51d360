"""Commands run from outside, as a user would, and the Pythons that this machine has."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> str:
    """The output of a command that has to succeed."""
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "VIRTUAL_ENV")
    }
    done = subprocess.run(
        command, cwd=cwd, env=env | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@cache
def pythons() -> dict[str, str]:
    """Version → path of each supported Python that is here, oldest first."""
    rows = (line.split(" ", 1) for line in run(ROOT / ".ci/pythons").splitlines())
    return {version: path for version, path in rows if path}
