"""What changed between two versions of the spec, and how much that matters to whoever uses it."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from generator.spec.document import Location


class Impact(IntEnum):
    """Which part of a semantic version has to move; the greatest of all changes counts."""

    NONE = 0
    #: Texts, examples, order: no program notices.
    PATCH = 1
    #: Something is added or allowed; what worked still works.
    MINOR = 2
    #: What worked may no longer work, or what was read means something else.
    MAJOR = 3

    @property
    def word(self) -> str:
        """The word that reports use."""
        return self.name.lower()


class Change(NamedTuple):
    """One change, at its location in the newer version, or at that of what would hold it."""

    location: Location
    impact: Impact
    rule: str
    message: str


def list_difference(old: list[Any], new: list[Any]) -> str:
    """What a list lost and gained, because a whole list is often too long for a message."""
    lost = [str(item) for item in old if item not in new]
    gained = [str(item) for item in new if item not in old]
    parts: list[str] = []
    if lost:
        parts.append(f"lost {', '.join(lost)}")
    if gained:
        parts.append(f"gained {', '.join(gained)}")
    return " and ".join(parts) or "are in another order"
