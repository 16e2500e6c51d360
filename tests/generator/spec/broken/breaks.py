"""How a piece of the small spec is broken, and what is said of it."""

from __future__ import annotations

from typing import Final, NamedTuple

TEXT_PROPERTY: Final = "description: What to say., x-codes: {missing: 201, type: 304, limit: 413}}"
ROW_OF_202: Final = (
    "  - {code: 202, name: REQUIRED_MESSAGE_RECIPIENT, meaning: Nobody., since: '2020-02-25', "
)


class Break(NamedTuple):
    piece: str
    replacement: str
    lines_below: int | None
    """How many lines below the piece the problem stands. `None`: somewhere else."""
    problem: str
