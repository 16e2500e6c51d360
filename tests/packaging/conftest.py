"""A wheel built from the checkout, and fresh virtual environments to install it in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.packaging.environments import UV, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(UV, "build", "--quiet", "--wheel", "--no-build-isolation", "--python", sys.executable, "--out-dir", out)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def install(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Install the wheel with its dependencies into a new environment; gives back that environment's python."""

    def install(python: str, extra: str = "") -> Path:
        venv = tmp_path_factory.mktemp("venv")
        run(UV, "venv", "--quiet", "--clear", "--python", python, venv)
        inside = venv / "bin" / "python"
        run(UV, "pip", "install", "--quiet", "--python", inside, f"{wheel}{extra}")
        return inside

    return install
