"""The commands that an output says to run next."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.kit.processes import run

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping


def commands(shown: str) -> list[str]:
    return re.findall(r"^ *(\S+ -m turbosms_cli .*)$", shown.replace("\r\n", "\n"), re.MULTILINE)


def repeated(
    shown: str, environment: Mapping[str, str], cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """The last of them, run by a shell as it is printed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    return run("bash", "-c", commands(shown)[-1], env={**environment, "PATH": path}, cwd=cwd)
