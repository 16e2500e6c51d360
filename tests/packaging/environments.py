"""Commands run from outside, as a user would, and the Pythons that this machine has."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from tests.kit.processes import ROOT, environment, output

UV = Path(sys.executable).with_name("uv")


def run(*command: str | Path, cwd: Path = ROOT, **changes: str) -> str:
    """The output of a command that has to succeed."""
    return output(*command, cwd=cwd, env=environment("PYTHONPATH", "VIRTUAL_ENV", **changes))


@cache
def pythons() -> dict[str, str]:
    """Version → path of each supported Python that is here, oldest first."""
    rows = (line.split(" ", 1) for line in run(ROOT / ".ci/pythons").splitlines())
    return {version: path for version, path in rows if path}
