"""How far a campaign is, read from counters."""

import datetime as dt
from typing import Any, Final

import sqlalchemy as sa

from .._model.kyiv import in_kyiv
from .._model.results import Progress
from .._model.states import CampaignState, ChunkState, PauseReason
from .._storage.campaign_rows import read_row
from .._storage.context import CampaignKey
from .._storage.database import Database
from .._storage.tables import CHUNK, WORKER
from .._storage.transitions import read_counts
from .events import last_events
from .waiting_times import next_beginning

_RATE_WINDOW: Final = dt.timedelta(minutes=5)
_SHORTEST_RATE_WINDOW: Final = dt.timedelta(minutes=1)
_RECENT_CHUNKS: Final = 2_000
"""More than can begin in the window of the rate, so that a long campaign is not read as a whole."""
_HEARTBEAT_AGE: Final = dt.timedelta(minutes=1)
_EVENTS: Final = 5


def read_progress(database: Database, key: CampaignKey) -> Progress:
    """Read it in one short transaction, whatever the number of recipients."""
    with database.reading() as connection:
        row = read_row(connection, key)
        return progress_of(connection, row, database.now(connection))


def progress_of(connection: sa.Connection, campaign: sa.Row[Any], now: dt.datetime) -> Progress:
    """The progress of a campaign whose row has been read in this transaction."""
    counts = read_counts(connection, campaign.id)
    pause_reason = campaign.pause_reason
    return Progress(
        name=campaign.name,
        state=CampaignState(campaign.state),
        pause_reason=None if pause_reason is None else PauseReason(pause_reason),
        waits_until=in_kyiv(next_beginning(campaign, now)),
        counts=counts,
        rows=sum(counts.values()),
        chunks_in_doubt=_chunks_in_doubt(connection, campaign.id),
        spent=campaign.cost_spent,
        reserved=campaign.cost_reserved,
        balance=campaign.balance,
        rate_measured=_measured_rate(connection, campaign, now),
        created_at=in_kyiv(campaign.created_at),
        started_at=in_kyiv(campaign.started_at),
        finished_at=in_kyiv(campaign.finished_at),
        workers=_workers(connection, now),
        events=last_events(connection, campaign.id, _EVENTS),
    )


def _chunks_in_doubt(connection: sa.Connection, campaign_id: int) -> int:
    query = sa.select(sa.func.count()).where(
        CHUNK.c.campaign_id == campaign_id, CHUNK.c.state == ChunkState.IN_DOUBT
    )
    count: int = connection.execute(query).scalar_one()
    return count


def _measured_rate(
    connection: sa.Connection, campaign: sa.Row[Any], now: dt.datetime
) -> float | None:
    """Recipients a minute whose chunks began in the last five minutes, or since the start.

    Over less than a minute there is nothing to measure: as many as have begun count as those of one
    minute.
    """
    if campaign.started_at is None:
        return None
    since = max(now - _RATE_WINDOW, campaign.started_at)
    recent = (
        sa.select(CHUNK.c.recipients, CHUNK.c.first_call_at)
        .where(CHUNK.c.campaign_id == campaign.id)
        .order_by(CHUNK.c.number.desc())
        .limit(_RECENT_CHUNKS)
        .subquery()
    )
    query = sa.select(sa.func.sum(recent.c.recipients)).where(recent.c.first_call_at >= since)
    recipients = connection.execute(query).scalar()
    if recipients is None and campaign.state != CampaignState.RUNNING:
        return None
    minutes: float = max(now - since, _SHORTEST_RATE_WINDOW) / dt.timedelta(minutes=1)
    return float(recipients or 0) / minutes


def _workers(connection: sa.Connection, now: dt.datetime) -> int:
    query = sa.select(sa.func.count()).where(
        WORKER.c.heartbeat_at > now - _HEARTBEAT_AGE, WORKER.c.ended_at.is_(None)
    )
    count: int = connection.execute(query).scalar_one()
    return count
