"""The tools whose versions decide the bytes of the output.

openapi-python-client, ruff, and PyYAML for the editions.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

from generator.spec.problems import GeneratorError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: The versions that ``generated/`` is made with; the same as in pyproject.toml.
PINNED: Final[Mapping[str, str]] = {
    "openapi-python-client": "0.29.1",
    "pyyaml": "6.0.3",
    "ruff": "0.17.6",
}

_RUFF_OPTIONS = (
    "--isolated",
    "--no-cache",
    "--quiet",
    # Wherever the output is made, a .gitignore around it must not hide it from ruff.
    "--no-respect-gitignore",
    "--target-version=py310",
    "--line-length=120",
)


def check_versions() -> None:
    """GeneratorError if a tool is missing or of another version, which would make other bytes."""
    for name, pinned in PINNED.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "no version"
        if found != pinned:
            raise GeneratorError(f"{name} {pinned} is needed, {found} is installed; run .ci/setup")


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
        raise GeneratorError(
            f"ruff {command} refuses the output:\n{done.stdout}{done.stderr}".rstrip()
        )
