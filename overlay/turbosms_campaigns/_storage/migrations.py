"""From whatever version a database has to the present one.

A new database gets the tables as they are, and the newest version. An older one gets each change
since its own version.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

import sqlalchemy as sa

from turbosms_languages import _

from .._model.errors import DatabaseError
from .tables import CLOCK, METADATA, SCHEMA_VERSION

VERSION: Final = 2
# Names the lock for which simultaneous starts on PostgreSQL wait.
_ADVISORY_LOCK: Final = 7_355_608_801


def _add_translations(connection: sa.Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE turbosms_row_problem ADD COLUMN translations TEXT")


CHANGES: Final[Mapping[int, Callable[[sa.Connection], None]]] = {2: _add_translations}
"""Version → what makes it of the one before. Not by `tables.py`, which changes again later."""


def migrate(connection: sa.Connection) -> None:
    """Bring the tables to the present version, in a transaction that has begun and may write.

    Raises:
        DatabaseError: they are of a later version.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
    version = current_version(connection)
    if version == VERSION:
        return
    if version is None:
        METADATA.create_all(connection)
        connection.execute(SCHEMA_VERSION.insert().values(version=VERSION))
        now = dt.datetime.now(dt.UTC)
        connection.execute(CLOCK.insert().values(id=1, seen_at=now, steady_time=now))
        return
    if version > VERSION:
        raise DatabaseError(
            _(
                "The database has version {version} of the tables, and this program knows {known}. "
                "Update turbosms-client.",
                version=version,
                known=VERSION,
            )
        )
    for next_version in range(version + 1, VERSION + 1):
        CHANGES[next_version](connection)
    connection.execute(SCHEMA_VERSION.update().values(version=VERSION))


def current_version(connection: sa.Connection) -> int | None:
    """The version of the tables; None if there are none."""
    if not sa.inspect(connection).has_table(SCHEMA_VERSION.name):
        return None
    version: int = connection.execute(sa.select(SCHEMA_VERSION.c.version)).scalar_one()
    return version
