"""Makes the whole output from a spec, in a directory of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.editions.files import write_editions
from generator.editions.json_view import post_json_view, to_json
from generator.output.file_tree import read_tree, sha256, tree_hash
from generator.package.classes import write_classes
from generator.package.client import PACKAGE, generate_client
from generator.package.fixups import apply_fixups
from generator.package.formatting import PINNED, check_versions, self_check, tidy
from generator.package.tables import write_tables

if TYPE_CHECKING:
    from generator.spec.yaml_reader import Document

LOCK: Final = "LOCK.json"
LOCK_KEYS: Final = ("spec", "view", "generator", "tools", "files")

_SOURCES: Final = Path(__file__).parents[1]
_TEMPLATES: Final = _SOURCES / "package" / "templates"
_SOURCE_SUFFIXES: Final = (".py", ".jinja", ".json")
#: Files of ours that the package gets besides those of openapi-python-client.
_OURS: Final = ("answers.py",)


def build(document: Document, workshop: Path) -> Path:
    """Make the output in the workshop, an empty directory.

    The result is the directory to put into place.
    """
    check_versions()
    view = to_json(post_json_view(document.data))
    view_file = workshop / "view.json"
    view_file.write_text(view, encoding="utf-8")
    output = workshop / "output"
    package = output / PACKAGE
    output.mkdir()
    generate_client(view_file, _TEMPLATES, package)
    apply_fixups(package)
    for name in _OURS:
        text = (_TEMPLATES / f"{name}.jinja").read_text(encoding="utf-8")
        (package / name).write_text(text, encoding="utf-8", newline="\n")
    write_tables(document, package / "tables")
    write_classes(document, package)
    write_editions(document, package / "spec")
    (package / "py.typed").touch()
    tidy(package)
    self_check(package)
    (output / LOCK).write_text(_lock(document, view, output), encoding="utf-8", newline="\n")
    return output


def generator_sources() -> dict[str, bytes]:
    """What decides the output: the folders beside the templates are about the published spec."""
    files = {file.name: file.read_bytes() for file in _SOURCES.iterdir() if file.is_file()}
    files |= {
        f"{_TEMPLATES.name}/{path}": content for path, content in read_tree(_TEMPLATES).items()
    }
    return {path: content for path, content in files.items() if path.endswith(_SOURCE_SUFFIXES)}


def _lock(document: Document, view: str, output: Path) -> str:
    """What the output was made of and what came out, but nothing of machine, day or Python."""
    values = (
        sha256(document.content),
        sha256(view.encode()),
        tree_hash(generator_sources()),
        dict(PINNED),
        {path: sha256(content) for path, content in read_tree(output).items()},
    )
    lock = dict(zip(LOCK_KEYS, values, strict=True))
    return json.dumps(lock, indent=2, sort_keys=True) + "\n"
