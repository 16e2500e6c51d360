"""The page's modules as they stand: their types, their rules, and their own tests.

`python -m tests.inbox.page` runs all three, with the npm packages of the lock file beside this.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.lint.npm import Packages
from turbosms_sandbox.inbox import tables, website

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence

HERE: Final = Path(__file__).parent
#: Below dist/, so that `make clean` takes it.
PLACE: Final = HERE.parents[2] / "dist" / "page"
PACKAGES: Final = Packages(HERE, PLACE)
#: Beside all modules, those that are checked more strictly: every parameter has a type.
PROJECTS: Final = (HERE / "tsconfig.json", HERE / "tsconfig.strict.json")


def types(projects: Sequence[Path] = PROJECTS) -> str:
    """What the compiler says against the types; nothing if they are right."""
    # A module that the sandbox makes of its tables.
    made = PLACE / "made"
    made.mkdir(parents=True, exist_ok=True)
    (made / "tables.js").write_text(tables.module(), "utf-8")
    options = ("--pretty", "false", "-p")
    done = (PACKAGES.run("typescript", "tsc", [*options, file]) for file in projects)
    return "".join(map(_complaint, done))


def rules(folder: Path = website.FOLDER) -> str:
    """What the linter says; nothing if all rules are kept."""
    PACKAGES.install()
    # Node looks for what a file imports beside the file.
    config = shutil.copy(HERE / "eslint.config.js", PLACE)
    options = ("--max-warnings=0", "--config", config)
    return _complaint(PACKAGES.run("eslint", "eslint", [*options, folder]))


def tests() -> str:
    """What the page's own tests say; nothing if they pass."""
    PACKAGES.install()
    place = PLACE / "tests"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for file in HERE.glob("*.test.js"):
        shutil.copy(file, place)
    (place / "web").symlink_to(website.FOLDER)
    return _complaint(PACKAGES.node("--test", f"{place}/*.test.js"))


def _complaint(done: subprocess.CompletedProcess[str]) -> str:
    return f"{done.stdout}{done.stderr}" if done.returncode else ""
