"""The page's modules as they stand: their types, their rules, and their own tests.

`python -m tests.inbox.page` runs all three, with the npm packages of the lock file beside this.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.lint.npm import Packages
from turbosms_sandbox.inbox import tables
from turbosms_sandbox.inbox.files_version import FOLDER

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence

HERE: Final = Path(__file__).parent
#: Below dist/, so that `make clean` takes it.
PLACE: Final = HERE.parents[2] / "dist" / "page"
PACKAGES: Final = Packages(HERE, PLACE)
PROJECT: Final = HERE / "tsconfig.json"
TABLES: Final = "service/tables.js"
"""The module that the sandbox makes of its tables."""


def types(project: Path = PROJECT) -> str:
    """What the compiler says against the types; nothing if they are right."""
    _write_tables(PLACE / "made")
    return _complaint(PACKAGES.run("typescript", "tsc", ["--pretty", "false", "-p", project]))


def rules(folders: Sequence[Path] = (FOLDER, HERE)) -> str:
    """What the linter says; nothing if all rules are kept."""
    PACKAGES.install()
    # Node looks for what a file imports beside the file.
    config = shutil.copy(HERE / "eslint.config.js", PLACE)
    options = ("--max-warnings=0", "--config", config)
    return _complaint(PACKAGES.run("eslint", "eslint", [*options, *folders]))


def tests() -> str:
    """What the page's own tests say; nothing if they pass."""
    PACKAGES.install()
    place = PLACE / "tests"
    shutil.rmtree(place, ignore_errors=True)
    # Copies, because Node looks for packages beside the file that imports them.
    shutil.copytree(HERE, place, ignore=shutil.ignore_patterns("*.py", "__pycache__", "*.json"))
    shutil.copytree(FOLDER, place / "web")
    _write_tables(place / "web")
    return _complaint(PACKAGES.node("--test", f"{place}/**/*.test.js"))


def _write_tables(folder: Path) -> None:
    file = folder / TABLES
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(tables.module(), "utf-8")


def _complaint(done: subprocess.CompletedProcess[str]) -> str:
    return f"{done.stdout}{done.stderr}" if done.returncode else ""
