"""No two files of the tests have the same name, so that a name in a report says which it is."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest

from tests.kit.processes import ROOT

pytestmark = pytest.mark.checkout

TESTS: Final = ROOT / "tests"
FIXED_NAMES: Final = frozenset({"__init__.py", "__main__.py", "conftest.py"})
"""Python and pytest look for these in every folder."""
CONSUMERS: Final = TESTS / "consumers"
"""Programs as others would write them. A digest of their names says when they have to run again."""


def test_every_name_is_there_once() -> None:
    names: Counter[str] = Counter()
    for path in TESTS.rglob("*.py"):
        is_of_others = CONSUMERS in path.parents or "node_modules" in path.parts
        if not is_of_others and path.name not in FIXED_NAMES:
            names[path.name] += 1
    assert len(names) > 100
    assert [name for name, count in names.items() if count > 1] == []
