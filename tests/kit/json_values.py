"""Goes through the values of JSON, and writes them as fields of a form."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Place = tuple[str | int, ...]
"""The keys and indices that lead to a value."""


def items_of(value: Any) -> Iterable[tuple[Any, Any]]:
    """What an object or a list holds, with its keys or indices; nothing of any other value."""
    if isinstance(value, dict):
        return value.items()
    if isinstance(value, list):
        return enumerate(value)
    return ()


def walk(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """The value and all that it holds, outer ones first, each with its place."""
    yield place, value
    for key, item in items_of(value):
        yield from walk(item, (*place, key))


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every object, the value itself included."""
    for _, inner in walk(value):
        if isinstance(inner, dict):
            yield inner


def replaced(value: Any, place: Place, new: Any) -> Any:
    """A copy with another value at a place."""
    if not place:
        return new
    value = copy.deepcopy(value)
    parent = value
    for key in place[:-1]:
        parent = parent[key]
    parent[place[-1]] = new
    return value


def form_fields(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """An object as the fields of a form or a query: what is nested, in brackets.

    An empty object or list in it is an empty field, which the service reads as such.
    """
    if not isinstance(value, dict | list) or (name and not value):
        yield name, "" if value in ({}, []) else str(value)
        return
    for key, item in items_of(value):
        inner = f"{name}[{key}]" if name else str(key)
        yield from form_fields(item, inner)
