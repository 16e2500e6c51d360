"""Makes everything that is published from the spec, the same bytes every time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml

from generator.editions.files import editions
from generator.editions.serialization import to_json
from generator.output.file_tree import sha256
from generator.output.tool_versions import check_versions
from generator.publishing.artefacts import Artefact
from generator.publishing.codes import code_tables
from generator.publishing.collections.bruno import bruno_collection
from generator.publishing.collections.postman import postman_collection
from generator.publishing.guide import guide
from generator.publishing.index import index
from generator.publishing.message_schemas import message_schemas
from generator.publishing.page import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.spec.model.spec import Spec

MANIFEST: Final = "manifest.json"
MANIFEST_KEYS: Final = ("spec_version", "files")
CHECKSUMS: Final = "SHA256SUMS"

_WORKFLOW: Final = "hybrid-send.arazzo"
_SCHEMAS: Final = "schemas/"
_BRUNO: Final = "bruno/"
_WEBHOOK: Final = "webhook"
_SCHEMATHESIS: Final = "schemathesis.toml"
_VIEW: Final = (
    "POST with JSON, one place for the token, no extensions: what generators of code take best"
)
#: In the order of the index. A name that ends with a slash stands for all files below it.
_ABOUT: Final = {
    "docs.html": (
        "Documentation",
        "Every method, field, limit and code on one page that asks the network for nothing",
    ),
    "openapi.yaml": ("OpenAPI 3.1, YAML", "The whole spec, as its authors describe it"),
    "openapi.json": (
        "OpenAPI 3.1, JSON",
        "The whole spec, with codes at each answer, samples of code, and what values mean",
    ),
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
    "result-codes.uk.md": ("Result codes, Markdown, Ukrainian", "The same table in Ukrainian"),
    "postman-collection.json": (
        "Collection for Postman",
        "The first example of every method, to be imported; version 2.1",
    ),
    _SCHEMATHESIS: (
        "Settings of Schemathesis",
        "What to check of a service whose answers all have HTTP status 200",
    ),
    "llms.txt": ("In brief", "The whole interface on a few pages, for language models too"),
    MANIFEST: ("Manifest", "All files with their sizes and checksums, for programs"),
    _BRUNO: ("Collection for Bruno", "A directory to be opened by Bruno; this file is "),
    _SCHEMAS: ("JSON Schema of", "2020-12, complete in itself; strict: "),
}
_STRICT: Final = {
    "request": "what the method needs has to be there, and what does not go together is refused",
    "answer": "codes, statuses and flags are those of the tables, and go with what stands there",
    "webhook": "statuses are words of the tables, and times exist",
}


def publish(spec: Spec, work_directory: Path) -> Path:
    """Make the output in an empty directory.

    The result is the directory to put into place.
    """
    check_versions()
    files = _files_of_spec(spec)
    files["llms.txt"] = guide(spec, _artefacts(files)).encode()
    files[MANIFEST] = _manifest(spec, files)
    files["index.html"] = index(spec.info.version, _artefacts(files), CHECKSUMS).encode()
    files[CHECKSUMS] = _checksums(files)
    output = work_directory / "output"
    for path, content in files.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(content)
    return output


def _files_of_spec(spec: Spec) -> dict[str, bytes]:
    """Everything that is made from the spec alone."""
    files = {"docs.html": page(spec).encode(), **editions(spec)}
    base = f"{spec.help_url}spec/schemas/"
    for name, schema in message_schemas(spec, base).items():
        files[f"{_SCHEMAS}{name}"] = to_json(schema)
    files |= code_tables(spec)
    files["postman-collection.json"] = postman_collection(spec)
    for path, content in bruno_collection(spec).items():
        files[f"{_BRUNO}{path}"] = content
    files[_SCHEMATHESIS] = Path(__file__).with_name(_SCHEMATHESIS).read_bytes()
    workflow = Path(__file__).with_name(f"{_WORKFLOW}.yaml").read_bytes()
    files[f"{_WORKFLOW}.yaml"] = workflow
    files[f"{_WORKFLOW}.json"] = to_json(yaml.safe_load(workflow))
    return files


def _manifest(spec: Spec, files: Mapping[str, bytes]) -> bytes:
    described: dict[str, dict[str, str | int]] = {}
    for file in _artefacts(files):
        described[file.path] = {"sha256": file.sha256, "size": file.size, "about": file.about}
    return to_json({"spec_version": spec.info.version, "files": described})


def _checksums(files: Mapping[str, bytes]) -> bytes:
    lines = [f"{sha256(content)}  {path}\n" for path, content in sorted(files.items())]
    return "".join(lines).encode()


def _artefacts(files: Mapping[str, bytes]) -> list[Artefact]:
    """The files that there are, in the order of the index."""
    artefacts: list[Artefact] = []
    for name, (title, about) in _ABOUT.items():
        if name.endswith("/"):
            paths = sorted(path for path in files if path.startswith(name))
            make = _schema_artefact if name == _SCHEMAS else _bruno_artefact
            artefacts += [make(files, path) for path in paths]
        elif name in files:
            content = files[name]
            artefacts.append(Artefact(name, title, about, len(content), sha256(content)))
    return artefacts


def _bruno_artefact(files: Mapping[str, bytes], path: str) -> Artefact:
    """A file of the collection: a request, or what all of them share."""
    title, about = _ABOUT[_BRUNO]
    name = path.removeprefix(_BRUNO).removesuffix(".bru")
    content = files[path]
    return Artefact(path, f"{title}: {name}", f"{about}{name}", len(content), sha256(content))


def _schema_artefact(files: Mapping[str, bytes], path: str) -> Artefact:
    """The schema of a message, whose name says of which.

    ``message.send.request.json``, ``webhook.DLR_SMS_API.json``.
    """
    title, about = _ABOUT[_SCHEMAS]
    name = path.removeprefix(_SCHEMAS).removesuffix(".json")
    method, _, kind = name.rpartition(".")
    is_webhook = method == _WEBHOOK
    of_what = f"webhook {kind}" if is_webhook else f"{method.replace('.', '/')}, {kind}"
    return Artefact(
        path=path,
        title=f"{title} {of_what}",
        about=about + _STRICT[_WEBHOOK if is_webhook else kind],
        size=len(files[path]),
        sha256=sha256(files[path]),
    )
