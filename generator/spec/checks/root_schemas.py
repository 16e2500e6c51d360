"""Where the schemas of a spec stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import Document, Location


def root_schemas(document: Document) -> Iterator[tuple[Location, Any]]:
    """Every schema that does not stand in another one, with its location."""
    for location, value in document.walk():
        if _is_root(location):
            yield location, value


def _is_root(location: Location) -> bool:
    if location[:2] == ("components", "schemas"):
        return len(location) == 3
    is_data = "example" in location or "examples" in location
    return location[-1:] == ("schema",) and not is_data
