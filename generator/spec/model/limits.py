"""The limits that the documentation puts in numbers, and the types of file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.spec.model.annotations import read_assumptions

if TYPE_CHECKING:
    from generator.spec.document import Document, Location

_LIMITS: Final = "x-limits"
_FILE_TYPES: Final = "x-file-types"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A limit, with its number wherever that stands."""

    location: Location
    name: str
    value: int
    unit: str
    code: int | None
    meaning: str
    source: str
    assumptions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FileType:
    """A type of file that the service takes."""

    location: Location
    extension: str
    media_type: str
    kind: str
    upload: bool
    send: bool


def read_limits(document: Document) -> tuple[Limit, ...]:
    """The table of limits."""
    limits: list[Limit] = []
    for index, entry in enumerate(document.data[_LIMITS]):
        limits.append(
            Limit(
                location=(_LIMITS, index),
                name=entry["name"],
                value=document.resolve(entry["at"]) if "at" in entry else entry["value"],
                unit=entry["unit"],
                code=entry["code"],
                meaning=entry["meaning"],
                source=entry["source"],
                assumptions=read_assumptions(entry),
            )
        )
    return tuple(limits)


def read_file_types(document: Document) -> tuple[FileType, ...]:
    """The table of file types."""
    file_types: list[FileType] = []
    for index, entry in enumerate(document.data[_FILE_TYPES]):
        file_types.append(
            FileType(
                location=(_FILE_TYPES, index),
                extension=entry["extension"],
                media_type=entry["media_type"],
                kind=entry["kind"],
                upload=entry["upload"],
                send=entry["send"],
            )
        )
    return tuple(file_types)
