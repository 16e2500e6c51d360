"""The result codes of the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from generator.spec.model.annotations import read_assumptions

if TYPE_CHECKING:
    from generator.spec.document import Document, Location

TABLE: Final = "x-result-codes"


@dataclass(frozen=True, kw_only=True)
class ResultCode:
    """A result code, and what it means for a caller."""

    location: Location
    code: int
    name: str
    meaning: str
    meaning_uk: str
    since: date
    outcome: str
    scope: str
    actor: str
    repeat: bool
    assumptions: tuple[str, ...]

    @property
    def is_success(self) -> bool:
        return self.outcome == "success"


def read_result_codes(document: Document) -> tuple[ResultCode, ...]:
    """The table of result codes."""
    codes: list[ResultCode] = []
    for index, entry in enumerate(document.data[TABLE]):
        codes.append(
            ResultCode(
                location=(TABLE, index),
                code=entry["code"],
                name=entry["name"],
                meaning=entry["meaning"],
                meaning_uk=entry["meaning_uk"],
                since=date.fromisoformat(entry["since"]),
                outcome=entry["outcome"],
                scope=entry["scope"],
                actor=entry["actor"],
                repeat=entry["repeat"],
                assumptions=read_assumptions(entry),
            )
        )
    return tuple(codes)
