"""x- keys on schemas that name properties beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import Document, Location
    from generator.spec.model.spec import Spec
    from generator.spec.problems import Problem

_LISTS: Final = (("x-any-of",), ("x-on-success",), ("x-null-on-failure",))


def problems(spec: Spec) -> Iterator[Problem]:
    """Every property that is named and not there. Annotations may stand anywhere in the spec."""
    document = spec.document
    for location, value in document.walk():
        key = location[-1:]
        if key == ("x-synonym",):
            yield from _siblings(document, location, [value])
        if key == ("x-only-if",):
            yield from _siblings(document, location, list(value))
        if key == ("x-form",) and value not in spec.schemas.by_name:
            yield document.problem(location, f"there is no schema {value}")
        if key in _LISTS:
            yield from _beside(document, location, location, value)
        if key == ("x-either",):
            for index, group in enumerate(value):
                yield from _beside(document, location, (*location, index), group)


def _siblings(document: Document, location: Location, names: list[str]) -> Iterator[Problem]:
    """Every name that is no property beside the one with the key."""
    for name in names:
        if name not in document.value(location[:-2]):
            yield document.problem(location, f"there is no {name} beside {location[-2]}")


def _beside(
    document: Document, location: Location, list_location: Location, names: list[str]
) -> Iterator[Problem]:
    """Every name in a list at a location that is no property of the schema with the key."""
    properties = document.value(location[:-1]).get("properties", {})
    for index, name in enumerate(names):
        if name not in properties:
            message = f"there is no property {name} beside it"
            yield document.problem((*list_location, index), message)
