"""Copies of this checkout, in which a test can change, generate and run whatever it likes."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from tests.kit.processes import PYTHON, ROOT, environment, output

if TYPE_CHECKING:
    from pathlib import Path


def copy_checkout(place: Path) -> Path:
    """Copy what git would take of this checkout to a new directory."""
    listed = output("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in listed.splitlines():
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place / name)
    return place


def run_in(checkout: Path, *words: str) -> str:
    """What Python prints that has to succeed, with the packages of the copy."""
    rooms = [checkout / room for room in ("generated", "overlay", "sandbox", "")]
    env = environment(PYTHONPATH=os.pathsep.join(map(str, rooms)))
    return output(PYTHON, *words, cwd=checkout, env=env)


def run_tests(checkout: Path, *tests: str) -> str:
    """What pytest prints of tests of the copy that have to pass."""
    return run_in(checkout, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)


def write_before(file: Path, line: str, text: str) -> None:
    """Add text to a file, before the first place where it has this line."""
    before, found, after = file.read_text("utf-8").partition(line)
    assert found
    file.write_text(f"{before}{text}{found}{after}", "utf-8")


def replace_in(file: Path, old: str, new: str, *, times: int) -> None:
    """Replace a text that a file has so many times."""
    text = file.read_text("utf-8")
    assert text.count(old) == times
    file.write_text(text.replace(old, new), "utf-8")
