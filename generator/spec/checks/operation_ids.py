"""Refuses operations without a name of their own, and links to names that there are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import Document, Location
    from generator.spec.problems import Problem


def problems(document: Document) -> Iterator[Problem]:
    """Every operationId that is missing, taken, or that of no operation."""
    first: dict[str, Location] = {}
    for location, name in _ids(document):
        if name is None:
            verb = location[2]
            path = location[1]
            yield document.problem(location, f"{verb} of {path} has no operationId")
        elif name in first:
            line = document.line(first[name])
            yield document.problem(location, f"operationId {name} is taken; first on line {line}")
        else:
            first[name] = location
    for location, value in document.walk():
        is_link = "links" in location and location[-1] == "operationId"
        if is_link and value not in first:
            yield document.problem(location, f"no operation is called {value}")


def _ids(document: Document) -> Iterator[tuple[Location, str | None]]:
    for section in ("paths", "webhooks"):
        for path, item in document.data.get(section, {}).items():
            for verb, operation in item.items():
                if isinstance(operation, dict) and not verb.startswith("x-"):
                    yield (section, path, verb, "operationId"), operation.get("operationId")
