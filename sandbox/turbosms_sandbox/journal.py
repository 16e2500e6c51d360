"""The journal: every command that changed the state, in SQLite, on disk before the answer."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final, NamedTuple

from turbosms_sandbox.commands import Command, Fetched
from turbosms_sandbox.execution import Recorded
from turbosms_sandbox.transport import Data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APPLICATION: Final = 0x54534D53
"""What SQLite's header says of the file, so that no other database is taken for one: `TSMS`."""
FORMAT: Final = 1

_SCHEMA = f"""
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {FORMAT};
PRAGMA journal_mode = WAL;
CREATE TABLE commands (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    now REAL NOT NULL,     -- virtual time
    input TEXT NOT NULL,   -- JSON: parameters, and what else came with the call
    content BLOB,          -- of a file that was fetched
    answer BLOB NOT NULL,  -- digest of the answer
    chain BLOB NOT NULL    -- digest of this row and of the chain before it
);
"""
_INSERT = (
    "INSERT INTO commands (name, now, input, content, answer, chain) VALUES (?, ?, ?, ?, ?, ?)"
)
_SELECT = "SELECT name, now, input, content, answer, chain FROM commands ORDER BY id"


class DamagedError(Exception):
    """The journal is not what was written."""


class Row(NamedTuple):
    """A command as it is kept.

    `written` is the JSON of its input, `answer` the digest of what was answered.
    """

    name: str
    now: float
    written: str
    content: bytes | None
    answer: bytes

    def link(self, chain: bytes) -> bytes:
        """The digest of this row and of the chain before it."""
        link = hashlib.blake2b(chain, digest_size=16)
        for part in (
            self.name.encode(),
            self.now.hex().encode(),
            self.written.encode(),
            self.content,
            self.answer,
        ):
            link.update(b"-" if part is None else b"%d:%b" % (len(part), part))
        return link.digest()

    def read(self) -> Recorded:
        stored = json.loads(self.written)
        fetched = (
            None if stored["fetched"] is None else Fetched(self.content or b"", *stored["fetched"])
        )
        data = Data(stored["values"], stored["typed"])
        return Recorded(
            Command(self.name, self.now, data, stored["base_url"], fetched), self.answer
        )


class Journal:
    """The journal in the database at `path`, opened for this process alone.

    sqlite3.Error if it cannot be.
    """

    def __init__(self, path: Path) -> None:
        self._connection = _connect(path)
        try:
            self._chain = self._open()
        except BaseException:
            self._connection.close()
            raise

    def _open(self) -> bytes:
        """Take the database for this process, and answer the end of its chain."""
        self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._connection.execute("PRAGMA journal_mode = WAL")
        # What was committed survives the end of this process, however it ends; not always that of
        # the whole machine.
        self._connection.execute("PRAGMA synchronous = NORMAL")
        row = self._connection.execute(
            "SELECT chain FROM commands ORDER BY id DESC LIMIT 1"
        ).fetchone()
        chain: bytes = row[0] if row else b""
        return chain

    def write(self, command: Command) -> str:
        """The input of a command as it is kept: everything without a column of its own, as JSON.

        It is written before the command is executed, so that one that cannot be written is not
        executed.
        """
        fetched = command.fetched
        return json.dumps(
            {
                "values": command.data.values,
                "typed": command.data.typed,
                "base_url": command.base_url,
                "fetched": None if fetched is None else [fetched.extension, fetched.refusal],
            },
            separators=(",", ":"),
        )

    def append(self, command: Command, written: str, digest: bytes) -> None:
        """Record a command that changed something, with its input as `write` gives it."""
        content = command.fetched.content if command.fetched is not None else None
        row = Row(command.name, command.now, written, content, digest)
        chain = row.link(self._chain)
        self._connection.execute(_INSERT, (*row, chain))
        self._chain = chain

    def begin(self, reset: Command) -> None:
        """Record a reset: nothing before it matters any more."""
        connection, chain = self._connection, self._chain
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute("DELETE FROM commands")
            self._chain = b""
            self.append(reset, self.write(reset), b"")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            self._chain = chain
            raise

    def records(self) -> Iterator[Recorded]:
        """Everything that is recorded; DamagedError if it is not what was written."""
        return _records(self._connection)

    def close(self) -> None:
        self._connection.close()


def create(path: Path) -> None:
    """Make an empty journal in a new file."""
    with closing(_connect(path)) as connection:
        connection.executescript(_SCHEMA)


def check(path: Path) -> tuple[list[Recorded], int]:
    """What is recorded in the database at `path`, and how many frames its write-ahead log has.

    DamagedError if the database is not sound. It may be changed by that: this is for a copy.
    """
    with closing(_connect(path)) as connection:
        try:
            faults = connection.execute("PRAGMA integrity_check").fetchall()
            records = list(_records(connection))
            _, frames, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        except sqlite3.Error as problem:
            raise DamagedError from problem
    if faults != [("ok",)]:
        raise DamagedError
    return records, frames


def _records(connection: sqlite3.Connection) -> Iterator[Recorded]:
    chain = b""
    try:
        for *values, stored in connection.execute(_SELECT):
            row = Row(*values)
            chain = row.link(chain)
            if chain != stored:
                raise DamagedError
            yield row.read()
    except (TypeError, ValueError, KeyError, AttributeError) as problem:
        raise DamagedError from problem


def _connect(path: Path) -> sqlite3.Connection:
    # Without a wait for locks: whoever holds one is another sandbox, and keeps it.
    return sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
