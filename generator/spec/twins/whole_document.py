"""Reads the hand-written document and adds everything that it says once and means twice.

Whoever works on the spec works on what comes out of here, and does not see the difference: what was
made has the line of that of which it was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.spec.problems import refuse
from generator.spec.twins import hints
from generator.spec.twins.draft import draft_of
from generator.spec.twins.forms import make_forms
from generator.spec.twins.numbered_lists import number_lists
from generator.spec.twins.parts import write_out_parts
from generator.spec.twins.queries import make_queries
from generator.spec.twins.webhooks import make_webhook_forms
from generator.spec.yaml_reader import read_document

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.document import Document, JsonObject


def read_whole_document(path: Path, name: str) -> Document:
    """The document with all twins; BrokenSpecError if they cannot be made."""
    return add_twins(read_document(path, name))


def add_twins(document: Document) -> Document:
    """The same document with all twins; one that has them already stays as it is."""
    refuse(document.name, hints.problems(document))
    draft = draft_of(document)
    write_out_parts(draft)
    number_lists(draft)
    make_queries(draft)
    make_forms(draft)
    make_webhook_forms(draft)
    _move_tables(draft.data)
    refuse(document.name, draft.problems)
    whole = draft.finish()
    refuse(document.name, hints.unused(whole))
    return whole


def _move_tables(data: JsonObject) -> None:
    """Put the tables in front of the paths, where the published document has always had them."""
    keys = list(data)
    if "paths" not in data:
        return
    for key in keys[keys.index("paths") :]:
        if not key.startswith("x-"):
            data[key] = data.pop(key)
