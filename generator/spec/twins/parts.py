"""Writes out what several schemas share: a part (`x-part`) that they name in `allOf`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.spec.twins.draft import SCHEMAS, as_object, referred

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import JsonObject, Location
    from generator.spec.twins.draft import Draft

PART: Final = "x-part"
#: Where a schema adds to what its part says; elsewhere, what it says itself counts.
_JOINED: Final = frozenset({"allOf", "properties", "required"})


def write_out_parts(draft: Draft) -> None:
    """Put the parts into the schemas that name them, and take them away."""
    schemas = draft.schemas()
    parts = {name for name, schema in schemas.items() if PART in as_object(schema)}
    for name, schema in schemas.items():
        for part in _parts_of(schema, parts):
            schemas[name] = _with_part(draft, name, part)
    for part in parts:
        del schemas[part]
    for location, name in _references((), draft.data):
        if name in parts:
            message = f"{name} is a part: only a schema with a name can have it, in allOf"
            draft.complain(location, message)


def _parts_of(schema: Any, parts: set[str]) -> list[str]:
    composed = as_object(schema).get("allOf")
    if not isinstance(composed, list):
        return []
    # Each once: a schema has a part or it does not.
    names = dict.fromkeys(referred(item) for item in composed)
    return [name for name in names if name in parts]


def _with_part(draft: Draft, name: str, part_name: str) -> JsonObject:
    """The schema with what the part says in front of what it says itself."""
    own: JsonObject = dict(draft.schemas()[name])
    if "allOf" in own:
        own["allOf"] = [item for item in own["allOf"] if referred(item) != part_name]
    joined: JsonObject = draft.copied(draft.schemas()[part_name])
    del joined[PART]
    for key in joined:
        _note_origin(draft, (name, key), (part_name, key))
    for key in as_object(joined.get("properties")):
        _note_origin(draft, (name, "properties", key), (part_name, "properties", key))
    for key, value in own.items():
        joined[key] = _joined(joined.get(key), value) if key in _JOINED else value
    if joined.get("allOf") == []:
        del joined["allOf"]
    # Where every other schema has them: at the end.
    joined["properties"] = joined.pop("properties", {})
    return joined


def _note_origin(draft: Draft, made: Location, written: Location) -> None:
    """Note where that stands which the schema does not say itself."""
    location = (*SCHEMAS, *made)
    if not draft.written.has(location):
        draft.origins[location] = (*SCHEMAS, *written)


def _joined(of_part: Any, own: Any) -> Any:
    if isinstance(of_part, dict) and isinstance(own, dict):
        return {**of_part, **own}
    if isinstance(of_part, list) and isinstance(own, list):
        return [*of_part, *own]
    return own


def _references(location: Location, value: Any) -> Iterator[tuple[Location, str]]:
    """Every reference to a schema at a location and below it."""
    name = referred(value)
    if name is not None:
        yield location, name
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _references((*location, key), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _references((*location, index), item)
