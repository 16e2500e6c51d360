"""Refuses schemas that say what not every edition can say, before one of them stumbles over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.spec.checks.root_schemas import root_schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import Document, JsonObject, Location
    from generator.spec.problems import Problem

#: Keywords that OpenAPI 3.0 has too, with the same meaning.
IN_BOTH_VERSIONS: Final = frozenset(
    "title description type format enum default example pattern minLength maxLength "  # noqa: SIM905
    "minimum maximum multipleOf minItems maxItems uniqueItems minProperties maxProperties "
    "required readOnly writeOnly deprecated".split()
)
#: Keywords that OpenAPI 3.0 does without.
LEFT_OUT_OF_3_0: Final = frozenset({"propertyNames"})

_ONE_SCHEMA: Final = frozenset({"items", "additionalProperties", "not"})
_SEVERAL_SCHEMAS: Final = frozenset({"allOf", "anyOf", "oneOf"})
_FURTHER: Final = frozenset({"$ref", "const", "properties"})
_ALLOWED: Final = IN_BOTH_VERSIONS | LEFT_OUT_OF_3_0 | _ONE_SCHEMA | _SEVERAL_SCHEMAS | _FURTHER


def problems(document: Document) -> Iterator[Problem]:
    """Every keyword that OpenAPI 3.0 has no words for."""
    for location, schema in root_schemas(document):
        yield from _schema(document, location, schema)


def _schema(document: Document, location: Location, schema: Any) -> Iterator[Problem]:
    if not isinstance(schema, dict):
        return
    for key in schema:
        if key not in _ALLOWED and not key.startswith("x-"):
            message = f"{key!r} is no keyword that every edition can say"
            yield document.problem((*location, key), message)
    types = schema.get("type")
    if isinstance(types, list) and len(set(types) - {"null"}) != 1:
        yield document.problem((*location, "type"), f"type {types}: write anyOf")
    for inner_location, inner in _inside(schema):
        yield from _schema(document, (*location, *inner_location), inner)


def _inside(schema: JsonObject) -> Iterator[tuple[Location, Any]]:
    """The schemas that stand directly in a schema."""
    for key in _ONE_SCHEMA & schema.keys():
        yield (key,), schema[key]
    for key in _SEVERAL_SCHEMAS & schema.keys():
        for index, item in enumerate(schema[key]):
            yield (key, index), item
    for name, item in schema.get("properties", {}).items():
        yield ("properties", name), item
