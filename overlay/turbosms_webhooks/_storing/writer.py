"""Stores calls: one thread writes, and commits whatever has come meanwhile at once.

A commit waits for the disk, and each caller waits for a commit; so the more calls come at the same
time, the more share one. In a burst the thread waits a moment between commits for as many calls as
shared the last one, because a commit takes as much processor time as storing 50 calls in it.
"""

import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from enum import Enum
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from turbosms_webhooks._processes.forks import ForkAware
from turbosms_webhooks._storing.database import Database
from turbosms_webhooks._storing.error_names import error_name, error_place
from turbosms_webhooks._storing.records import CallRecord, EventRecord

_Row = TypeVar("_Row")

_LOGGER: Final = logging.getLogger("turbosms_webhooks")
_MOST_WAITING: Final = 20_000
_MOST_BYTES_WAITING: Final = 64 * 1024 * 1024
_MOST_AT_ONCE: Final = 1_000
_BURST_FROM: Final = 4
"""With so many calls in one commit, more are about to come."""
_LONGEST_PAUSE: Final = 0.01
"""Seconds between commits, in a burst. The service notices nothing: it is farther away."""
_NEVER: Final = _MOST_WAITING + 1
_ROWS_AT_ONCE: Final = 32
"""In one statement. One for each row would change threads as often, which takes longer than the
row itself."""


class Stored(Enum):
    """What became of a call that was to be stored."""

    NEW = ("accepted", 200)
    REPEATED = ("repeated", 200)
    OTHER_DATA = ("other_data", 400)
    NOT_STORED = ("not_stored", 503)

    def __init__(self, count: str, http_status: int) -> None:
        self.count = count
        """The name that it is counted by."""
        self.http_status = http_status
        """What to answer."""


class _Waiting(NamedTuple):
    record: CallRecord
    size: int
    answer: "Future[int]"


class CallWriter(ForkAware):
    """The thread that stores calls, started with the first of them."""

    def __init__(self, path: Path, note: Callable[[Sequence[Stored]], None]) -> None:
        """`note` is called with the outcomes of each commit, before those who wait are told."""
        self._database = Database(path)
        self._note = note
        self._is_closed = False
        self._begin()
        super().__init__()

    def _begin(self) -> None:
        """Start with nothing: in a new writer, and in the copy of one that a fork has made."""
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._wake_at = _NEVER
        """When so many calls wait, the thread is to be woken."""
        self._waiting: deque[_Waiting] = deque()
        self._bytes_waiting = 0
        self._thread: threading.Thread | None = None

    def store(self, record: CallRecord, answer: "Future[int]") -> None:
        """Have a call stored; the answer becomes the HTTP status, mostly in the thread."""
        size = record.size
        with self._lock:
            is_taken = self._has_room() and self._keep_running()
            if is_taken:
                self._waiting.append(_Waiting(record, size, answer))
                self._bytes_waiting += size
                if len(self._waiting) >= self._wake_at:
                    self._wake_at = _NEVER
                    self._changed.notify()
        if not is_taken:
            self._note([Stored.NOT_STORED])
            answer.set_result(Stored.NOT_STORED.http_status)

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
            self._note(outcomes)
            for each, outcome in zip(batch, outcomes, strict=True):
                each.answer.set_result(outcome.http_status)
            if len(batch) >= _BURST_FROM:
                self._let_more_come(len(batch))
        self._database.close()

    def _store(self, batch: list[_Waiting]) -> list[Stored]:
        try:
            return store_all(self._database, [each.record for each in batch])
        # Whatever it is: who waits gets an answer, and the service calls again.
        except Exception as error:
            _LOGGER.warning(
                "storing %d calls failed: %s in %s",
                len(batch),
                error_name(error),
                error_place(error),
            )
            return [Stored.NOT_STORED] * len(batch)

    def _let_more_come(self, expected: int) -> None:
        """Wait until as many wait as shared the last commit, but not for long.

        A caller that has its answer calls again, so just as many are likely to come.
        """
        with self._lock:
            self._wake_at = expected
            self._changed.wait_for(
                lambda: self._is_closed or len(self._waiting) >= expected, _LONGEST_PAUSE
            )
            self._wake_at = _NEVER

    def _next_batch(self) -> list[_Waiting]:
        """What waits; empty at the end."""
        with self._changed:
            while not self._waiting and not self._is_closed:
                self._wake_at = 1
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
        for some in _in_parts(records):
            found = _store_calls(cursor, some, now)
            for record, outcome in zip(some, found, strict=True):
                if outcome is Stored.NEW:
                    new_events += record.events
            outcomes += found
        for rows in _in_parts(new_events):
            _insert(cursor, "waiting_events (subject, content)", "(?, ?)", rows)
    return outcomes


def _in_parts(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        yield rows[start : start + _ROWS_AT_ONCE]


def _store_calls(cursor: sqlite3.Cursor, records: Sequence[CallRecord], now: int) -> list[Stored]:
    """Store the calls of a part, without their events."""
    try:
        _insert_calls(cursor, records, now)
    except sqlite3.IntegrityError:  # of a known key; the statement has changed nothing
        return _store_unknown_calls(cursor, records, now)
    return [Stored.NEW] * len(records)


def _store_unknown_calls(
    cursor: sqlite3.Cursor, records: Sequence[CallRecord], now: int
) -> list[Stored]:
    digests = _known_digests(cursor, records)
    outcomes: list[Stored] = []
    new: list[CallRecord] = []
    for record in records:
        digest = digests.get(record.key)
        if digest is None:
            digests[record.key] = record.digest  # it may come again in the same part
            new.append(record)
            outcomes.append(Stored.NEW)
        elif digest == record.digest:
            outcomes.append(Stored.REPEATED)
        else:
            outcomes.append(Stored.OTHER_DATA)
    _insert_calls(cursor, new, now)
    return outcomes


def _insert_calls(cursor: sqlite3.Cursor, records: Sequence[CallRecord], now: int) -> None:
    rows = [(record.key, record.digest, now) for record in records]
    _insert(cursor, "calls (key, digest, stored_at)", "(?, ?, ?)", rows)


def _known_digests(cursor: sqlite3.Cursor, records: Sequence[CallRecord]) -> dict[str, bytes]:
    """The digests of those calls that are stored, by their keys."""
    places = ", ".join(["?"] * len(records))
    select = f"SELECT key, digest FROM calls WHERE key IN ({places})"  # noqa: S608
    return dict(cursor.execute(select, [record.key for record in records]))


def _insert(
    cursor: sqlite3.Cursor, table: str, row: str, rows: Sequence[tuple[object, ...]]
) -> None:
    """Insert rows in one statement, in their order."""
    if rows:
        insert = f"INSERT INTO {table} VALUES " + ", ".join([row] * len(rows))  # noqa: S608
        cursor.execute(insert, list(chain.from_iterable(rows)))
