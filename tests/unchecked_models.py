"""The generator's model of plain data, which nothing has checked."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from generator.publishing.message_schemas import message_schemas
from generator.spec.document import Document
from generator.spec.model.spec import read_model
from tests.openapi import SPEC

if TYPE_CHECKING:
    from generator.spec.document import JsonObject
    from generator.spec.model.spec import Spec


def model_of(data: JsonObject) -> Spec:
    """The model of a spec; everything in it stands on line 1."""
    return read_model(Document("openapi.yaml", b"", data, {(): 1}))


@cache
def schemas_of_messages() -> dict[str, dict[str, Any]]:
    """The JSON Schemas that are published, by file, made once for a process.

    Copy one to change it.
    """
    return message_schemas(model_of(SPEC), "https://example.com/schemas/")
