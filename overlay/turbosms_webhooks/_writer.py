"""Stores calls: one thread writes, and commits whatever has come meanwhile at once.

A commit waits for the disk, and each caller waits for a commit; so the more calls come at the same
time, the more share one.
"""

import logging
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple

from turbosms_webhooks._database import connect, transaction
from turbosms_webhooks._records import CallRecord

_LOGGER: Final = logging.getLogger("turbosms_webhooks")
_MOST_WAITING: Final = 20_000
_MOST_AT_ONCE: Final = 1_000


class Stored(Enum):
    """What became of a call that was to be stored."""

    NEW = "accepted"
    REPEATED = "repeated"
    OTHER_DATA = "other_data"

    NOT_STORED = "not_stored"


class _Waiting(NamedTuple):
    record: CallRecord
    tell: Callable[[Stored], None]


class CallWriter:
    """The thread that stores calls, started with the first of them."""

    def __init__(self, path: Path, on_new: Callable[[], None]) -> None:
        """`on_new` is called in the thread after new calls have been stored."""
        self._path = path
        self._on_new = on_new
        self._is_closed = False
        self._inherited: list[sqlite3.Connection] = []
        """Those of a parent process, which only that one may use or close."""
        self._begin()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=_forked(weakref.ref(self)))

    def _begin(self) -> None:
        """Start with nothing: in a new writer, and in the copy of one that a fork has made."""
        self._changed = threading.Condition()
        self._waiting: list[_Waiting] = []
        self._thread: threading.Thread | None = None
        self._connection: sqlite3.Connection | None = None
        """The thread's own."""

    def store(self, record: CallRecord, tell: Callable[[Stored], None]) -> None:
        """Have a call stored; `tell` is called with the outcome, mostly in the thread."""
        with self._changed:
            is_taken = not self._is_closed and len(self._waiting) < _MOST_WAITING
            if is_taken:
                self._waiting.append(_Waiting(record, tell))
                self._keep_running()
                self._changed.notify()
        if not is_taken:
            tell(Stored.NOT_STORED)

    def close(self) -> None:
        """Store what waits, and end the thread."""
        with self._changed:
            self._is_closed = True
            thread = self._thread
            self._changed.notify()
        if thread is not None:
            thread.join()

    def _keep_running(self) -> None:
        """Start the thread, unless it is there."""
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._run, name="turbosms-webhooks-writer", daemon=True
            )
            self._thread.start()

    def leave_to_parent(self) -> None:
        """In the child of a fork: thread, lock and connection are those of the parent."""
        if self._connection is not None:
            self._inherited.append(self._connection)
        self._begin()

    def _run(self) -> None:
        while batch := self._next_batch():
            try:
                outcomes = self._store(batch)
            except (sqlite3.Error, OSError) as error:
                _LOGGER.warning("storing %d calls failed: %s", len(batch), type(error).__name__)
                self._disconnect()
                outcomes = [Stored.NOT_STORED] * len(batch)
            for each, outcome in zip(batch, outcomes, strict=True):
                each.tell(outcome)
            if Stored.NEW in outcomes:
                self._on_new()
        self._disconnect()

    def _store(self, batch: list[_Waiting]) -> list[Stored]:
        if self._connection is None:
            self._connection = connect(self._path)
        return store_all(self._connection, [each.record for each in batch])

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _next_batch(self) -> list[_Waiting]:
        """What waits; empty at the end."""
        with self._changed:
            while not self._waiting and not self._is_closed:
                self._changed.wait()
            batch = self._waiting[:_MOST_AT_ONCE]
            del self._waiting[:_MOST_AT_ONCE]
            return batch


def _forked(writer: "weakref.ref[CallWriter]") -> Callable[[], None]:
    """What the child of a fork does first; it must not keep the writer alive."""

    def leave_to_parent() -> None:
        found = writer()
        if found is not None:
            found.leave_to_parent()

    return leave_to_parent


def store_all(connection: sqlite3.Connection, records: Sequence[CallRecord]) -> list[Stored]:
    """Store calls in one transaction: all of them, or none."""
    with transaction(connection):
        return [_store(connection, record) for record in records]


def _store(connection: sqlite3.Connection, record: CallRecord) -> Stored:
    inserted = connection.execute(
        "INSERT INTO calls (key, digest, content) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING",
        record,
    )
    if inserted.rowcount:
        return Stored.NEW
    select = "SELECT digest FROM calls WHERE key = ?"
    (digest,) = connection.execute(select, (record.key,)).fetchone()
    return Stored.REPEATED if digest == record.digest else Stored.OTHER_DATA
