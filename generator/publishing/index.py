"""The index page of what is published: every file with its purpose, its size and its checksum."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.publishing.docs.shell import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.publishing.artefacts import Artefact

_STYLES = ("base.css", "layout.css", "cards.css", "index.css", "print.css")
_SCRIPTS = ("copy.js",)
#: What most come for, and where it is.
_USES = (
    ("To read", "docs.html"),
    ("To generate a client", "openapi-json-view.json"),
    ("For a generator that does not read OpenAPI 3.1", "openapi-json-view-3.0.json"),
    ("To look up a result code", "docs.html#codes"),
)


def index(version: str, files: Sequence[Artefact], checksums: str) -> str:
    """The page, in the same look as the documentation.

    The files keep their order, within their folders.
    """
    folders: dict[str, list[Artefact]] = {}
    for file in files:
        folder = str(PurePosixPath(file.path).parent)
        folders.setdefault("" if folder == "." else folder, []).append(file)
    paths = {file.path for file in files}
    uses: list[tuple[str, str]] = []
    for use, address in _USES:
        path, _, _anchor = address.partition("#")
        if path in paths:
            uses.append((use, address))
    values = {"version": version, "folders": folders, "checksums": checksums, "uses": uses}
    return render("index.html.jinja", {}, _STYLES, _SCRIPTS, values)
