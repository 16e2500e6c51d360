"""Stores calls: one thread writes, and commits whatever has come meanwhile at once.

A commit waits for the disk, and each caller waits for a commit; so the more calls come at the same
time, the more share one. In a burst the thread waits a moment between commits, because syncing a
file takes as much processor time as storing 25 calls in it.
"""

import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple

from turbosms_webhooks._processes.forks import ForkAware
from turbosms_webhooks._storing.database import Database
from turbosms_webhooks._storing.error_names import error_name
from turbosms_webhooks._storing.records import CallRecord, EventRecord

_LOGGER: Final = logging.getLogger("turbosms_webhooks")
_MOST_WAITING: Final = 20_000
_MOST_BYTES_WAITING: Final = 64 * 1024 * 1024
_MOST_AT_ONCE: Final = 1_000
_BURST_FROM: Final = 4
"""With so many calls in one commit, more are about to come."""
_SECONDS_BETWEEN_COMMITS: Final = 0.002
"""In a burst. The service is farther away than that, and notices nothing."""


class Stored(Enum):
    """What became of a call that was to be stored."""

    NEW = "accepted"
    REPEATED = "repeated"
    OTHER_DATA = "other_data"
    NOT_STORED = "not_stored"


class _Waiting(NamedTuple):
    record: CallRecord
    size: int
    tell: Callable[[Stored], None]


class CallWriter(ForkAware):
    """The thread that stores calls, started with the first of them."""

    def __init__(self, path: Path, on_new: Callable[[], None]) -> None:
        """`on_new` is called in the thread after new calls have been stored."""
        self._database = Database(path)
        self._on_new = on_new
        self._is_closed = False
        self._begin()
        super().__init__()

    def _begin(self) -> None:
        """Start with nothing: in a new writer, and in the copy of one that a fork has made."""
        self._changed = threading.Condition()
        self._waiting: deque[_Waiting] = deque()
        self._bytes_waiting = 0
        self._thread: threading.Thread | None = None

    def store(self, record: CallRecord, tell: Callable[[Stored], None]) -> None:
        """Have a call stored; `tell` is called with the outcome, mostly in the thread."""
        size = record.size
        with self._changed:
            is_taken = self._has_room() and self._keep_running()
            if is_taken:
                self._waiting.append(_Waiting(record, size, tell))
                self._bytes_waiting += size
                self._changed.notify()
        if not is_taken:
            tell(Stored.NOT_STORED)

    def close(self) -> None:
        """Store what waits, and end the thread."""
        with self._changed:
            self._is_closed = True
            thread = self._thread
            self._changed.notify()
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def after_fork_in_child(self) -> None:
        """Leave the thread, and what waits for it, to the parent."""
        self._begin()

    def _has_room(self) -> bool:
        is_full = len(self._waiting) >= _MOST_WAITING or self._bytes_waiting >= _MOST_BYTES_WAITING
        return not (is_full or self._is_closed)

    def _keep_running(self) -> bool:
        """Start the thread, unless it is there; whether it is."""
        if self._thread is not None and self._thread.is_alive():
            return True
        thread = threading.Thread(target=self._run, name="turbosms-webhooks-writer", daemon=True)
        try:
            thread.start()
        except RuntimeError:  # there are too many threads, or the interpreter ends
            _LOGGER.warning("storing calls failed: there can be no other thread")
            return False
        self._thread = thread
        return True

    def _run(self) -> None:
        while batch := self._next_batch():
            outcomes = self._store(batch)
            for each, outcome in zip(batch, outcomes, strict=True):
                each.tell(outcome)
            if Stored.NEW in outcomes:
                self._on_new()
            if len(batch) >= _BURST_FROM:
                self._let_more_come()
        self._database.close()

    def _store(self, batch: list[_Waiting]) -> list[Stored]:
        try:
            return store_all(self._database, [each.record for each in batch])
        # Whatever it is: who waits gets an answer, and the service calls again.
        except Exception as error:
            _LOGGER.warning("storing %d calls failed: %s", len(batch), error_name(error))
            return [Stored.NOT_STORED] * len(batch)

    def _let_more_come(self) -> None:
        if not self._is_closed:
            time.sleep(_SECONDS_BETWEEN_COMMITS)

    def _next_batch(self) -> list[_Waiting]:
        """What waits; empty at the end."""
        with self._changed:
            while not self._waiting and not self._is_closed:
                self._changed.wait()
            batch: list[_Waiting] = []
            while self._waiting and len(batch) < _MOST_AT_ONCE:
                each = self._waiting.popleft()
                self._bytes_waiting -= each.size
                batch.append(each)
            return batch


def store_all(database: Database, records: Sequence[CallRecord]) -> list[Stored]:
    """Store calls in one transaction: all of them, or none."""
    now = int(time.time())
    outcomes: list[Stored] = []
    new_events: list[EventRecord] = []
    with database.transaction() as connection:
        cursor = connection.cursor()
        for record in records:
            outcome = _store_call(cursor, record, now)
            outcomes.append(outcome)
            if outcome is Stored.NEW:
                new_events += record.events
        insert = "INSERT INTO waiting_events (subject, content) VALUES (?, ?)"
        cursor.executemany(insert, new_events)
    return outcomes


def _store_call(cursor: sqlite3.Cursor, record: CallRecord, now: int) -> Stored:
    cursor.execute(
        "INSERT INTO calls (key, digest, stored_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (record.key, record.digest, now),
    )
    if cursor.rowcount:
        return Stored.NEW
    cursor.execute("SELECT digest FROM calls WHERE key = ?", (record.key,))
    (digest,) = cursor.fetchone()
    if digest == record.digest:
        return Stored.REPEATED
    return Stored.OTHER_DATA
