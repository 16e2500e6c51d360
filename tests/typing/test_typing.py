"""The public API as `mypy --strict` sees it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.checkout

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", ["consumer.py", "misuse.py"])
def test_mypy_agrees(name: str) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", str(HERE / name)]
    run = subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
