"""Where in a file something is inserted: the number of the line that it comes after."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from generator.output.errors import GeneratorError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.spec.document import Document, Location


def behind_value(document: Document, location: Location) -> int:
    """Behind everything that stands below a location of the spec."""
    below = [line for key, line in document.lines.items() if key[: len(location)] == location]
    following = [line for line in document.lines.values() if line > max(below)]
    lines = document.content.decode().splitlines()
    end = min(following, default=len(lines) + 1) - 1
    # What explains the following value belongs to it.
    while not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#"):
        end -= 1
    return end


def behind_imports(source: str) -> int:
    """Behind the last import at the top level."""
    imports = [
        node for node in ast.parse(source).body if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    return imports[-1].end_lineno or 0


def behind_class(source: str, name: str) -> int:
    """Behind the last line of a class."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            return node.end_lineno or 0
    raise GeneratorError(f"there is no class {name}")


def before_variable(source: str, name: str) -> int:
    """Before the assignment to a variable of the module."""
    return _assignment(source, name).lineno - 1


def at_end_of_variable(source: str, name: str) -> int:
    """Within the dictionary, list or tuple that a variable of the module has."""
    for node in ast.walk(_assignment(source, name)):
        if isinstance(node, (ast.Dict, ast.List, ast.Tuple)):
            return (node.end_lineno or 1) - 1
    raise GeneratorError(f"{name} has no brackets")


def at_end_of_import(source: str, module: str) -> int:
    """Within the brackets of an import of names from a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == module and len(node.names) > 1:
            return (node.end_lineno or 1) - 1
    raise GeneratorError(f"nothing is imported from {module}")


def file_of_variable(folder: Path, name: str, known_key: str) -> Path:
    """The one file below a folder with a variable of this name in which a key stands already."""
    files = [file for file in sorted(folder.rglob("*.py")) if _has_key(file, name, known_key)]
    if len(files) != 1:
        raise GeneratorError(f"{len(files)} files below {folder} have {name} with {known_key!r}")
    return files[0]


def _has_key(file: Path, name: str, key: str) -> bool:
    source = file.read_text("utf-8")
    if f"{name}:" not in source and f"{name} =" not in source:
        return False
    for node in _assignments(source, name):
        return key in (ast.get_source_segment(source, node) or "")
    return False


def _assignment(source: str, name: str) -> ast.Assign | ast.AnnAssign:
    for node in _assignments(source, name):
        return node
    raise GeneratorError(f"there is no {name}")


def _assignments(source: str, name: str) -> Iterator[ast.Assign | ast.AnnAssign]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign):
            target = node.targets[0]
        elif isinstance(node, ast.AnnAssign):
            target = node.target
        else:
            continue
        if isinstance(target, ast.Name) and target.id == name:
            yield node
