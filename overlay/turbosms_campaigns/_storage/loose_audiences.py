"""Recipients before they have a campaign, and after it."""

import datetime as dt
from typing import Any, Final

import sqlalchemy as sa

from .database import Database
from .tables import EXCLUSION, LOOSE_AUDIENCE, RECIPIENT, ROW_PROBLEM

_ROWS_AT_ONCE: Final = 20_000
_SILENCE: Final = dt.timedelta(hours=1)
"""After which nobody reads rows into it any more."""


def begin_audience(database: Database) -> int:
    """A new one, by the id of the campaign that it is to become."""
    with database.writing() as connection:
        inserted = connection.execute(
            LOOSE_AUDIENCE.insert().values(seen_at=database.now(connection))
        )
        key: Any = inserted.inserted_primary_key
        audience_id: int = key[0]
        return audience_id


def keep_audience(database: Database, connection: sa.Connection, audience_id: int) -> bool:
    """Tell that somebody still reads rows into it; whether it has not been given up meanwhile."""
    kept = connection.execute(
        LOOSE_AUDIENCE.update()
        .where(LOOSE_AUDIENCE.c.id == audience_id, LOOSE_AUDIENCE.c.seen_at.is_not(None))
        .values(seen_at=database.now(connection))
    )
    return kept.rowcount == 1


def settle_audience(connection: sa.Connection, audience_id: int) -> None:
    """It has become a campaign."""
    connection.execute(EXCLUSION.delete().where(EXCLUSION.c.campaign_id == audience_id))
    connection.execute(LOOSE_AUDIENCE.delete().where(LOOSE_AUDIENCE.c.id == audience_id))


def give_up_audience(connection: sa.Connection, audience_id: int) -> None:
    """It will never be a campaign, or is none any more: leave it to `remove_given_up`."""
    given_up = LOOSE_AUDIENCE.update().where(LOOSE_AUDIENCE.c.id == audience_id)
    if connection.execute(given_up.values(seen_at=None)).rowcount == 0:
        connection.execute(LOOSE_AUDIENCE.insert().values(id=audience_id, seen_at=None))


def remove_given_up(database: Database) -> None:
    """Remove what is given up, also what a process that was killed has left, bit by bit."""
    with database.writing() as connection:
        latest = database.now(connection) - _SILENCE
        connection.execute(
            LOOSE_AUDIENCE.update().where(LOOSE_AUDIENCE.c.seen_at < latest).values(seen_at=None)
        )
        ids = connection.scalars(
            sa.select(LOOSE_AUDIENCE.c.id).where(LOOSE_AUDIENCE.c.seen_at.is_(None))
        ).all()
    for audience_id in ids:
        while _remove_some(database, audience_id):
            pass
        with database.writing() as connection:
            for table in (EXCLUSION, ROW_PROBLEM):
                connection.execute(table.delete().where(table.c.campaign_id == audience_id))
            settle_audience(connection, audience_id)


def _remove_some(database: Database, audience_id: int) -> bool:
    """Remove as many recipients as a short transaction can; whether there were any."""
    with database.writing() as connection:
        first = connection.execute(
            sa.select(sa.func.min(RECIPIENT.c.position)).where(
                RECIPIENT.c.campaign_id == audience_id
            )
        ).scalar()
        if first is None:
            return False
        connection.execute(
            RECIPIENT.delete().where(
                RECIPIENT.c.campaign_id == audience_id,
                RECIPIENT.c.position < first + _ROWS_AT_ONCE,
            )
        )
        return True
