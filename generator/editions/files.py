"""The editions of the spec.

OpenAPI 3.1 and 3.0, the whole and the view for code generators, as JSON and as YAML.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import yaml

from generator.editions.json_view import post_json_view
from generator.editions.openapi_3_0 import to_3_0

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.yaml_reader import Document

#: The file that is not written anew, so that it keeps its comments: the spec itself.
SOURCE: Final = "openapi.yaml"


def editions(document: Document) -> dict[str, bytes]:
    """Every edition by the name of its file."""
    whole = document.data
    view = post_json_view(whole)
    made = {
        "openapi": whole,
        "openapi-3.0": to_3_0(whole),
        "openapi-json-view": view,
        "openapi-json-view-3.0": to_3_0(view),
    }
    files = {f"{name}.json": to_json(data) for name, data in made.items()}
    files |= {f"{name}.yaml": _to_yaml(data) for name, data in made.items()}
    return {**files, SOURCE: document.content}


def write_editions(document: Document, directory: Path) -> None:
    """Write them into a package of their own, which must not exist."""
    directory.mkdir()
    (directory / "__init__.py").write_text(
        '"""The published spec; `turbosms spec` prints it."""\n', encoding="utf-8"
    )
    for name, content in editions(document).items():
        (directory / name).write_bytes(content)


def to_json(data: Any) -> bytes:
    """JSON for people and diffs; the same for the same data."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _to_yaml(data: Any) -> bytes:
    # PyYAML writes what readers of YAML 1.1 and of 1.2 understand alike: it quotes 'NO', '12:30'
    # and '1e3'.
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)
    return text.encode()
