"""Refuses what is no OpenAPI 3.1, by its validator and the metaschema of JSON Schema."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.validation.exceptions import DuplicateOperationIDError

from generator.spec.checks.root_schemas import root_schemas
from generator.spec.checks.schema_errors import first_line, most_telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import Document, Location
    from generator.spec.problems import Problem


def problems(document: Document) -> Iterator[Problem]:
    """Everything that the validator of OpenAPI says against the document, at its line."""
    if not str(document.data.get("openapi")).startswith("3.1."):
        yield document.problem(("openapi",), "openapi: must be 3.1.x")
        return
    in_paths = list(_broken_templates(document))
    yield from in_paths
    if in_paths:
        # The validator stops at the first of them, with an exception.
        return
    in_schemas = list(_schemas(document))
    yield from in_schemas
    lines_are_missing = not in_schemas
    for error in _errors(document):
        location: Location = tuple(error.absolute_path)
        # Errors within a schema object come with a path from that object: their lines are those
        # of the problems in schemas.
        if document.has(location):
            lines_are_missing = False
            yield document.problem(location, first_line(error))
        elif lines_are_missing:
            lines_are_missing = False
            yield document.problem((), first_line(error))


def _broken_templates(document: Document) -> Iterator[Problem]:
    """Paths in which a brace has no partner, as the validator reads them."""
    paths = document.data.get("paths")
    if not isinstance(paths, dict):
        return
    for path in paths:
        try:
            list(Formatter().parse(path))
        except ValueError:
            yield document.problem(("paths", path), "is no path: a brace has no partner")


def _errors(document: Document) -> Iterator[ValidationError]:
    """The validator's errors, but for duplicates of operations, which `agreement` finds."""
    try:
        for error in OpenAPIV31SpecValidator(document.data).iter_errors():
            if not isinstance(error, DuplicateOperationIDError):
                yield error
    # It looks for what it has just missed.
    except (AttributeError, LookupError, TypeError) as error:
        yield ValidationError(f"is no OpenAPI: {error!r}")


def _schemas(document: Document) -> Iterator[Problem]:
    metaschema = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    for location, schema in root_schemas(document):
        for error in metaschema.iter_errors(schema):
            telling = most_telling(error)
            yield document.problem((*location, *telling.absolute_path), first_line(telling))
