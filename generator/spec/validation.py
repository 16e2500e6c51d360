"""Refuses a broken spec.

In its references and patterns, as OpenAPI, in its extensions, in its names, and where its parts
disagree.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError, best_match
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.validation.exceptions import DuplicateOperationIDError

from generator.spec import agreement
from generator.spec.checks import identifiers as names
from generator.spec.checks import keywords as schemas
from generator.spec.checks import references, regexes
from generator.spec.problems import BrokenSpecError, Problem
from generator.spec.yaml_reader import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.yaml_reader import Document, Location

_GUIDE = "docs/spec-extensions.md describes them"
EXTENSIONS_SCHEMA = Path(__file__).parent / "checks" / "extensions.schema.json"


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
    contain(document)
    stages = (_openapi, _extensions, schemas.problems, names.problems, agreement.problems)
    for stage in stages:
        _raise(document, stage(document))


def contain(document: Document) -> None:
    """BrokenSpecError if the document leads anywhere else, or might keep a tool busy for ever."""
    for stage in (references.problems, regexes.problems):
        _raise(document, stage(document))


def _raise(document: Document, found: Iterator[Problem]) -> None:
    problems = list(found)
    if problems:
        raise BrokenSpecError(document.name, problems)


def _openapi(document: Document) -> Iterator[Problem]:
    if not str(document.data.get("openapi")).startswith("3.1."):
        yield document.problem(("openapi",), "openapi: must be 3.1.x")
        return
    found = list(_schemas(document))
    for error in _errors_of_openapi(document):
        place: Location = tuple(error.absolute_path)
        # Errors within a schema object come with a path from that object; _schemas found their
        # lines.
        if document.has(place):
            found.append(document.problem(place, _first_line(error.message)))
        elif not found:
            found.append(document.problem((), _first_line(error.message)))
    yield from found


def _errors_of_openapi(document: Document) -> Iterator[ValidationError]:
    """What the validator of OpenAPI says, but for duplicates, whose lines agreement finds."""
    try:
        for error in OpenAPIV31SpecValidator(document.data).iter_errors():
            if not isinstance(error, DuplicateOperationIDError):
                yield error
    # It looks for what it has just missed.
    except (AttributeError, LookupError, TypeError) as error:
        yield ValidationError(f"is no OpenAPI: {error!r}")


def _schemas(document: Document) -> Iterator[Problem]:
    metaschema = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    for location, value in schemas.roots(document):
        yield from (
            document.problem((*location, *error.absolute_path), _first_line(error.message))
            for error in map(_deepest, metaschema.iter_errors(value))
        )


def _extensions(document: Document) -> Iterator[Problem]:
    schema = json.loads(EXTENSIONS_SCHEMA.read_text(encoding="utf-8"))
    if not document.data.keys() & set(schema["required"]):
        keys = ", ".join(schema["required"])
        yield document.problem(
            (), f"has none of the keys that the tables are made from ({keys}): {_GUIDE}"
        )
        return
    validator = _Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for error in map(_deepest, validator.iter_errors(document.data)):
        place: Location = tuple(error.absolute_path)
        yield document.problem(place, f"{_dotted(place)}: {_reason(error)}")


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
    return _first_line(error.message)


def _deepest(error: ValidationError) -> ValidationError:
    """Of the alternatives of an anyOf, the complaint that says most."""
    return best_match([error]) if error.validator == "anyOf" else error


def _dotted(place: Location) -> str:
    return ".".join(str(part) for part in place) or "the document"


def _first_line(message: str) -> str:
    return message.splitlines()[0]
