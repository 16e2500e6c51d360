"""A wheel built from the checkout, and fresh virtual environments to install it in."""

from __future__ import annotations

import fcntl
import os
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.packaging.environments import UV, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It is built once, whoever of the workers needs it first."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    out = shared / "wheel"
    with (shared / "wheel.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not list(out.glob("*.whl")):
            options = ("--quiet", "--wheel", "--no-build-isolation")
            run(UV, "build", *options, "--python", sys.executable, "--out-dir", out)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def install(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Install the wheel with its dependencies into an environment; gives that environment's python.

    `beside` are other packages. Tests that ask for the same share the environment, and leave it as
    it is.
    """

    @cache
    def install(python: str, extra: str = "", *, beside: tuple[str, ...] = ()) -> Path:
        venv = tmp_path_factory.mktemp("venv")
        run(UV, "venv", "--quiet", "--clear", "--python", python, venv)
        inside = venv / "bin" / "python"
        run(UV, "pip", "install", "--quiet", "--python", inside, f"{wheel}{extra}", *beside)
        return inside

    return install
