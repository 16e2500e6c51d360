"""Refuses x- keys that are unknown, missing, or hold something else than they should."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from generator.spec.checks.schema_errors import first_line, most_telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import Document, Location
    from generator.spec.problems import Problem

SCHEMA: Final = Path(__file__).with_name("extensions.schema.json")
_GUIDE: Final = "docs/spec-extensions.md describes them"


def problems(document: Document) -> Iterator[Problem]:
    """Everything that extensions.schema.json forbids."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    if not document.data.keys() & set(schema["required"]):
        keys = ", ".join(schema["required"])
        message = f"has none of the keys that the tables are made from ({keys}): {_GUIDE}"
        yield document.problem((), message)
        return
    validator = _Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for error in validator.iter_errors(document.data):
        telling = most_telling(error)
        location = document.written(telling.absolute_path)
        yield document.problem(location, f"{_dotted(location)}: {_reason(telling)}")


def _pattern(
    validator: Any, pattern: str, instance: object, schema: object
) -> Iterator[ValidationError]:
    """As JSON Schema has it, but `$` is the end, and not what comes before a last line break."""
    del validator, schema
    if isinstance(instance, str) and (instance.endswith("\n") or not re.search(pattern, instance)):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


_extend: Any = validators.extend  # it has no types
_Validator: Final = _extend(Draft202012Validator, {"pattern": _pattern})


def _reason(error: ValidationError) -> str:
    parent: Any = error.parent or error
    if error.validator == "not":
        return "unknown extension"
    if error.validator == "oneOf" and "value" in str(parent.validator_value):
        return "must have either value or at, not both and not neither"
    return first_line(error)


def _dotted(location: Location) -> str:
    if not location:
        return "the document"
    return ".".join(str(key) for key in location)
