"""Pictures of the rooms in ARCHITECTURE.md, drawn from the imports.

    python -m tests.packaging.rooms_picture

renews them; test_rooms_picture.py compares. An arrow leads from a room to one that it imports.
It is omitted if a longer path connects the same rooms.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

from tests.packaging.imports import ROOT, graph, sources
from tests.packaging.rooms import PACKAGES, PACKAGES_WITH_ROOMS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Arrows = Mapping[str, set[str]]

PAGE: Final = ROOT / "ARCHITECTURE.md"
MARKED: Final = re.compile(
    r"(<!-- picture: (?P<name>[a-z]+) -->\n).*?(<!-- /picture -->\n)", re.DOTALL
)


def package_of(module: str) -> str | None:
    """The package of a module."""
    return module.partition(".")[0]


PICTURES: Final[dict[str, Callable[[str], str | None]]] = {
    "packages": package_of,
    **{name: package.room_of for name, package in PACKAGES_WITH_ROOMS.items()},
}


def arrows_between_rooms(arrows: Arrows, room_of: Callable[[str], str | None]) -> Arrows:
    """Which rooms import which, of what modules import."""
    found: dict[str, set[str]] = {}
    for module, needed in arrows.items():
        room = room_of(module)
        if room is None:
            continue
        others = {room_of(name) for name in needed} - {room, None}
        found.setdefault(room, set()).update(name for name in others if name is not None)
    return found


def without_shortcuts(arrows: Arrows) -> Arrows:
    """The arrows that no longer way over other arrows stands for."""
    kept: dict[str, set[str]] = {}
    for room, needed in arrows.items():
        by_a_longer_way: set[str] = set()
        for other in needed:
            by_a_longer_way |= reached_from(other, arrows)
        kept[room] = needed - by_a_longer_way
    return kept


def reached_from(room: str, arrows: Arrows) -> set[str]:
    """All rooms that the arrows lead to from this one."""
    reached: set[str] = set()
    waiting = [room]
    while waiting:
        for other in arrows.get(waiting.pop(), set()) - reached:
            reached.add(other)
            waiting.append(other)
    return reached


def drawn(arrows: Arrows) -> str:
    """A picture in Mermaid, which GitHub shows as one."""
    lines = ["```mermaid", "graph TD"]
    for room in sorted(arrows):
        lines.append(f"    {room}")
        lines.extend(f"    {room} --> {other}" for other in sorted(arrows[room]))
    return "\n".join([*lines, "```", ""])


def filled(page: str) -> str:
    """The page with its pictures as they should be."""
    modules: dict[str, str] = {}
    for package in PACKAGES:
        modules |= sources(ROOT / package)
    arrows = graph(modules)

    def renewed(match: re.Match[str]) -> str:
        room_of = PICTURES[match["name"]]
        rooms = without_shortcuts(arrows_between_rooms(arrows, room_of))
        return f"{match[1]}{drawn(rooms)}{match[3]}"

    return MARKED.sub(renewed, page)


def main() -> None:
    """Renew the pictures, and say whether that changed the page."""
    page = PAGE.read_text("utf-8")
    renewed = filled(page)
    if renewed == page:
        return
    PAGE.write_text(renewed, "utf-8")
    sys.stdout.write(f"{PAGE.name} written\n")


if __name__ == "__main__":
    main()
