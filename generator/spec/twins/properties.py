"""How forms and queries write a property of a request in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from generator.spec.twins.draft import SCHEMAS, as_object, reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import JsonObject, Location
    from generator.spec.twins.draft import Draft

#: On a property: what the parameter of a GET has instead of its own.
QUERY_DESCRIPTION: Final = "x-query-description"
QUERY_EXAMPLE: Final = "x-query-example"
QUERY_FIRST: Final = "x-query-first"
#: How OpenAPI calls fields and items in brackets.
DEEP_OBJECT: Final[JsonObject] = {"style": "deepObject", "explode": True}

_HINTS: Final = frozenset({QUERY_DESCRIPTION, QUERY_EXAMPLE, QUERY_FIRST})


class RequestProperty(NamedTuple):
    """A property of a request in JSON, as it is written."""

    name: str
    described: JsonObject
    location: Location


class Twin(NamedTuple):
    """The schema that a form or a query has for a property."""

    schema: JsonObject
    is_in_brackets: bool


def properties_of(draft: Draft, request: str) -> Iterator[RequestProperty]:
    """The properties of a schema, but for those that are no schemas, of which the checks tell."""
    schema = as_object(draft.schemas()[request])
    for name, described in as_object(schema.get("properties")).items():
        if isinstance(described, dict):
            yield RequestProperty(name, described, (*SCHEMAS, request, "properties", name))


def twin_of(draft: Draft, each: RequestProperty) -> Twin:
    """The property itself, or what stands for it if it is a list."""
    draft.count(1)
    schema, location = draft.follow(each.described, each.location)
    if schema.get("type") != "array":
        return Twin(_without_hints(draft, each.described), schema.get("type") == "object")
    name = draft.lists.get(location)
    if name is None:
        message = f"no schema says by x-list how forms and queries write the list {each.name}"
        draft.complain(each.location, message)
        return Twin({}, is_in_brackets=True)
    return Twin(reference(name), is_in_brackets=True)


def drop_hints(draft: Draft, request: str) -> None:
    """Take what was only said for queries out of the properties of a schema."""
    for each in properties_of(draft, request):
        for hint in _HINTS & each.described.keys():
            del each.described[hint]


def _without_hints(draft: Draft, described: JsonObject) -> JsonObject:
    kept: dict[str, Any] = {}
    for key, value in described.items():
        if key not in _HINTS:
            kept[key] = draft.copied(value)
    return kept
