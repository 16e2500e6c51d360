"""Makes the GET of a POST that takes a form: the same request, as query parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.spec.twins.draft import as_object, insert_before
from generator.spec.twins.forms import request_of_form
from generator.spec.twins.properties import (
    DEEP_OBJECT,
    QUERY_DESCRIPTION,
    QUERY_EXAMPLE,
    QUERY_FIRST,
    properties_of,
    twin_of,
)

if TYPE_CHECKING:
    from generator.spec.document import JsonObject, Location
    from generator.spec.twins.draft import Draft
    from generator.spec.twins.properties import RequestProperty

#: On a POST: the description of its GET.
GET_DESCRIPTION: Final = "x-get-description"

_DESCRIPTION: Final = "As the POST form."
#: What a GET does not have of its POST. It has no form for the token, and so no `security` either.
_OF_POST_ALONE: Final = frozenset({GET_DESCRIPTION, "requestBody", "security"})
#: Every request can have it; it stands last.
_LAST: Final = "sequence_id"


def make_queries(draft: Draft) -> None:
    """Add the GET to every POST whose form is to be made, and what that form means for the token.

    Such a POST is known by a form without a schema, so this comes before `make_forms`.
    """
    for path, item in draft.object("paths").items():
        post = as_object(as_object(item).get("post"))
        request = request_of_form(draft, post.get("requestBody"))
        if request is None:
            continue
        if "get" not in item:
            item["get"] = _get(draft, ("paths", path, "get"), post, request)
            draft.origins["paths", path, "get"] = ("paths", path, "post")
        _admit_token_in_form(draft, ("paths", path, "post"), post)
        post.pop(GET_DESCRIPTION, None)


def _admit_token_in_form(draft: Draft, location: Location, post: JsonObject) -> None:
    """Let the POST be without a token elsewhere: OpenAPI has no security scheme for a field."""
    security = draft.data.get("security")
    if isinstance(security, list) and "security" not in post:
        insert_before(post, "requestBody", "security", [*draft.copied(security), {}])
        draft.origins[*location, "security"] = ("security",)


def _get(draft: Draft, location: Location, post: JsonObject, request: str) -> JsonObject:
    get: JsonObject = {}
    for key, value in post.items():
        if key not in _OF_POST_ALONE:
            get[key] = draft.copied(value)
    for key, addition in (("operationId", "Get"), ("summary", " (GET)")):
        if isinstance(get.get(key), str):
            get[key] += addition
    get["description"] = post.get(GET_DESCRIPTION, _DESCRIPTION)
    parameters = _parameters(draft, (*location, "parameters"), request)
    insert_before(get, "responses", "parameters", parameters)
    return get


def _parameters(draft: Draft, location: Location, request: str) -> list[JsonObject]:
    required = draft.schemas()[request].get("required")
    names = required if isinstance(required, list) else []
    parameters: list[JsonObject] = []
    for each in sorted(properties_of(draft, request), key=_place_in_query):
        draft.count(1)
        made = (*location, len(parameters))
        draft.origins[made] = each.location
        draft.origins[*made, "schema"] = each.location
        parameters.append(_parameter(draft, each, is_required=each.name in names))
    return parameters


def _place_in_query(each: RequestProperty) -> int:
    """Properties stand in the order of JSON, but for the first and the last."""
    if QUERY_FIRST in each.described:
        return 0
    return 2 if each.name == _LAST else 1


def _parameter(draft: Draft, each: RequestProperty, *, is_required: bool) -> JsonObject:
    described = each.described
    shared = _shared_parameter(draft, each.name, is_required=is_required)
    if shared is not None and QUERY_DESCRIPTION not in described:
        return {"$ref": f"#/components/parameters/{shared}"}
    parameter: JsonObject = {"name": each.name, "in": "query"}
    if is_required:
        parameter["required"] = True
    parameter["description"] = _description(draft, each)
    twin = twin_of(draft, each)
    if twin.is_in_brackets:
        parameter.update(DEEP_OBJECT)
    parameter["schema"] = _without_words(twin.schema)
    if QUERY_EXAMPLE in described:
        parameter["example"] = draft.copied(described[QUERY_EXAMPLE])
    return parameter


def _shared_parameter(draft: Draft, name: str, *, is_required: bool) -> str | None:
    """The parameter of `components` for a property of this name, if there is one that fits."""
    for key, value in draft.object("components", "parameters").items():
        parameter = as_object(value)
        if parameter.get("name") == name and parameter.get("required", False) == is_required:
            return str(key)
    return None


def _description(draft: Draft, each: RequestProperty) -> Any:
    """What is said for queries, else of the property, else of what it refers to."""
    meant, _ = draft.follow(each.described, each.location)
    own = each.described.get("description", meant.get("description", ""))
    return each.described.get(QUERY_DESCRIPTION, own)


def _without_words(schema: JsonObject) -> JsonObject:
    """What a schema allows, without its description, which the parameter has, and extensions."""
    kept: JsonObject = {}
    for key, value in schema.items():
        if key != "description" and not key.startswith("x-"):
            kept[key] = value
    return kept
