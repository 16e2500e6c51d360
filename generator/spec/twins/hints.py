"""The x- keys that are only said for twins: `docs/spec-extensions.md` describes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from jsonschema import Draft202012Validator

from generator.spec.checks.extensions import SCHEMA
from generator.spec.checks.schema_errors import first_line, most_telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import Document
    from generator.spec.problems import Problem

_HINTS: Final = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]["hints"]["properties"]


def problems(document: Document) -> Iterator[Problem]:
    """Hints in the hand-written document that do not hold what they should."""
    validator = Draft202012Validator({})
    for location, value in document.walk():
        hint = _HINTS.get(location[-1]) if location else None
        if hint is None:
            continue
        for error in validator.evolve(schema=hint).iter_errors(value):
            message = f"{location[-1]}: {first_line(most_telling(error))}"
            yield document.problem(location, message)


def unused(document: Document) -> Iterator[Problem]:
    """Hints that are left when all twins are made: where they stand, they say nothing."""
    for location, _ in document.walk():
        if location and location[-1] in _HINTS:
            message = f"{location[-1]}: nothing is made of it here; see docs/spec-extensions.md"
            yield document.problem(location, message)
