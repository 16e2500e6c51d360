"""Reduces the spec to what openapi-python-client knows: POST with JSON, one token, no extensions.

Its clients for forms and bracketed query parameters do not work, so those transports stay in the
spec alone. The view is an OpenAPI document of its own, made by rule: nothing in here knows an
operation or a schema by name.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any, Final

from generator.editions.webhooks import reachable, without_webhooks

if TYPE_CHECKING:
    from generator.spec.document import JsonObject

_VERB: Final = "post"
_OTHER_VERBS: Final = frozenset({"get", "put", "delete", "options", "head", "patch", "trace"})
_MEDIA_TYPE: Final = "application/json"
#: Extensions that openapi-python-client reads itself.
_KEPT: Final = frozenset({"x-enum-varnames"})
#: Keys below which things stand by names of their own, among which `default` may be one.
_NAMED: Final = frozenset({"properties", "responses", "schemas"})
#: Keys with data that a schema or an answer speaks of.
_DATA: Final = frozenset({"const", "enum", "example", "examples"})
#: How the paragraphs begin that are about ways which the view does not have.
_OTHER_WAYS: Final = ("**Calls.**", "**Token.**", "**Webhooks.**")
_ABOUT: Final = (
    "**This view** is for generators of code: POST with JSON, one place for the token. "
    "The whole spec has the rest.\n"
)


def post_json_view(spec: JsonObject) -> JsonObject:
    """The reduced document; the spec itself is left as it is."""
    view: JsonObject = _without_extensions(spec)
    view["info"]["description"] = _about(view["info"].get("description", ""))
    for item in view["paths"].values():
        _only_post(item)
    view = without_webhooks(view)
    components = view.setdefault("components", {})
    for body in components.get("requestBodies", {}).values():
        _only_json(body)
    for response in components.get("responses", {}).values():
        response.pop("links", None)
    components.pop("links", None)
    _one_token(view)
    _drop_defaults(view)
    # A reference is one step more than some generators take: an answer stands where it is given.
    responses = components.pop("responses", {})
    for item in view["paths"].values():
        _with_answers(item, responses)
    # What only the dropped parts referred to goes too; what nothing ever referred to was written to
    # be there.
    for section, name in reachable(spec, "paths") - reachable(view, "paths"):
        components.get(section, {}).pop(name, None)
    view["components"] = {key: section for key, section in components.items() if section}
    return view


def _about(description: str) -> str:
    """What the spec says of itself, as far as it holds for the view: many tools show it whole."""
    paragraphs = description.strip().split("\n\n")
    kept = [each for each in paragraphs if not each.startswith(_OTHER_WAYS)]
    return "\n\n".join([*kept, _ABOUT]).lstrip()


def elsewhere(text: str) -> str:
    """A text that names an extension, for readers who do not have it before them."""
    return re.sub(r"(`x-[a-z-]+`)", r"\1 of the whole spec", text)


def _without_extensions(value: Any) -> Any:
    """A copy without the extensions; texts that name one say where it is."""
    if isinstance(value, list):
        return [_without_extensions(item) for item in value]
    if not isinstance(value, dict):
        return value
    copied: JsonObject = {}
    for key, item in value.items():
        is_dropped = key.startswith("x-") and key not in _KEPT
        is_text = key == "description" and isinstance(item, str)
        if not is_dropped:
            copied[key] = elsewhere(item) if is_text else _without_extensions(item)
    return copied


def _only_post(item: JsonObject) -> None:
    for verb in _OTHER_VERBS:
        item.pop(verb, None)
    operation = item[_VERB]
    _only_json(operation.get("requestBody", {}))
    for response in operation["responses"].values():
        response.pop("links", None)
    # With a security of its own an operation would take an AuthenticatedClient and nothing else.
    operation.pop("security", None)


def _with_answers(item: JsonObject, responses: JsonObject) -> None:
    answers = item[_VERB]["responses"]
    for status, answer in answers.items():
        if "$ref" in answer:
            name = answer["$ref"].rpartition("/")[2]
            answers[status] = copy.deepcopy(responses[name])


def _only_json(body: JsonObject) -> None:
    if "content" in body:
        body["content"] = {_MEDIA_TYPE: body["content"][_MEDIA_TYPE]}


def _one_token(view: JsonObject) -> None:
    """Of the places where the token may stand, the first that the spec names."""
    if not view.get("security"):
        return
    view["security"] = view["security"][:1]
    schemes = view["components"].get("securitySchemes", {})
    view["components"]["securitySchemes"] = {name: schemes[name] for name in view["security"][0]}


def _drop_defaults(value: Any, *, has_names_for_keys: bool = False) -> None:
    """Remove what schemas say about absent values: a client would send it, as if asked to."""
    if isinstance(value, list):
        for item in value:
            _drop_defaults(item)
    if not isinstance(value, dict):
        return
    if not has_names_for_keys:
        value.pop("default", None)
    for key, item in value.items():
        if has_names_for_keys or key not in _DATA:
            names = not has_names_for_keys and key in _NAMED
            _drop_defaults(item, has_names_for_keys=names)
