"""What stands in a table a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.spec.document import Location
    from generator.spec.model.spec import Spec
    from generator.spec.problems import Problem


def duplicates(
    spec: Spec, key: str, values: Iterable[tuple[Location, str | int]]
) -> Iterator[Problem]:
    """A problem for each value that stood there before; `key` is what it is called."""
    first: dict[str | int, Location] = {}
    for location, value in values:
        if value in first:
            line = spec.document.line(first[value])
            message = f"{key} {value} stands here a second time; first on line {line}"
            yield spec.document.problem(location, message)
        first.setdefault(value, location)
