"""Commands of the generator without a process of their own, which would cost more than most do."""

from __future__ import annotations

import contextlib
import subprocess
from pathlib import Path
from typing import Final

from click.testing import CliRunner

_ROOT: Final = Path(__file__).resolve().parents[1]


def generator_here(*arguments: object, cwd: Path = _ROOT) -> subprocess.CompletedProcess[str]:
    """What ``python -m generator`` does with these arguments in this directory, in this process."""
    from generator.cli import main  # noqa: PLC0415 - where the wheel is tested, there is no generator

    command = [str(argument) for argument in arguments]
    with contextlib.chdir(cwd):
        result = CliRunner().invoke(main, command, prog_name="python -m generator")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return subprocess.CompletedProcess(command, result.exit_code, result.stdout, result.stderr)
