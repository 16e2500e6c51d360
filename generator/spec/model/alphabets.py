"""The alphabets by which the length of a text is measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.spec.model.annotations import read_assumptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.spec.document import Document, JsonObject, Location

_TABLE: Final = "x-alphabets"


@dataclass(frozen=True, kw_only=True)
class Alphabet:
    """Characters that count alike."""

    location: Location
    name: str
    meaning: str
    characters: str
    """Those that are listed; the others are in the blocks."""
    blocks: tuple[tuple[int, int], ...]
    """The first and the last code point of each."""
    units: int
    """How many units of a limit each of the characters takes."""
    assumptions: tuple[str, ...]

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """All of them as the first and the last code point of each range, in order."""
        points = [(ord(each), ord(each)) for each in self.characters]
        joined: list[tuple[int, int]] = []
        for first, last in sorted([*points, *self.blocks]):
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        return tuple(joined)


def read_alphabets(document: Document) -> tuple[Alphabet, ...]:
    """The table of alphabets."""
    table: Sequence[JsonObject] = document.data[_TABLE]
    return tuple(_alphabet(entry, (_TABLE, index)) for index, entry in enumerate(table))


def _alphabet(entry: JsonObject, location: Location) -> Alphabet:
    blocks: list[tuple[int, int]] = []
    for block in entry["blocks"]:
        first, _, last = block.partition("-")
        blocks.append((int(first, 16), int(last, 16)))
    return Alphabet(
        location=location,
        name=entry["name"],
        meaning=entry["meaning"],
        characters=entry["characters"],
        blocks=tuple(blocks),
        units=entry["units"],
        assumptions=read_assumptions(entry),
    )
