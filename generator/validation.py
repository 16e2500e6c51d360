"""Refuses a broken spec.

In its references, as OpenAPI, in its extensions, and where its parts disagree.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.validation.exceptions import DuplicateOperationIDError

from generator import agreement
from generator.document import load
from generator.problems import BrokenSpecError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.exceptions import ValidationError

    from generator.document import Document, Location

_GUIDE = "docs/spec-extensions.md describes them"
EXTENSIONS_SCHEMA = Path(__file__).with_name("extensions.schema.json")


def read_spec(spec: Path, name: str) -> Document:
    """The spec, if it is fit to be generated from; BrokenSpecError otherwise."""
    document = load(spec, name)
    validate(document)
    return document


def validate(document: Document) -> None:
    """BrokenSpecError with everything that is wrong.

    A stage that fails ends it: what follows would only repeat the same mistakes in other words, or
    stumble over them.
    """
    for stage in (_references, _openapi, _extensions, agreement.problems):
        problems = list(stage(document))
        if problems:
            raise BrokenSpecError(document.name, problems)


def _references(document: Document) -> Iterator[Problem]:
    for location, value in document.walk():
        if location[-1:] != ("$ref",):
            continue
        if not isinstance(value, str) or not value.startswith("#/"):
            yield document.problem(location, f"$ref {value!r} does not point into this file (#/…)")
            continue
        try:
            document.resolve(value)
        except LookupError:
            yield document.problem(location, f"$ref {value!r} points nowhere")


def _openapi(document: Document) -> Iterator[Problem]:
    if not str(document.data.get("openapi")).startswith("3.1."):
        yield document.problem(("openapi",), "openapi: must be 3.1.x")
        return
    problems = list(_schemas(document))
    for error in OpenAPIV31SpecValidator(document.data).iter_errors():
        place: Location = tuple(error.absolute_path)
        if isinstance(error, DuplicateOperationIDError):
            continue  # it has no path; the checks of agreement find the line
        # Errors within a schema object come with a path from that object; _schemas found their
        # lines.
        if document.has(place):
            problems.append(document.problem(place, _first_line(error.message)))
        elif not problems:
            problems.append(document.problem((), _first_line(error.message)))
    yield from problems


def _schemas(document: Document) -> Iterator[Problem]:
    metaschema = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    for location, value in document.walk():
        if _is_schema(location):
            yield from (
                document.problem((*location, *error.absolute_path), _first_line(error.message))
                for error in map(_deepest, metaschema.iter_errors(value))
            )


def _is_schema(location: Location) -> bool:
    if location[:2] == ("components", "schemas"):
        return len(location) == 3
    return location[-1:] == ("schema",) and "example" not in location and "examples" not in location


def _extensions(document: Document) -> Iterator[Problem]:
    schema = json.loads(EXTENSIONS_SCHEMA.read_text(encoding="utf-8"))
    if not document.data.keys() & set(schema["required"]):
        keys = ", ".join(schema["required"])
        yield document.problem(
            (), f"has none of the keys that the tables are made from ({keys}): {_GUIDE}"
        )
        return
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for error in map(_deepest, validator.iter_errors(document.data)):
        place: Location = tuple(error.absolute_path)
        yield document.problem(place, f"{_dotted(place)}: {_reason(error)}")


def _reason(error: ValidationError) -> str:
    parent: Any = error.parent or error
    if error.validator == "not":
        return "unknown extension"
    if error.validator == "oneOf" and "value" in str(parent.validator_value):
        return "must have either value or at, not both and not neither"
    return _first_line(error.message)


def _deepest(error: ValidationError) -> ValidationError:
    """Of the alternatives of an anyOf, the complaint that says most."""
    return best_match([error]) if error.validator == "anyOf" else error


def _dotted(place: Location) -> str:
    return ".".join(str(part) for part in place) or "the document"


def _first_line(message: str) -> str:
    return message.splitlines()[0]
