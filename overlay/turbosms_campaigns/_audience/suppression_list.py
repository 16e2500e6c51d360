"""The numbers that get nothing: in, out, and from files."""

import os
from collections.abc import Iterable, Iterator

from .._model.results import Suppression
from .._storage.database import Database


def add(database: Database, phones: Iterable[str], *, reason: str, source: str) -> int:
    import sqlalchemy as sa

    from .._model.states import RecipientState
    from .._storage.clock import read_clock
    from .._storage.tables import RECIPIENT, SUPPRESSION
    from .._storage.transitions import Move, move_all

    new = 0
    with database.writing() as c:
        for phone in phones:
            if c.scalar(sa.select(SUPPRESSION.c.phone).where(SUPPRESSION.c.phone == phone)) is None:
                c.execute(
                    SUPPRESSION.insert().values(
                        phone=phone, reason=reason, source=source, added_at=read_clock(c)
                    )
                )
                new += 1
            for i in c.scalars(
                sa.select(RECIPIENT.c.campaign_id).where(
                    RECIPIENT.c.phone == phone, RECIPIENT.c.state == "ready"
                )
            ).all():
                move_all(
                    c,
                    Move(i, RecipientState.READY, RecipientState.SUPPRESSED),
                    RECIPIENT.c.phone == phone,
                    {"reason": reason},
                )
    return new


def remove(database: Database, phones: Iterable[str]) -> int:
    """Remove numbers; how many were there. Recipients that are `suppressed` stay so."""
    raise NotImplementedError


def read_all(database: Database) -> Iterator[Suppression]:
    """All of them, by number."""
    raise NotImplementedError


def contains(database: Database, phone: str) -> bool:
    """Whether a number, however written, is there."""
    raise NotImplementedError


def count(database: Database) -> int:
    """How many there are."""
    raise NotImplementedError


def import_file(
    database: Database, path: str | os.PathLike[str], *, column: str | None, reason: str
) -> int:
    """Add the numbers of a file; how many were new."""
    raise NotImplementedError


def export_file(database: Database, path: str | os.PathLike[str]) -> int:
    """Write all of them as CSV, to a file of mode 0600; how many there are."""
    raise NotImplementedError
