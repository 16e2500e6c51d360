"""Makes the whole package from a spec, in a directory of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.editions.files import write_editions
from generator.editions.json_view import post_json_view
from generator.editions.serialization import to_json
from generator.output.file_tree import read_tree, sha256, tree_hash
from generator.output.tool_versions import PINNED, check_versions
from generator.package.client import PACKAGE, generate_client
from generator.package.fixups import apply_fixups
from generator.package.formatting import self_check, tidy
from generator.package.parameters import write_parameters
from generator.package.rendering import TEMPLATES, render
from generator.package.results import write_results
from generator.package.tables import write_tables
from generator.package.webhooks import write_webhook_events

if TYPE_CHECKING:
    from generator.spec.model.spec import Spec

LOCK: Final = "LOCK.json"
LOCK_KEYS: Final = ("spec", "view", "generator", "tools", "files")

_GENERATOR: Final = Path(__file__).parents[1]
#: The stages that decide the output; the others are about the published spec.
_DECIDING: Final = ("spec", "samples", "editions", "package", "output")
_SOURCE_SUFFIXES: Final = (".py", ".jinja", ".json")


def build(spec: Spec, work_directory: Path) -> Path:
    """Make the output in an empty directory.

    The result is the directory to put into place.
    """
    check_versions()
    view = to_json(post_json_view(spec.document.data))
    view_file = work_directory / "view.json"
    view_file.write_bytes(view)
    output = work_directory / "output"
    package = output / PACKAGE
    output.mkdir()
    generate_client(view_file, TEMPLATES, package)
    apply_fixups(package)
    render("answers.py.jinja", package / "answers.py", {})
    write_tables(spec, package / "tables")
    write_parameters(spec, package)
    write_results(spec, package)
    write_webhook_events(spec, package)
    write_editions(spec, package / "spec")
    (package / "py.typed").touch()
    tidy(package)
    self_check(package)
    (output / LOCK).write_text(_lock(spec, view, output), encoding="utf-8", newline="\n")
    return output


def _lock(spec: Spec, view: bytes, output: Path) -> str:
    """What the output was made of and what came out, but nothing of machine, day or Python."""
    values = (
        sha256(spec.document.content),
        sha256(view),
        tree_hash(_sources()),
        dict(PINNED),
        {path: sha256(content) for path, content in read_tree(output).items()},
    )
    lock = dict(zip(LOCK_KEYS, values, strict=True))
    return json.dumps(lock, indent=2, sort_keys=True) + "\n"


def _sources() -> dict[str, bytes]:
    sources: dict[str, bytes] = {}
    for stage in _DECIDING:
        for path, content in read_tree(_GENERATOR / stage).items():
            if path.endswith(_SOURCE_SUFFIXES):
                sources[f"{stage}/{path}"] = content
    return sources
