"""Makes the form of a webhook of its JSON: the service calls back with the same in both.

A form that says nothing is of the same schema, and has the same examples, but for those with a
list, which no form of OpenAPI can write. Unlike the form of a request it has no field for a token,
and so needs no schema of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.spec.twins.draft import FORM, JSON, as_object
from generator.spec.twins.properties import DEEP_OBJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import JsonObject, Location
    from generator.spec.twins.draft import Draft


def make_webhook_forms(draft: Draft) -> None:
    """Fill in the forms of all webhooks."""
    for location, content in _contents(draft):
        if content.get(FORM) != {}:
            continue
        if "schema" in as_object(content.get(JSON)):
            content[FORM] = _form(draft, content[JSON], (*location, JSON))
            draft.origins[*location, FORM] = (*location, JSON)
        else:
            message = f"a form that says nothing needs {JSON} with a schema beside it"
            draft.complain((*location, FORM), message)


def _contents(draft: Draft) -> Iterator[tuple[Location, JsonObject]]:
    """What each webhook may send, with its location."""
    for name, item in draft.object("webhooks").items():
        body = as_object(as_object(as_object(item).get("post")).get("requestBody"))
        location = ("webhooks", name, "post", "requestBody", "content")
        yield location, as_object(body.get("content"))


def _form(draft: Draft, described: JsonObject, location: Location) -> JsonObject:
    form: JsonObject = {"schema": draft.copied(described["schema"])}
    schema, location_of_schema = draft.follow(described["schema"], (*location, "schema"))
    encoding: JsonObject = {}
    for name, value in as_object(schema.get("properties")).items():
        if _can_be_object(draft, value, (*location_of_schema, "properties", name)):
            encoding[name] = dict(DEEP_OBJECT)
    if encoding:
        form["encoding"] = encoding
    examples: JsonObject = {}
    for name, example in as_object(described.get("examples")).items():
        if not _has_list(as_object(example).get("value")):
            examples[name] = draft.copied(example)
    if examples:
        form["examples"] = examples
    return form


def _can_be_object(draft: Draft, described: Any, location: Location) -> bool:
    schema, location = draft.follow(described, location)
    options = schema.get("anyOf")
    if not isinstance(options, list):
        options = [schema]
    for option in options:
        meant, _ = draft.follow(option, location)
        if meant.get("type") == "object":
            return True
    return False


def _has_list(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_list(item) for item in value.values())
    return isinstance(value, list)
