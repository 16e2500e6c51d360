"""The editions of the spec.

OpenAPI 3.1 and 3.0, the whole and the view for code generators, as JSON and as YAML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.editions.json_view import post_json_view
from generator.editions.openapi_3_0 import to_3_0
from generator.editions.reading_aids import add_codes_to_view, with_reading_aids
from generator.editions.serialization import to_json, to_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.document import Document
    from generator.spec.model.spec import Spec

#: The spec as it was written, but whole, with its twins (`generator/spec/twins`).
SOURCE: Final = "openapi.yaml"


def editions(spec: Spec) -> dict[str, bytes]:
    """Every edition by the name of its file.

    All but the source have what helps readers of other tools (`reading_aids`).
    """
    whole = with_reading_aids(spec)
    view = post_json_view(spec.document.data)
    add_codes_to_view(view, spec)
    data_of_edition = {
        "openapi": whole,
        "openapi-3.0": to_3_0(whole),
        "openapi-json-view": view,
        "openapi-json-view-3.0": to_3_0(view),
    }
    files: dict[str, bytes] = {}
    for name, data in data_of_edition.items():
        files[f"{name}.json"] = to_json(data)
    for name, data in data_of_edition.items():
        files[f"{name}.yaml"] = to_yaml(data)
    files[SOURCE] = whole_spec(spec.document)
    return files


def whole_spec(document: Document) -> bytes:
    """The spec without anything that other editions add to it."""
    return to_yaml(document.data)


def write_editions(spec: Spec, directory: Path) -> None:
    """Write them into a package of their own, which must not exist."""
    directory.mkdir()
    docstring = '"""The published spec; `turbosms spec` prints it."""\n'
    (directory / "__init__.py").write_text(docstring, encoding="utf-8")
    for name, content in editions(spec).items():
        (directory / name).write_bytes(content)
