"""Opens the database: a private SQLite file in WAL mode, or PostgreSQL."""

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from turbosms_languages import _, otherwise, reason_of

from .._model.errors import DatabaseAddressError, DatabaseError
from .clock import read_clock
from .migrations import migrate
from .tables import SCHEMA_VERSION

_BUSY_TIMEOUT_MS: Final = 30_000
_CACHE_KIB: Final = 8_192
"""Of each connection. With more, sending is no quicker, and takes more memory."""
_PAGES_OF_LOG: Final = 16_384
"""64 MB. Numbers come in no order, so the pages of their index are changed again and again: with a
longer log, each is copied into the file less often.
"""
_CONNECTIONS_KEPT_OPEN: Final = 5
_POSTGRESQL_OPTIONS: Final[Mapping[str, int]] = {
    # In seconds. Without them, a host that has gone is waited for for hours.
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # in milliseconds
}
_LONGEST_IDLENESS: Final = "60s"
"""In a transaction: after this, PostgreSQL takes its locks away from a worker that is frozen, or
whose machine is gone. Others wait for them."""


class Database:
    """The tables of campaigns, and the transactions on them."""

    def __init__(self, url: str) -> None:
        """Open the database, and bring its tables to the present version.

        Raises:
            DatabaseAddressError: this is no address of a database.
            DatabaseError: it cannot be opened, is of a later version, or a file of another program.
        """
        self.url = _read_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            _make_private(self.url.database or "")
            _refuse_other_programs(self.url.database or "")
        self.engine = _engine(self.url, is_sqlite=self.is_sqlite)
        self._reading_engine = self.engine
        if not self.is_sqlite:
            # Each statement would see what others have committed meanwhile.
            self._reading_engine = self.engine.execution_options(isolation_level="REPEATABLE READ")
        # At once, or a transaction that has read might find that it may not write.
        self._writing_engine = self.engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        try:
            with self.writing() as connection:
                migrate(connection)
        except sa.exc.DBAPIError as error:
            self.engine.dispose()
            why = " ".join(str(error.orig).split())
            raise DatabaseError(
                _(
                    "The database {database} cannot be used: {why}",
                    database=self.url.database or self.url.render_as_string(),
                    why=otherwise(why, _("“{detail}”", detail=why)),
                )
            ) from error
        except BaseException:
            self.engine.dispose()
            raise

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state, and does not wait for writers."""
        with self._reading_engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that may write: everything that is done in it, or nothing."""
        with self._writing_engine.begin() as connection:
            yield connection

    def now(self, connection: sa.Connection) -> dt.datetime:
        """The time by the one clock of all workers: that of PostgreSQL, or of this machine."""
        return read_clock(connection)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _read_url(text: str) -> sa.URL:
    try:
        url = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError) as error:  # a ValueError if a port is no number
        raise _wrong_address() from error
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    is_file = url.drivername == "sqlite" and url.database not in (None, "", ":memory:")
    if is_file:
        return url
    raise _wrong_address()


def _wrong_address() -> DatabaseAddressError:
    return DatabaseAddressError(
        _("The database must be sqlite:///FILE or postgresql://USER@HOST/NAME.")
    )


def _make_private(path: str) -> None:
    """Make a file that is not there, for its owner alone: phone numbers stand in it.

    SQLite gives the files beside it the same mode.
    """
    if Path(path).exists():
        return
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise DatabaseError(
            _("The database {path} cannot be made: {why}.", path=path, why=reason_of(error))
        ) from error


def _refuse_other_programs(path: str) -> None:
    """Refuse a file of another program before anything is written into it, its mode included."""
    try:
        with closing(sqlite3.connect(path, timeout=_BUSY_TIMEOUT_MS / 1000)) as connection:
            names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error as error:
        raise DatabaseError(
            _(
                "The database {database} cannot be used: {why}",
                database=path,
                why=otherwise(str(error), _("“{detail}”", detail=str(error))),
            )
        ) from error
    if names and SCHEMA_VERSION.name not in names:
        raise DatabaseError(
            _(
                "{path} is a database of another program, and was left as it is. "
                "Name another file.",
                path=path,
            )
        )


def _engine(url: sa.URL, *, is_sqlite: bool) -> sa.Engine:
    if not is_sqlite:
        return postgresql_engine(url)
    try:
        engine = sa.create_engine(url)
    except ValueError as error:  # of what stands after the question mark
        raise DatabaseAddressError(
            _("The database cannot be opened so: {why}", why=str(error))
        ) from error

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # sqlite3 itself begins no transactions: `begin` below does.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        # What was committed before a call survives a power failure: sequence_id and body.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_OF_LOG}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        how = connection.get_execution_options().get("sqlite_begin", "BEGIN")
        connection.exec_driver_sql(how)

    return engine


def postgresql_engine(url: sa.URL, *, connections: int = 15) -> sa.Engine:
    """Connections that do not hang, nor let others hang, when a machine is gone.

    Args:
        connections: at the most. So many threads may use the database at once.
    """
    options = {name: value for name, value in _POSTGRESQL_OPTIONS.items() if name not in url.query}
    kept_open = min(connections, _CONNECTIONS_KEPT_OPEN)
    engine = sa.create_engine(
        url,
        pool_pre_ping=True,
        pool_size=kept_open,
        max_overflow=connections - kept_open,
        connect_args=options,
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # Not as an option of the connection, which PgBouncer refuses.
        connection.autocommit = True
        connection.execute(f"SET idle_in_transaction_session_timeout = '{_LONGEST_IDLENESS}'")
        connection.autocommit = False

    return engine
