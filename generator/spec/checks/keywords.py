"""Refuses schemas that say what not every edition can say, before one of them stumbles over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.editions.openapi_3_0 import LEFT_OUT, SAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.problems import Problem
    from generator.spec.yaml_reader import Document, Location

_ONE: Final = frozenset({"items", "additionalProperties", "not"})
_SEVERAL: Final = frozenset({"allOf", "anyOf", "oneOf"})
_KNOWN: Final = SAME | LEFT_OUT | _ONE | _SEVERAL | {"$ref", "const", "properties"}


def roots(document: Document) -> Iterator[tuple[Location, Any]]:
    """Every schema that does not stand in another one, with its location."""
    for location, value in document.walk():
        if _is_root(location):
            yield location, value


def problems(document: Document) -> Iterator[Problem]:
    """Every keyword that OpenAPI 3.0 has no words for."""
    for location, value in roots(document):
        yield from _schema(document, location, value)


def _is_root(location: Location) -> bool:
    if location[:2] == ("components", "schemas"):
        return len(location) == 3
    is_data = "example" in location or "examples" in location
    return location[-1:] == ("schema",) and not is_data


def _schema(document: Document, location: Location, schema: Any) -> Iterator[Problem]:
    if not isinstance(schema, dict):
        return
    for key in schema:
        if key not in _KNOWN and not key.startswith("x-"):
            yield document.problem(
                (*location, key), f"{key!r} is no keyword that every edition can say"
            )
    kinds = schema.get("type")
    if isinstance(kinds, list) and len(set(kinds) - {"null"}) != 1:
        yield document.problem((*location, "type"), f"type {kinds}: write anyOf")
    for place, inner in _inside(schema):
        yield from _schema(document, (*location, *place), inner)


def _inside(schema: dict[str, Any]) -> Iterator[tuple[Location, Any]]:
    """The schemas that stand directly in a schema."""
    for key in _ONE & schema.keys():
        yield (key,), schema[key]
    for key in _SEVERAL & schema.keys():
        for index, item in enumerate(schema[key]):
            yield (key, index), item
    for name, item in schema.get("properties", {}).items():
        yield ("properties", name), item
