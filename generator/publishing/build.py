"""Makes everything that is published from the spec, the same bytes every time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from generator.editions.files import editions, to_json
from generator.output.file_tree import sha256
from generator.package.formatting import check_versions
from generator.publishing.artefacts import Artefact
from generator.publishing.codes import code_tables
from generator.publishing.guide import guide
from generator.publishing.index import index
from generator.publishing.messages import message_schemas
from generator.publishing.page import page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.spec.yaml_reader import Document

MANIFEST: Final = "manifest.json"
MANIFEST_KEYS: Final = ("spec_version", "files")
CHECKSUMS: Final = "SHA256SUMS"

_WORKFLOW: Final = "hybrid-send.arazzo"
_VIEW: Final = (
    "POST with JSON, one place for the token, no extensions: what generators of code take best"
)
#: In the order of the index. A name that ends with a slash stands for all files below it.
_ABOUT: Final = {
    "docs.html": (
        "Documentation",
        "Every method, field, limit and code on one page that asks the network for nothing",
    ),
    "openapi.yaml": ("OpenAPI 3.1, YAML", "The whole spec: the source, with its comments"),
    "openapi.json": ("OpenAPI 3.1, JSON", "The whole spec"),
    "openapi-3.0.json": ("OpenAPI 3.0, JSON", "The whole spec, for tools that do not read 3.1"),
    "openapi-3.0.yaml": ("OpenAPI 3.0, YAML", "The whole spec, for tools that do not read 3.1"),
    "openapi-json-view.json": ("JSON view, OpenAPI 3.1, JSON", _VIEW),
    "openapi-json-view.yaml": ("JSON view, OpenAPI 3.1, YAML", _VIEW),
    "openapi-json-view-3.0.json": ("JSON view, OpenAPI 3.0, JSON", _VIEW),
    "openapi-json-view-3.0.yaml": ("JSON view, OpenAPI 3.0, YAML", _VIEW),
    f"{_WORKFLOW}.yaml": (
        "Workflow, YAML",
        "A hybrid message from sending to its price, in Arazzo 1.0",
    ),
    f"{_WORKFLOW}.json": (
        "Workflow, JSON",
        "A hybrid message from sending to its price, in Arazzo 1.0",
    ),
    "result-codes.json": (
        "Result codes, JSON",
        "All of them with outcome, scope, who has to act, and since when",
    ),
    "result-codes.csv": ("Result codes, CSV", "The same table for spreadsheets"),
    "result-codes.md": ("Result codes, Markdown", "The same table for people"),
    "llms.txt": ("In brief", "The whole interface on a few pages, for language models too"),
    MANIFEST: ("Manifest", "All files with their sizes and checksums, for programs"),
    "schemas/": ("JSON Schema of", "2020-12, complete in itself; strict: "),
}
_STRICT: Final = {
    "request": "what the method needs has to be there",
    "answer": "a code and its name are a pair of the table, a status is one of the table",
}


def publish(document: Document, workshop: Path) -> Path:
    """Make the output in the workshop, an empty directory.

    The result is the directory to put into place.
    """
    check_versions()
    files = _files(document)
    files["llms.txt"] = guide(document.data, [*_artefacts(files)]).encode()
    version, listed = document.data["info"]["version"], _artefacts(files)
    described = {
        file.path: {"sha256": file.sha256, "size": file.size, "about": file.about}
        for file in listed
    }
    files[MANIFEST] = to_json({"spec_version": version, "files": described})
    files["index.html"] = index(version, [*_artefacts(files)], CHECKSUMS).encode()
    files[CHECKSUMS] = "".join(
        f"{sha256(content)}  {path}\n" for path, content in sorted(files.items())
    ).encode()
    output = workshop / "output"
    for path, content in files.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(content)
    return output


def _files(document: Document) -> dict[str, bytes]:
    """Everything that is made from the spec alone."""
    data = document.data
    workflow = Path(__file__).with_name(f"{_WORKFLOW}.yaml").read_bytes()
    base = f"{data['x-help-url']}spec/schemas/"
    return {
        "docs.html": page(data).encode(),
        **editions(document),
        **{
            f"schemas/{name}": to_json(schema)
            for name, schema in message_schemas(data, base).items()
        },
        **code_tables(data),
        f"{_WORKFLOW}.yaml": workflow,
        f"{_WORKFLOW}.json": to_json(yaml.safe_load(workflow)),
    }


def _artefacts(files: Mapping[str, Any]) -> Iterator[Artefact]:
    """The files that there are, in the order of the index."""
    for name, (title, about) in _ABOUT.items():
        for path in sorted(
            path for path in files if path == name or (name[-1] == "/" and path.startswith(name))
        ):
            method, _, kind = path.removeprefix(name).removesuffix(".json").rpartition(".")
            own = f"{title} {method.replace('.', '/')}, {kind}" if method else title
            yield Artefact(
                path, own, about + _STRICT.get(kind, ""), len(files[path]), sha256(files[path])
            )
