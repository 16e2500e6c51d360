"""Stores calls: one thread writes, and commits whatever has come meanwhile at once.

A commit waits for the disk, and each caller waits for a commit; so the more calls come at the same
time, the more share one.
"""

import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
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


class StorageError(Exception):
    """Nothing was stored."""


class _Waiting(NamedTuple):
    record: CallRecord
    outcome: "Future[Stored]"


class CallWriter:
    """The thread that stores calls, started with the first of them."""

    def __init__(self, path: Path, on_new: Callable[[], None]) -> None:
        """`on_new` is called in the thread after new calls have been stored."""
        self._path = path
        self._on_new = on_new
        self._changed = threading.Condition()
        self._waiting: list[_Waiting] = []
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._connection: sqlite3.Connection | None = None
        """The thread's own."""

    def store(self, record: CallRecord) -> "Future[Stored]":
        """Have a call stored; the future raises StorageError if it was not."""
        outcome: Future[Stored] = Future()
        outcome.set_running_or_notify_cancel()  # a caller that gives up must not end the thread
        with self._changed:
            if self._is_closed or len(self._waiting) >= _MOST_WAITING:
                outcome.set_exception(StorageError())
                return outcome
            self._waiting.append(_Waiting(record, outcome))
            # After a fork there is none in the child.
            is_running = self._thread is not None and self._thread.is_alive()
            if not is_running:
                self._start()
            self._changed.notify()
        return outcome

    def close(self) -> None:
        """Store what waits, and end the thread."""
        with self._changed:
            self._is_closed = True
            thread = self._thread
            self._changed.notify()
        if thread is not None:
            thread.join()

    def _start(self) -> None:
        self._thread = threading.Thread(
            target=self._run, name="turbosms-webhooks-writer", daemon=True
        )
        self._thread.start()

    def _run(self) -> None:
        while batch := self._next_batch():
            try:
                outcomes = self._store(batch)
            except (sqlite3.Error, OSError) as error:
                _LOGGER.warning("storing %d calls failed: %s", len(batch), type(error).__name__)
                self._disconnect()
                for each in batch:
                    each.outcome.set_exception(StorageError())
                continue
            for each, outcome in zip(batch, outcomes, strict=True):
                each.outcome.set_result(outcome)
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
