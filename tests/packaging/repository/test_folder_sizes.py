"""A folder has at most fifteen files of code, or a reason in ARCHITECTURE.md to have more."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath
from typing import Final

import pytest

from tests.kit.processes import ROOT, output

pytestmark = pytest.mark.checkout

MOST_FILES: Final = 15
CODE: Final = frozenset({".py", ".js", ".ts"})
GENERATED: Final = "generated"
WRITTEN_BY_OTHERS: Final = "vendor"


def large_folders(paths: list[str]) -> set[str]:
    """The folders with more files of code than most have."""
    sizes: Counter[str] = Counter()
    for name in paths:
        path = PurePosixPath(name)
        is_ours = path.parts[0] != GENERATED and WRITTEN_BY_OTHERS not in path.parts
        if is_ours and path.suffix in CODE and path.name != "__init__.py":
            sizes[f"{path.parent}/"] += 1
    return {folder for folder, size in sizes.items() if size > MOST_FILES}


def folders_with_a_reason() -> set[str]:
    """Those in the first column of the table."""
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    _, _, rest = page.partition("\nSome folders hold more than fifteen files and stay whole")
    table = rest.split("\n\n")[1]
    folders: set[str] = set()
    for row in table.splitlines():
        first_cell = row.split("|")[1]
        folders.update(re.findall("`(.+?)`", first_cell))
    return folders


def test_each_large_folder_has_a_reason() -> None:
    paths = output("git", "ls-files", cwd=ROOT).splitlines()
    assert large_folders(paths) == folders_with_a_reason()


def test_only_files_of_our_code_count() -> None:
    fifteen = [f"tests/some/test_{number}.py" for number in range(15)]
    sixteen = [*fifteen, "tests/some/more.js"]
    assert large_folders([*fifteen, "tests/some/__init__.py", "tests/some/data.json"]) == set()
    assert large_folders(sixteen) == {"tests/some/"}
    assert large_folders([f"generated/{path}" for path in sixteen]) == set()
    assert large_folders([f"sandbox/vendor/{path}" for path in sixteen]) == set()
