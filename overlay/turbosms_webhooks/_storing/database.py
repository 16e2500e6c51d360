"""The file of an inbox: SQLite in WAL mode, so that readers and writers do not wait."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from turbosms_webhooks._processes.forks import ForkAware
from turbosms_webhooks._processes.private_files import make_private

_APPLICATION_ID: Final = 0x54536D57
"""Tells files of ours from those of other programs."""
_SCHEMA_VERSION: Final = 1
_SECONDS_OF_PATIENCE: Final = 10.0
_SECONDS_BETWEEN_TRIES: Final = 0.02
# AUTOINCREMENT, since the numbers of events that are handled must not come again. Times are whole
# seconds of Unix time.
_SCHEMA: Final = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS calls (
    key TEXT PRIMARY KEY,
    digest BLOB NOT NULL,
    stored_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS waiting_events (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    subject TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS waiting_events_by_subject ON waiting_events (subject, number);
CREATE TABLE IF NOT EXISTS messages (
    message_id TEXT NOT NULL COLLATE NOCASE,
    channel TEXT NOT NULL,
    status TEXT NOT NULL,
    final INTEGER NOT NULL,
    settled INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (message_id, channel)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS open_messages ON messages (message_id) WHERE NOT final;
CREATE TABLE IF NOT EXISTS expected_messages (
    message_id TEXT PRIMARY KEY COLLATE NOCASE,
    noted_at INTEGER NOT NULL
) WITHOUT ROWID;
PRAGMA application_id = {_APPLICATION_ID};
PRAGMA user_version = {_SCHEMA_VERSION};
COMMIT;
"""


class Database(ForkAware):
    """A connection to the file of an inbox, open from its first use on; threads may share it.

    A fork closes it before: in a child, SQLite would take the locks of the parent for its own, and
    what it then commits can be lost.
    """

    def __init__(self, path: Path, *, survives_power_failure: bool = True) -> None:
        self._path = path
        self._synchronous = "FULL" if survives_power_failure else "NORMAL"
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._lock = threading.RLock()
        self._left_to_parent: list[sqlite3.Connection] = []
        """Only the parent of this process may use or close them."""
        super().__init__()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Have the connection to oneself; whatever is raised meanwhile closes it.

        Raises:
            sqlite3.Error: the file cannot be opened, is no inbox, or that of a later version; or
                another one has taken its place, which the next use will open.
            OSError: the file cannot be made.
        """
        with self._lock:
            if self._connection is not None and self._file != _identity(self._path):
                self._disconnect()
                raise sqlite3.OperationalError("the file was moved, deleted or replaced")
            if self._connection is None:
                self._connection = _connect(self._path)
                self._connection.execute(f"PRAGMA synchronous = {self._synchronous}")
                self._file = _identity(self._path)
            try:
                yield self._connection
            except BaseException:
                self._disconnect()
                raise

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """The same, and everything that is done in it happens, or nothing."""
        with self.connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close the connection; the next use opens it again."""
        with self._lock:
            self._disconnect()

    def before_fork(self) -> None:
        """Close the connection, and keep others from opening it."""
        self._lock.acquire()
        self._disconnect()

    def after_fork_in_parent(self) -> None:
        """Let others open the connection again."""
        self._lock.release()

    def after_fork_in_child(self) -> None:
        """Begin without a connection."""
        self._lock = threading.RLock()
        if self._connection is not None:
            self._left_to_parent.append(self._connection)
            self._connection = None

    def _disconnect(self) -> None:
        if self._connection is not None:
            # What it has begun and not committed is rolled back.
            self._connection.close()
            self._connection = None


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """A database for one use, closed afterwards."""
    database = Database(path)
    try:
        yield database
    finally:
        database.close()


def check(path: Path) -> None:
    """Make the file of an inbox if there is none, and look whether it is one.

    Raises:
        sqlite3.Error: it cannot be opened, is no inbox, or that of a later version.
        OSError: it cannot be made.
    """
    with opened(path) as database, database.connection():
        pass


def _identity(path: Path) -> tuple[int, int] | None:
    """Tells a file from another one that has taken its place; None if there is none.

    What SQLite writes to a file that was deleted is lost.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino)


def _connect(path: Path) -> sqlite3.Connection:
    make_private(path)
    connection = sqlite3.connect(
        path, timeout=_SECONDS_OF_PATIENCE, isolation_level=None, check_same_thread=False
    )
    try:
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    is_new = _is_new(connection)
    _use_write_ahead_log(connection)
    # What was handled does not stay in the file, either.
    connection.execute("PRAGMA secure_delete = ON")
    if is_new:
        connection.executescript(_SCHEMA)


def _is_new(connection: sqlite3.Connection) -> bool:
    """Whether nothing is in it; it may be changed only if so, or if it is an inbox."""
    # In this order: another process may be making an inbox of it, tables and id at once.
    has_tables = _number(connection, "SELECT count(*) FROM sqlite_master") > 0
    application_id = _number(connection, "PRAGMA application_id")
    if application_id == _APPLICATION_ID:
        if _number(connection, "PRAGMA user_version") > _SCHEMA_VERSION:
            raise sqlite3.DatabaseError("the file was made by a later version of turbosms_webhooks")
        return False
    if has_tables or application_id != 0 or _number(connection, "PRAGMA user_version") != 0:
        raise sqlite3.DatabaseError("the file is the database of another program")
    return True


def _number(connection: sqlite3.Connection, select: str) -> int:
    (value,) = connection.execute(select).fetchone()
    return int(value)


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch a new file over, for which SQLite does not wait if another process does the same."""
    deadline = time.monotonic() + _SECONDS_OF_PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(_SECONDS_BETWEEN_TRIES)
        else:
            return


def _is_busy(error: sqlite3.OperationalError) -> bool:
    """Whether another connection is in the way, whatever the details."""
    primary_code = error.sqlite_errorcode & 0xFF
    return primary_code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
