"""What our modules import of each other, read from the source.

An import inside a function counts, and one for types alone.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT: Final = Path(__file__).parents[2]


def sources(package: Path) -> dict[str, str]:
    """The source of each module of a package, by its full name."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        found[".".join(parts)] = path.read_text("utf-8")
    return found


def imports(source: str, package: str) -> Iterator[str]:
    """The absolute names that a module of `package` imports; `a.b` for `from a import b`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom):
            module = _module_named(node, package)
            for alias in node.names:
                yield f"{module}.{alias.name}"
        elif isinstance(node, ast.Call):
            yield from _imported_by_call(node)


def _module_named(node: ast.ImportFrom, package: str) -> str:
    """The absolute name of the module in `from … import`."""
    base: list[str] = []
    if node.level:
        parts = package.split(".")
        base = parts[: len(parts) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def _imported_by_call(node: ast.Call) -> Iterator[str]:
    """The name that a call imports; the fixed beginning of one that is put together."""
    called = ""
    if isinstance(node.func, ast.Name):
        called = node.func.id
    elif isinstance(node.func, ast.Attribute):
        called = node.func.attr
    if not called.endswith(("import_module", "__import__")):
        return
    name: ast.expr = node.args[0]
    if isinstance(name, ast.JoinedStr):
        name = name.values[0]
    if isinstance(name, ast.Constant):
        yield str(name.value)


def graph(modules: Mapping[str, str]) -> dict[str, set[str]]:
    """The modules that each module imports.

    Importing one runs the packages around it too, but they do not need it: only an import by the
    package's own name counts.
    """
    found: dict[str, set[str]] = {}
    for name, source in modules.items():
        package = name.rpartition(".")[0]
        needed = set()
        for target in imports(source, package):
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
