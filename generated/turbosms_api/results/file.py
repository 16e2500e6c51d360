"""What the methods of the module `file` answer. Times are aware, in Kyiv time; money is in UAH."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from ..reading import read_number, read_text, read_time


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDetails:
    """An uploaded file.

    Documentation: "file/details".
    """

    id: int
    """The number of the file, for `file_id` in Viber messages."""
    link: str | None = None
    """A public link to the file."""
    source: str | None = None
    """Where the file came from when it was uploaded by URL."""
    size: int | None = None
    """The size in bytes."""
    created: dt.datetime | None = None
    """When the file was stored."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Fields of the answer that the documentation does not know."""

    @classmethod
    def from_row(cls, row: object) -> Self | None:
        """A row of an answer, read tolerantly; None if it is no row, or lacks what makes it one."""
        if not isinstance(row, dict):
            return None
        rest = dict(row)
        id = read_number(rest.pop("id", None))
        if not id:
            return None
        return cls(
            id=id,
            link=read_text(rest.pop("link", None)),
            source=read_text(rest.pop("source", None)),
            size=read_number(rest.pop("size", None)),
            created=read_time(rest.pop("created", None)),
            extra=rest,
        )
