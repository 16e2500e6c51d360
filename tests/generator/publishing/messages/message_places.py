"""The places of a message, each with what openapi.yaml says of the value there."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.kit.json_values import replaced
from tests.openapi import SPEC, resolved

if TYPE_CHECKING:
    from collections.abc import Iterator

Steps = tuple[str | int, ...]

#: Has no place in a message: put there, it takes away what is there.
NOTHING = object()


class Place(NamedTuple):
    """A value in a message."""

    steps: Steps
    """The keys and indices that lead to it."""
    schema: dict[str, Any]
    """What the spec says of it, its reference followed."""
    value: Any

    @property
    def name(self) -> str:
        """The key under which it stands."""
        return next((str(step) for step in reversed(self.steps) if isinstance(step, str)), "")

    @property
    def types(self) -> frozenset[str]:
        """The JSON types that the spec takes there."""
        if "const" in self.schema:
            return frozenset({"null"})
        types = self.schema.get("type", [])
        options = [with_referred(option).get("type") for option in self.schema.get("anyOf", [])]
        return frozenset([types] if isinstance(types, str) else [*types, *options])

    @property
    def inner(self) -> dict[str, Any]:
        """The one of several schemas that is of the value."""
        for option in self.schema.get("anyOf", []):
            if self.value is not None and with_referred(option).get("type") != "null":
                return with_referred(option)
        return self.schema


def with_referred(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with what it refers to, and what stands beside the reference."""
    while "$ref" in schema:
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        schema = {**SPEC["components"]["schemas"][schema["$ref"].rpartition("/")[2]], **beside}
    return schema


def places(schema: dict[str, Any], value: Any, steps: Steps = ()) -> Iterator[Place]:
    """Every place of a message that the spec knows, the outer ones first."""
    schema = with_referred(schema)
    place = Place(steps, schema, value)
    yield place
    inner = place.inner
    if isinstance(value, dict):
        for key, item in value.items():
            of_key = inner.get("properties", {}).get(key, inner.get("additionalProperties"))
            if of_key is not None:
                yield from places(of_key, item, (*steps, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(inner["items"], item, (*steps, index))


def changed(message: Any, steps: Steps, new: Any) -> Any:
    """A copy of the message with another value at a place, or without any."""
    if new is not NOTHING:
        return replaced(message, steps, new)
    message = copy.deepcopy(message)
    parent = message
    for step in steps[:-1]:
        parent = parent[step]
    del parent[steps[-1]]
    return message


def schema_of(method: str, kind: str) -> dict[str, Any]:
    """What openapi.yaml says of the JSON of a method: its ``request`` or its ``answer``."""
    schema: dict[str, Any] = _content(method, kind)["schema"]
    return schema


def examples_of(method: str, kind: str) -> list[Any]:
    """The examples of the spec for it."""
    return [each["value"] for each in _content(method, kind)["examples"].values()]


def _content(method: str, kind: str) -> dict[str, Any]:
    post = SPEC["paths"][f"/{method}.json"]["post"]
    message = post["requestBody"] if kind == "request" else post["responses"]["200"]
    content: dict[str, Any] = resolved(message)["content"]["application/json"]
    return content
