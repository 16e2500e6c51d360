"""Makes the twin of a list for forms and queries: an object with the numbers of its items as keys.

In brackets, `messages[0]=…` is all that OpenAPI has for `messages: […]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.spec.document import split_pointer
from generator.spec.twins.draft import SCHEMAS, as_object

if TYPE_CHECKING:
    from generator.spec.document import JsonObject, Location
    from generator.spec.twins.draft import Draft

#: On the twin: where the list stands.
LIST: Final = "x-list"
_NUMBER: Final = "^[0-9]{1,9}$"
#: Keyword of the twin → that of the list.
_COUNTS: Final = {"minProperties": "minItems", "maxProperties": "maxItems"}


def number_lists(draft: Draft) -> None:
    """Make the twins of lists for which the schemas with `x-list` stand."""
    schemas = draft.schemas()
    for name, schema in schemas.items():
        if LIST not in as_object(schema):
            continue
        location = (*SCHEMAS, name)
        found = _list_at(draft, schema[LIST])
        if found is None:
            message = f"{schema[LIST]} is no array with items"
            draft.complain((*location, LIST), message)
        else:
            schemas[name] = _twin_of_list(draft, location, schema, found)
            draft.lists[found] = name


def _list_at(draft: Draft, pointer: str) -> Location | None:
    """The location of the list that a pointer leads to."""
    location = split_pointer(pointer)
    if not draft.written.has(location):
        return None
    described = as_object(draft.written.value(location))
    is_list = described.get("type") == "array" and "items" in described
    return location if is_list else None


def _twin_of_list(
    draft: Draft, location: Location, schema: JsonObject, list_location: Location
) -> JsonObject:
    described: JsonObject = draft.written.value(list_location)
    twin: JsonObject = {"type": "object"}
    for keyword, of_list in _COUNTS.items():
        if of_list in described:
            twin[keyword] = described[of_list]
            draft.origins[*location, keyword] = (*list_location, of_list)
    twin["propertyNames"] = {"pattern": _NUMBER}
    twin["additionalProperties"] = draft.copied(described["items"])
    draft.origins[*location, "additionalProperties"] = (*list_location, "items")
    for key, value in schema.items():
        if key != LIST:
            twin[key] = value
    return twin
