"""Reports of messages that no recipient has yet: one may come before the answer to the call."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

import sqlalchemy as sa

from turbosms_webhooks import DeliveryReport

from .._storage.clock import read_clock
from .._storage.many_rows import is_any_of
from .._storage.tables import STRAY_REPORT
from .message_outcomes import MessageOutcome, outcome_of_report
from .settling import lock_campaigns_of, settle

_KEPT: Final = dt.timedelta(days=14)


def keep_strays(connection: sa.Connection, outcomes: Iterable[MessageOutcome]) -> None:
    """Keep what was reported of messages that nobody has: the last one for each channel."""
    now = read_clock(connection)
    for outcome in outcomes:
        is_same = sa.and_(
            STRAY_REPORT.c.message_id == outcome.message_id,
            STRAY_REPORT.c.channel == outcome.channel,
        )
        connection.execute(sa.delete(STRAY_REPORT).where(is_same))
        connection.execute(
            STRAY_REPORT.insert().values(
                message_id=outcome.message_id,
                channel=outcome.channel,
                status=outcome.status,
                at=outcome.at,
                received_at=now,
                looked_at=now,
            )
        )


def settle_from_strays(connection: sa.Connection, message_ids: Sequence[str]) -> None:
    """Settle recipients that have just got the ids of their messages, by what came before."""
    if not message_ids or not _is_any_kept(connection):
        return
    are_theirs = is_any_of(connection, STRAY_REPORT.c.message_id, message_ids)
    rows = connection.execute(sa.select(STRAY_REPORT).where(are_theirs)).all()
    if not rows:
        return
    lock_campaigns_of(connection, [row.message_id for row in rows])
    # A hybrid may have one of each channel: what is said of the SMS comes last.
    for channel in ("viber", "sms"):
        reports = [
            DeliveryReport(
                type="",
                channel=row.channel,
                message_id=row.message_id,
                status=row.status,
                raw_status=row.status,
                at=row.at,
            )
            for row in rows
            if row.channel == channel
        ]
        settle(connection, map(outcome_of_report, reports))
    connection.execute(sa.delete(STRAY_REPORT).where(are_theirs))


def _is_any_kept(connection: sa.Connection) -> bool:
    """Whether there is any: to look for thousands of messages takes longer."""
    return connection.execute(sa.select(STRAY_REPORT.c.message_id).limit(1)).first() is not None


def forget_old_strays(connection: sa.Connection) -> None:
    """Remove those that will not find anybody any more."""
    oldest = read_clock(connection) - _KEPT
    connection.execute(sa.delete(STRAY_REPORT).where(STRAY_REPORT.c.received_at < oldest))
