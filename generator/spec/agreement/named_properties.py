"""x- keys on schemas that name properties beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.model.spec import Spec
    from generator.spec.problems import Problem

_LISTS: Final = (("x-any-of",), ("x-on-success",))


def problems(spec: Spec) -> Iterator[Problem]:
    """Every property that is named and not there. Annotations may stand anywhere in the spec."""
    document = spec.document
    for location, value in document.walk():
        key = location[-1:]
        if key == ("x-synonym",) and value not in document.value(location[:-2]):
            yield document.problem(location, f"there is no {value} beside {location[-2]}")
        if key in _LISTS:
            properties = document.value(location[:-1]).get("properties", {})
            for index, name in enumerate(value):
                if name not in properties:
                    message = f"there is no property {name} beside it"
                    yield document.problem((*location, index), message)
