"""Deletes what is known of calls and messages of long ago, so that no file grows for ever."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple

from turbosms_webhooks._storing.database import Database, opened

_SHORTEST_MEMORY: Final = timedelta(days=1)
"""The service repeats a call for less than five hours; a resend by hand may come later."""
_ROWS_AT_ONCE: Final = 2_000
"""Few enough that a call which is to be stored meanwhile does not wait long."""


class _Table(NamedTuple):
    name: str
    key: str
    time: str


_CALLS: Final = _Table("calls", key="key", time="stored_at")
_MESSAGES: Final = _Table("messages", key="message_id", time="changed_at")
_EXPECTED: Final = _Table("expected_messages", key="message_id", time="noted_at")


def forget(path: Path, older_than: timedelta) -> int:
    """Forget the calls and messages of before that; how many calls."""
    if older_than < _SHORTEST_MEMORY:
        raise ValueError("older_than is less than a day: the service may still repeat a call")
    before = int(time.time() - older_than.total_seconds())
    with opened(path) as database:
        _delete(database, _MESSAGES, before)
        _delete(database, _EXPECTED, before)
        return _delete(database, _CALLS, before)


def _delete(database: Database, table: _Table, before: int) -> int:
    """Delete what is older, some thousands at a time in the order of their keys; how many."""
    name, key, time_column = table
    last_of_page = f"SELECT {key} FROM {name} WHERE {key} > ? ORDER BY {key} LIMIT 1 OFFSET ?"  # noqa: S608
    delete_page = f"DELETE FROM {name} WHERE {key} > ? AND {key} <= ? AND {time_column} < ?"  # noqa: S608
    delete_rest = f"DELETE FROM {name} WHERE {key} > ? AND {time_column} < ?"  # noqa: S608
    deleted = 0
    start = ""
    while True:
        with database.transaction() as connection:
            last = connection.execute(last_of_page, (start, _ROWS_AT_ONCE)).fetchone()
            if last is None:
                return deleted + connection.execute(delete_rest, (start, before)).rowcount
            deleted += connection.execute(delete_page, (start, *last, before)).rowcount
            (start,) = last
