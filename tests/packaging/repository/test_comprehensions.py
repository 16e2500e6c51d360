"""No comprehension has two `for` and a condition; a loop says the same and is read at once."""

from __future__ import annotations

import ast

import pytest

from tests.kit.processes import ROOT

pytestmark = pytest.mark.checkout

FOLDERS = ("generator", "overlay", "sandbox", "tests", "benchmarks", "docs")
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def dense_comprehensions(source: str) -> list[int]:
    """The lines where one begins."""
    lines: list[int] = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, COMPREHENSIONS):
            continue
        has_condition = any(generator.ifs for generator in node.generators)
        if len(node.generators) > 1 and has_condition:
            lines.append(node.lineno)
    return lines


def test_there_is_none() -> None:
    found: list[str] = []
    for folder in FOLDERS:
        paths = sorted((ROOT / folder).rglob("*.py"))
        assert paths, folder
        for path in paths:
            lines = dense_comprehensions(path.read_text(encoding="utf-8"))
            found.extend(f"{path.relative_to(ROOT)}:{line}" for line in lines)
    assert found == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("[a for a in b]", []),
        ("[a for a in b if a]", []),
        ("[c for a in b for c in a]", []),
        ("x = 1\n{c for a in b for c in a if c}", [2]),
        ("{c: a for a in b if a for c in a}", [1]),
        ("any(c for a in b for c in a if c)", [1]),
    ],
)
def test_one_is_found(source: str, lines: list[int]) -> None:
    assert dense_comprehensions(source) == lines
