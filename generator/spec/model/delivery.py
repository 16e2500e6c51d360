"""What becomes of a message: statuses, and why Viber refuses one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.spec.model.annotations import read_assumptions

if TYPE_CHECKING:
    from generator.spec.document import Document, Location

_STATUSES: Final = "x-delivery-statuses"
_REASONS: Final = "x-rejection-reasons"


@dataclass(frozen=True, kw_only=True)
class DeliveryStatus:
    """A status that a message can have."""

    location: Location
    name: str
    name_uk: str
    meaning: str
    meaning_uk: str
    final: bool
    delivered: bool
    assumptions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RejectionReason:
    """Why Viber did not take a message."""

    location: Location
    name: str
    meaning: str
    meaning_uk: str


def read_statuses(document: Document) -> tuple[DeliveryStatus, ...]:
    """The table of delivery statuses."""
    statuses: list[DeliveryStatus] = []
    for index, entry in enumerate(document.data[_STATUSES]):
        statuses.append(
            DeliveryStatus(
                location=(_STATUSES, index),
                name=entry["name"],
                name_uk=entry["name_uk"],
                meaning=entry["meaning"],
                meaning_uk=entry["meaning_uk"],
                final=entry["final"],
                delivered=entry["delivered"],
                assumptions=read_assumptions(entry),
            )
        )
    return tuple(statuses)


def read_rejection_reasons(document: Document) -> tuple[RejectionReason, ...]:
    """The table of rejection reasons."""
    reasons: list[RejectionReason] = []
    for index, entry in enumerate(document.data[_REASONS]):
        reasons.append(
            RejectionReason(
                location=(_REASONS, index),
                name=entry["name"],
                meaning=entry["meaning"],
                meaning_uk=entry["meaning_uk"],
            )
        )
    return tuple(reasons)
