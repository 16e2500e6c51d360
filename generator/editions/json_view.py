"""Reduces the spec to what openapi-python-client knows: POST with JSON, one token, no extensions.

Its clients for forms and bracketed query parameters do not work, so those transports stay in the
spec alone. The view is an OpenAPI document of its own, made by rule: nothing in here knows an
operation or a schema by name.
"""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERB = "post"
_MEDIA_TYPE = "application/json"
#: Extensions that openapi-python-client reads itself.
_KEPT = frozenset({"x-enum-varnames"})
_ABOUT = (
    "**This view** is for generators of code: POST with JSON, one place for the token. "
    "The whole spec has the rest.\n"
)
_VERBS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


def post_json_view(spec: dict[str, Any]) -> dict[str, Any]:
    """The reduced document; the spec itself is left as it is."""
    view: dict[str, Any] = _without_extensions(spec)
    view["info"]["description"] = f"{view['info'].get('description', '')}\n{_ABOUT}".lstrip()
    view["paths"] = {path: _path_item(item) for path, item in view["paths"].items()}
    components = view.setdefault("components", {})
    for body in components.get("requestBodies", {}).values():
        _only_json(body)
    for response in components.get("responses", {}).values():
        response.pop("links", None)
    components.pop("links", None)
    _one_token(view)
    # A reference is one step more than some generators take: an answer stands where it is given.
    responses = components.pop("responses", {})
    view["paths"] = {path: _with_answers(item, responses) for path, item in view["paths"].items()}
    # What only the dropped parts referred to goes too; what nothing ever referred to was written to
    # be there.
    for section, name in _reachable(spec) - _reachable(view):
        components.get(section, {}).pop(name, None)
    view["components"] = {section: named for section, named in components.items() if named}
    return view


def to_json(view: dict[str, Any]) -> str:
    """The view as text, the same for the same spec."""
    return json.dumps(view, ensure_ascii=False, indent=1) + "\n"


def _without_extensions(value: Any) -> Any:
    """The same without the extensions; texts that name one say where it is."""
    if isinstance(value, dict):
        kept = {
            key: item for key, item in value.items() if not key.startswith("x-") or key in _KEPT
        }
        return {
            key: elsewhere(item) if _is_text(key, item) else _without_extensions(item)
            for key, item in kept.items()
        }
    if isinstance(value, list):
        return [_without_extensions(item) for item in value]
    return value


def _is_text(key: str, value: Any) -> bool:
    return key == "description" and isinstance(value, str)


def elsewhere(text: str) -> str:
    """A text that names an extension, for readers who do not have it before them."""
    return re.sub(r"(`x-[a-z-]+`)", r"\1 of the whole spec", text)


def _path_item(item: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in item.items() if key == _VERB or key not in _VERBS}
    operation = kept[_VERB]
    _only_json(operation.get("requestBody", {}))
    for response in operation["responses"].values():
        response.pop("links", None)
    # With a security of its own an operation would take an AuthenticatedClient and nothing else.
    operation.pop("security", None)
    return kept


def _with_answers(item: dict[str, Any], responses: dict[str, Any]) -> dict[str, Any]:
    answers = item[_VERB]["responses"]
    for status, answer in answers.items():
        if "$ref" in answer:
            answers[status] = copy.deepcopy(responses[answer["$ref"].rpartition("/")[2]])
    return item


def _only_json(body: dict[str, Any]) -> None:
    if "content" in body:
        body["content"] = {_MEDIA_TYPE: body["content"][_MEDIA_TYPE]}


def _one_token(view: dict[str, Any]) -> None:
    """Of the places where the token may stand, the first that the spec names."""
    if not view.get("security"):
        return
    view["security"] = view["security"][:1]
    schemes = view["components"].get("securitySchemes", {})
    view["components"]["securitySchemes"] = {name: schemes[name] for name in view["security"][0]}


def _reachable(document: dict[str, Any]) -> set[tuple[str, str]]:
    """The components that the paths refer to, directly or through other components."""
    found: set[tuple[str, str]] = set()
    waiting = list(_references(document["paths"]))
    while waiting:
        component = waiting.pop()
        if component not in found:
            found.add(component)
            section, name = component
            waiting.extend(_references(document["components"][section][name]))
    return found


def _references(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        pointer = value.get("$ref")
        if isinstance(pointer, str):
            _, _, section, name = pointer.split("/")[:4]
            yield section, name
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
