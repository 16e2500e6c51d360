"""A clock that never goes back, for ages on which it depends whether somebody gets two messages.

The clock of a machine may be set back, by hand or with a snapshot, and then everything would be
younger than it is. This one goes on by what the other one has gained since it was last looked at,
and stands still for what that has lost. Each worker looks at it every few seconds, so it loses
hardly more than that whenever the other one is set back.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from .clock import read_clock
from .tables import CLOCK


def advance(connection: sa.Connection) -> dt.datetime:
    """Look at the clock of the database, in a transaction that may write; the steady time."""
    row = connection.execute(sa.select(CLOCK).with_for_update()).one()
    # After the lock, so that no other worker has looked at it later.
    now = read_clock(connection)
    steady_time = _steady(row, now)
    connection.execute(CLOCK.update().values(seen_at=now, steady_time=steady_time))
    return steady_time


def read(connection: sa.Connection) -> dt.datetime:
    """The steady time, without a lock."""
    row = connection.execute(sa.select(CLOCK)).one()
    return _steady(row, read_clock(connection))


def _steady(row: Any, now: dt.datetime) -> dt.datetime:
    steady_time: dt.datetime = row.steady_time
    gained: dt.timedelta = now - row.seen_at
    return steady_time + max(gained, dt.timedelta(0))
