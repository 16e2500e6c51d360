"""A short spec as it is written by hand, and what it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.spec.twins.whole_document import read_whole_document
from tests.openapi import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.document import Document

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
BRACKETS: Final = {"style": "deepObject", "explode": True}
SMALL: Final = (ROOT / "tests/generator/fixtures/short.yaml").read_text("utf-8")


def whole(text: str, directory: Path) -> Document:
    """The document that a hand-written text stands for."""
    file = directory / "short.yaml"
    file.write_text(text, "utf-8")
    return read_whole_document(file, "short.yaml")
