"""The kinds of Viber message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.spec.model.annotations import read_assumptions

if TYPE_CHECKING:
    from generator.spec.document import Document, JsonObject, Location

_TABLE: Final = "x-viber-kinds"


@dataclass(frozen=True)
class Condition:
    """Which parameters are present in a message of a kind."""

    all: tuple[str, ...]
    any: tuple[str, ...]
    none: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ViberKind:
    """A kind of Viber message, and the rules that it has."""

    location: Location
    kind: str
    meaning: str
    meaning_uk: str
    when: Condition
    required: tuple[str, ...]
    together: tuple[str, ...]
    ignored: tuple[str, ...]
    file: str
    file_code: int | None
    caption_limit: str | None
    rate: str
    transactional_allowed: bool
    transactional_code: int | None
    assumptions: tuple[str, ...]

    def limits_caption(self, limit: str) -> bool:
        """Whether a limit of this name holds for `caption`."""
        return self.caption_limit is not None and limit.startswith(f"{self.caption_limit}_")


def read_viber_kinds(document: Document) -> tuple[ViberKind, ...]:
    """The kinds in matching order: a message is of the first that fits."""
    kinds: list[ViberKind] = []
    for index, entry in enumerate(document.data[_TABLE]):
        kinds.append(_kind(entry, (_TABLE, index)))
    return tuple(kinds)


def _kind(entry: JsonObject, location: Location) -> ViberKind:
    when = entry["when"]
    transactional = entry["transactional"]
    return ViberKind(
        location=location,
        kind=entry["kind"],
        meaning=entry["meaning"],
        meaning_uk=entry["meaning_uk"],
        when=Condition(tuple(when["all"]), tuple(when["any"]), tuple(when["none"])),
        required=tuple(entry["required"]),
        together=tuple(entry["together"]),
        ignored=tuple(entry["ignored"]),
        file=entry["file"],
        file_code=entry["file_code"],
        caption_limit=entry["caption_limit"],
        rate=entry["rate"],
        transactional_allowed=transactional["allowed"],
        transactional_code=transactional["code"],
        assumptions=read_assumptions(entry),
    )
