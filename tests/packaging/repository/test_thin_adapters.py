"""The adapters for packages of others stay thin: they connect, and decide next to nothing."""

from __future__ import annotations

from typing import Final

import pytest

from benchmarks.readability import lines_of_code
from tests.kit.processes import ROOT

pytestmark = pytest.mark.checkout

ADAPTERS: Final = ("turbosms_apprise", "turbosms_codes", "turbosms_django")
MOST_LINES: Final = 1000
"""Of code, without docstrings, comments and blank lines; Django writes the migrations."""


def test_all_of_them_together_are_short() -> None:
    lines = 0
    for name in ADAPTERS:
        for file in (ROOT / "overlay" / name).rglob("*.py"):
            if file.parent.name != "migrations":
                lines += len(list(lines_of_code(file.read_text("utf-8"))))
    assert 0 < lines <= MOST_LINES
