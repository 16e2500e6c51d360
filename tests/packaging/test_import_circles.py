"""No module imports another that needs it in turn: nor inside a function, nor for types alone."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

pytestmark = pytest.mark.checkout

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "generated/turbosms_api",
    "overlay/turbosms_client",
    "overlay/turbosms_cli",
    "overlay/turbosms_testing",
    "sandbox/turbosms_sandbox",
    "generator",
)


def sources(package: Path) -> dict[str, str]:
    """The source of each module of a package, by its full name."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        found[".".join(parts)] = path.read_text("utf-8")
    return found


def imported(source: str, package: str) -> Iterator[str]:
    """The names that a module of `package` imports anywhere, `a.b` for `from a import b`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom):
            base = package
            for _ in range(node.level - 1):
                base = base.rpartition(".")[0]
            start = [base] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            for alias in node.names:
                yield f"{module}.{alias.name}"


def graph(modules: Mapping[str, str]) -> dict[str, set[str]]:
    """The modules that each module imports.

    Importing one runs the packages around it too, but they do not need it: only an import by the
    package's own name counts.
    """
    found: dict[str, set[str]] = {}
    for name, source in modules.items():
        package = name.rpartition(".")[0]
        needed = set()
        for target in imported(source, package):
            module = _module_of(target, modules)
            if module and module != name:
                needed.add(module)
        found[name] = needed
    return found


def _module_of(target: str, modules: Mapping[str, str]) -> str | None:
    """The module that has an imported name, or is it; None if it is not one of ours."""
    while target:
        for module in (target, f"{target}.__init__"):
            if module in modules:
                return module
        target = target.rpartition(".")[0]
    return None


def circle(modules: Mapping[str, str]) -> list[str]:
    """One circle of imports, as the modules on its way; empty without any."""
    try:
        TopologicalSorter(graph(modules)).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_circles(package: str) -> None:
    modules = sources(ROOT / package)
    assert modules
    assert circle(modules) == []


@pytest.mark.parametrize(
    "back",
    [
        "from . import a",
        "from .a import x",
        "from ours.a import x",
        "import ours.a",
        "def f():\n    from .a import x",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .a import x",
        "from .deep import c",
        "from .deep.c import x",
    ],
)
def test_a_circle_is_found(back: str) -> None:
    modules = {
        "ours.__init__": "from . import a",
        "ours.a": "from .b import x",
        "ours.b": back,
        "ours.deep.__init__": "",
        "ours.deep.c": "from ..a import x",
    }
    assert set(circle(modules)) >= {"ours.a", "ours.b"}
    assert circle({**modules, "ours.b": "import json"}) == []
