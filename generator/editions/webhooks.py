"""Takes the webhooks out of a spec, for editions whose readers have no use or no words for them."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.spec.document import JsonObject

_WEBHOOKS: Final = "webhooks"


def without_webhooks(document: JsonObject) -> JsonObject:
    """A copy of the document without its webhooks, and without what they alone refer to."""
    rest = copy.deepcopy(document)
    rest.pop(_WEBHOOKS, None)
    components = rest.get("components", {})
    for section, name in reachable(document, _WEBHOOKS) - reachable(document, "paths"):
        components.get(section, {}).pop(name, None)
    schemes = components.get("securitySchemes", {})
    used = _names_in(rest.get("security", ())) | _scheme_names(document, "paths")
    for name in _scheme_names(document, _WEBHOOKS) - used:
        schemes.pop(name, None)
    if "tags" in rest:
        gone = _tags(document, _WEBHOOKS) - _tags(document, "paths")
        rest["tags"] = [tag for tag in rest["tags"] if tag["name"] not in gone]
    rest["components"] = {section: named for section, named in components.items() if named}
    return rest


def reachable(document: JsonObject, section: str) -> set[tuple[str, str]]:
    """The components that `paths` or `webhooks` refer to, directly or through other components."""
    found: set[tuple[str, str]] = set()
    waiting = list(_references(document.get(section, {})))
    while waiting:
        component = waiting.pop()
        if component not in found:
            found.add(component)
            kind, name = component
            waiting.extend(_references(document["components"][kind][name]))
    return found


def _references(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
    if not isinstance(value, dict):
        return
    pointer = value.get("$ref")
    if isinstance(pointer, str):
        _, _, section, name = pointer.split("/")[:4]
        yield section, name
    for item in value.values():
        yield from _references(item)


def _tags(document: JsonObject, section: str) -> set[str]:
    """The tags of the operations of `paths` or `webhooks`."""
    tags: set[str] = set()
    for operation in _operations(document, section):
        tags |= set(operation.get("tags", ()))
    return tags


def _scheme_names(document: JsonObject, section: str) -> set[str]:
    """The security schemes that the operations of `paths` or `webhooks` name."""
    names: set[str] = set()
    for operation in _operations(document, section):
        names |= _names_in(operation.get("security", ()))
    return names


def _names_in(requirements: Iterable[JsonObject]) -> set[str]:
    names: set[str] = set()
    for requirement in requirements:
        names |= requirement.keys()
    return names


def _operations(document: JsonObject, section: str) -> Iterator[JsonObject]:
    for item in document.get(section, {}).values():
        for operation in item.values():
            if isinstance(operation, dict):
                yield operation
