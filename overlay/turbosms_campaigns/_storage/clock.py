"""The one clock of all workers."""

import datetime as dt

import sqlalchemy as sa


def read_clock(connection: sa.Connection) -> dt.datetime:
    """The time in UTC: that of PostgreSQL, or with SQLite of this machine."""
    if connection.dialect.name == "sqlite":
        return dt.datetime.now(dt.UTC)
    moment: dt.datetime = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    return moment.astimezone(dt.UTC)
