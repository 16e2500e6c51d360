"""Formats the package, and refuses one that cannot be right."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from generator.output.errors import GeneratorError

if TYPE_CHECKING:
    from pathlib import Path

_RUFF_OPTIONS = (
    "--isolated",
    "--no-cache",
    "--quiet",
    # Wherever the output is made, a .gitignore around it must not hide it from ruff.
    "--no-respect-gitignore",
    "--target-version=py310",
    "--line-length=120",
)


def tidy(directory: Path) -> None:
    """Remove unused imports, sort the rest and format every file."""
    _ruff(directory, "check", "--select", "F401,I", "--fix-only")
    _ruff(directory, "format")


def self_check(directory: Path) -> None:
    """GeneratorError if a file does not compile or uses a name that it does not import."""
    try:
        for file in sorted(directory.rglob("*.py")):
            compile(file.read_bytes(), str(file.relative_to(directory)), "exec", dont_inherit=True)
    except SyntaxError as error:
        raise GeneratorError(f"the output does not compile: {error}") from error
    _ruff(directory, "check", "--select", "F")


def _ruff(directory: Path, command: str, *options: str) -> None:
    # The ruff of this very environment, deaf to settings of the machine: whichever stands in PATH
    # may be another.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("RUFF_")}
    done = subprocess.run(  # noqa: S603 - fixed arguments
        # -I: the directory has a types.py, which must not stand in for the standard library's.
        [sys.executable, "-I", "-m", "ruff", command, *_RUFF_OPTIONS, *options, "."],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        complaint = f"{done.stdout}{done.stderr}".rstrip()
        raise GeneratorError(f"ruff {command} refuses the output:\n{complaint}")
