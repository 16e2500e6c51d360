"""Tests the built wheel on the Python that runs this, on any system: in CI, macOS and Windows.

The other scripts of this folder are for Unix, and most tests start programs as Unix does. Here run
those that do not: with the packages of requirements-dev.txt in an environment of their own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venvs/elsewhere"
WHEELS = ROOT / "dist/elsewhere"
LOCK = ROOT / "requirements-dev.txt"
TESTS = ("tests/smoke", "tests/platforms", "tests/client/parameters")
"""What has to hold everywhere, and can be asked everywhere."""


def main(arguments: list[str]) -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    shutil.rmtree(WHEELS, ignore_errors=True)
    venv.create(VENV, with_pip=True)
    programs = VENV / ("Scripts" if sys.platform == "win32" else "bin")
    python = programs / ("python.exe" if sys.platform == "win32" else "python")
    # uv with its hashes, whose lines all but the last end with a backslash.
    found = re.search(r"^uv==.*?[^\\]$", LOCK.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found is not None
    only_uv = VENV / "uv.txt"
    only_uv.write_text(found[0] + "\n", "utf-8")
    run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", only_uv)
    uv: list[str | Path] = [python, "-m", "uv"]
    run(*uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", LOCK)
    options: list[str | Path] = ["--quiet", "--wheel", "--no-build-isolation", "--python", python]
    run(*uv, "build", *options, "--out-dir", WHEELS)
    (wheel,) = WHEELS.glob("*.whl")
    run(*uv, "pip", "install", "--quiet", "--python", python, "--no-deps", wheel)
    print(f"Testing the wheel on {sys.platform}, Python {sys.version.split()[0]}", flush=True)
    run(python, "-m", "pytest", "-q", "-m", "not checkout", *(arguments or TESTS))


def run(*command: str | Path) -> None:
    # Tests that need what this system lacks say so; elsewhere in CI nothing may be skipped.
    subprocess.run(command, cwd=ROOT, env={**os.environ, "CI": "false"}, check=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except subprocess.CalledProcessError as problem:
        sys.exit(problem.returncode)
