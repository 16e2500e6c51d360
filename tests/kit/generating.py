"""Commands of the generator, in this process or in one of their own, and the files they write."""

from __future__ import annotations

import contextlib
import subprocess
from typing import TYPE_CHECKING

from click.testing import CliRunner

from tests.kit.processes import PYTHON, ROOT, environment, run

if TYPE_CHECKING:
    from pathlib import Path


def generator_here(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """What ``python -m generator`` does with these arguments in this directory, in this process.

    What a process adds (an entry point, an exit code, a hash seed) is for `generator_process`,
    which takes longer than most commands do.
    """
    from generator.cli import main  # noqa: PLC0415 - where the wheel is tested, there is no generator

    command = [str(argument) for argument in arguments]
    with contextlib.chdir(cwd):
        result = CliRunner().invoke(main, command, prog_name="python -m generator")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return subprocess.CompletedProcess(command, result.exit_code, result.stdout, result.stderr)


def generator_process(
    *arguments: object, python: Path | str = PYTHON, cwd: Path = ROOT, **changes: str
) -> subprocess.CompletedProcess[str]:
    """``python -m generator`` as a person runs it, in a directory and environment of choice."""
    env = environment(PYTHONPATH=str(ROOT), PYTHONDONTWRITEBYTECODE="1", **changes)
    return run(python, "-m", "generator", *arguments, cwd=cwd, env=env)


def files_of(directory: Path) -> dict[str, bytes]:
    """Every file of a directory by its relative path, caches of Python left out."""
    return {
        file.relative_to(directory).as_posix(): file.read_bytes()
        for file in directory.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
