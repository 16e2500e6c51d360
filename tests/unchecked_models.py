"""The generator's model of plain data, which nothing has checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.spec.document import Document
from generator.spec.model.spec import read_model

if TYPE_CHECKING:
    from generator.spec.document import JsonObject
    from generator.spec.model.spec import Spec


def model_of(data: JsonObject) -> Spec:
    """The model of a spec; everything in it stands on line 1."""
    return read_model(Document("openapi.yaml", b"", data, {(): 1}))
