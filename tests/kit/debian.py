"""Programs and other files from outside PyPI that some tests need."""

from __future__ import annotations

import fcntl
import glob
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def find(program: str, package: str) -> str:
    """The path of a program, whose package is installed as `provide` does it."""
    provide({program: package})
    return str(_place(program))


def provide(wanted: Mapping[str, str]) -> None:
    """See to it that programs, or files with absolute paths, are there: each with its package.

    A path may have a `*`, where its package puts a version. What is missing is installed at once if
    this is root's Debian, else the test is skipped.
    """
    if _missing(wanted) and os.geteuid() == 0 and Path("/etc/debian_version").exists():
        # One worker of the tests at a time; another may have installed the same in the meantime.
        with (Path(tempfile.gettempdir()) / "turbosms-client-apt.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            missing = _missing(wanted)
            if missing:
                _install([wanted[name] for name in missing])
    missing = _missing(wanted)
    if missing:
        advice = ", ".join(f"{name} (Debian: {wanted[name]})" for name in missing)
        pytest.skip(f"this test needs what is not installed: {advice}")


def _missing(wanted: Mapping[str, str]) -> list[str]:
    return [name for name in wanted if _place(name) is None]


def _place(name: str) -> str | None:
    if name.startswith("/"):
        matching = sorted(glob.glob(name))  # noqa: PTH207 - `Path.glob` takes no absolute pattern
        return matching[-1] if matching else None
    return shutil.which(name)


def _install(packages: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        subprocess.run(
            ["apt-get", "-qq", *arguments], env=environment, stdout=subprocess.DEVNULL, check=True
        )
