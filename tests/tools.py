"""Programs from outside PyPI that some tests need."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest


@cache
def find(program: str, package: str) -> str:
    """The path of a program. Debian's package is installed if this is root's machine, else the test is skipped."""
    if shutil.which(program) is None and os.geteuid() == 0 and Path("/etc/debian_version").exists():
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", package]):
            subprocess.run(["apt-get", "-qq", *arguments], env=environment, stdout=subprocess.DEVNULL, check=True)
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"this test needs {program}: install it (Debian: {package})")
    return path
