"""The file of an inbox: SQLite in WAL mode, so that readers and writers do not wait."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_SCHEMA_VERSION: Final = 1
_SECONDS_OF_PATIENCE: Final = 10.0
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS calls (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    digest BLOB NOT NULL,
    content TEXT,           -- NULL once all of its events are handled
    handled INTEGER NOT NULL DEFAULT 0    -- how many of its events are, from the first on
);
CREATE INDEX IF NOT EXISTS waiting_calls ON calls (number) WHERE content IS NOT NULL;
CREATE TABLE IF NOT EXISTS messages (
    channel TEXT NOT NULL,
    message_id TEXT NOT NULL COLLATE NOCASE,
    status TEXT NOT NULL,
    final INTEGER NOT NULL,
    delivered INTEGER NOT NULL,
    PRIMARY KEY (message_id, channel)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS open_messages ON messages (message_id) WHERE NOT final;
CREATE TABLE IF NOT EXISTS expected (
    message_id TEXT PRIMARY KEY COLLATE NOCASE
) WITHOUT ROWID;
"""


def connect(path: Path) -> sqlite3.Connection:
    """A connection, to a file that is made if there is none; readable by its owner alone.

    Raises:
        sqlite3.Error: it cannot be opened, or is of a later version.
        OSError: it cannot be made.
    """
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


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything that is done in it, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def waiting_calls(connection: sqlite3.Connection) -> int:
    """How many calls have events that are not handled."""
    select = "SELECT count(*) FROM calls WHERE content IS NOT NULL"
    (number,) = connection.execute(select).fetchone()
    return int(number)


def make_private(path: Path) -> None:
    """Make a file that is not there, for its owner alone."""
    # Phone numbers and texts stand in it. SQLite gives the files beside it the same mode.
    # One that is there must not be opened: closing it would take away the locks that other
    # connections of this process have on it.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _prepare(connection: sqlite3.Connection) -> None:
    _use_write_ahead_log(connection)
    # A commit that was answered with 200 survives a power failure, too.
    connection.execute("PRAGMA synchronous = FULL")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > _SCHEMA_VERSION:
        raise sqlite3.DatabaseError("the file was made by a later version of turbosms_webhooks")
    if version < _SCHEMA_VERSION:
        connection.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}COMMIT;")
        connection.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch a new file over, for which SQLite does not wait if another process does the same."""
    deadline = time.monotonic() + _SECONDS_OF_PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
