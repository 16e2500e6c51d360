"""The pytest plugin as it is installed from the wheel: with its extra, and with pytest alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.kit import processes
from tests.kit.processes import ROOT, environment
from tests.packaging.environments import pythons, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.checkout

OLDEST = min(pythons().items(), key=lambda found: int(found[0][2:]))[1]

UNUSED = "def test_other():\n    assert 1 + 1 == 2\n"
USED = "def test_own(turbosms_sandbox):\n    raise AssertionError('never gets here')\n"


def test_the_example_with_the_extra(install: Callable[..., Path], tmp_path: Path) -> None:
    python = install(OLDEST, "[testing]")
    shop = shutil.copytree(
        ROOT / "docs/examples/shop", tmp_path / "shop", ignore=shutil.ignore_patterns("__pycache__")
    )
    assert " passed" in run(python, "-W", "error", "-m", "pytest", "-q", cwd=shop)


def test_without_the_extra_other_tests_run_and_the_fixtures_say_what_is_missing(
    install: Callable[..., Path], tmp_path: Path
) -> None:
    python = install(OLDEST, beside=("pytest",))
    (tmp_path / "test_unused.py").write_text(UNUSED, "utf-8")
    (tmp_path / "test_used.py").write_text(USED, "utf-8")
    own = environment("PYTHONPATH", "VIRTUAL_ENV")
    done = processes.run(python, "-W", "error", "-m", "pytest", "-q", cwd=tmp_path, env=own)
    assert done.returncode == 1
    assert "1 passed, 1 error" in done.stdout
    assert "Run pip install 'turbosms-client[testing]' first" in done.stdout
