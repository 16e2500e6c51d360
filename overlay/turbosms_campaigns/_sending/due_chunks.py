"""Which chunks may be worked on now, and what has to be tidied up before."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from .._model.settings import Limits
from .._model.states import UNSENT, CampaignState, ChunkState, RecipientState
from .._model.worker_settings import SEQUENCE_ID_AGE
from .._storage import steady_clock
from .._storage.chunk_rows import WITHOUT_BODY, ChunkKey, is_chunk, key_of
from .._storage.clock import read_clock
from .._storage.database import Database
from .._storage.locked_rows import lock_campaign, lock_chunk
from .._storage.stored_settings import limits_of_row
from .._storage.tables import CAMPAIGN, CHUNK
from .._storage.transitions import read_counts
from .campaign_changes import finish_if_complete
from .chunk_changes import add_open_chunks, give_up
from .limits import chunk_size, earliest_call, earliest_filling, has_waited

_CALLABLE = (ChunkState.OPEN, ChunkState.IN_DOUBT)
_CHUNKS_AHEAD_WITH_A_RATE = 2


@dataclass(frozen=True, slots=True)
class DueChunk:
    """A chunk that may be worked on, and the number of its present workflow."""

    key: ChunkKey
    workflow: int

    @property
    def workflow_id(self) -> str:
        """How the engine knows it."""
        return f"{self.key.campaign_id}:{self.key.number}:{self.workflow}"


@dataclass(frozen=True, slots=True)
class DueWork:
    """What is due, and when to look again."""

    chunks: list[DueChunk]
    """Those of all campaigns in turn."""
    next_time: dt.datetime | None
    """When more of it will be due, if that is known."""


def find_due_work(database: Database, ahead: int, most_recipients: int) -> DueWork:
    """Find the chunks that may be worked on, and make new ones.

    Args:
        ahead: how many chunks of each campaign may wait to be filled.
        most_recipients: of one chunk.
    """
    by_campaign: list[list[DueChunk]] = []
    moments: list[dt.datetime] = []
    for campaign_id in _running(database):
        _keep_open_chunks(database, campaign_id, ahead, most_recipients)
        with database.reading() as connection:
            found = _Due(connection, campaign_id)
        by_campaign.append(found.chunks)
        moments.extend(found.moments)
    return DueWork(_in_turn(by_campaign), min(moments, default=None))


def begin_another_workflow(database: Database, due: DueChunk) -> DueChunk | None:
    """Give a chunk the next number of a workflow; None if somebody else has done so."""
    with database.writing() as connection:
        updated = connection.execute(
            CHUNK.update()
            .where(is_chunk(due.key), CHUNK.c.workflow == due.workflow)
            .where(CHUNK.c.state.in_(_CALLABLE))
            .values(workflow=due.workflow + 1)
        )
    if updated.rowcount == 0:
        return None
    return DueChunk(due.key, due.workflow + 1)


def give_up_chunks(database: Database) -> None:
    """Give up chunks in doubt that may not be called any more: too old, or of those cancelled."""
    with database.reading() as connection:
        oldest = steady_clock.read(connection) - SEQUENCE_ID_AGE
        may_not_be_called = sa.or_(
            CHUNK.c.first_call_at <= oldest, CAMPAIGN.c.state == CampaignState.CANCELLED
        )
        rows = connection.execute(
            sa.select(CHUNK.c.campaign_id, CHUNK.c.number)
            .join(CAMPAIGN, CAMPAIGN.c.id == CHUNK.c.campaign_id)
            .where(CHUNK.c.state == ChunkState.IN_DOUBT, may_not_be_called)
        ).all()
    for key in [ChunkKey(row.campaign_id, row.number) for row in rows]:
        with database.writing() as connection:
            lock_campaign(connection, key.campaign_id)
            chunk = lock_chunk(connection, key)
            if chunk is not None and chunk.state == ChunkState.IN_DOUBT:
                give_up(connection, chunk)
                finish_if_complete(connection, key.campaign_id)


def is_anything_left_to_send(database: Database) -> bool:
    """Whether a campaign is running, or a call is under way."""
    with database.reading() as connection:
        is_running = sa.exists().where(CAMPAIGN.c.state == CampaignState.RUNNING)
        is_called = sa.exists().where(CHUNK.c.state == ChunkState.SENDING)
        return bool(connection.scalar(sa.select(sa.or_(is_running, is_called))))


def is_any_outcome_open(database: Database) -> bool:
    """Whether a message was accepted whose delivery is not final."""
    with database.reading() as connection:
        return bool(connection.scalar(sa.select(sa.exists().where(CHUNK.c.unsettled > 0))))


def _running(database: Database) -> Sequence[int]:
    with database.reading() as connection:
        select = sa.select(CAMPAIGN.c.id).where(CAMPAIGN.c.state == CampaignState.RUNNING)
        return connection.scalars(select.order_by(CAMPAIGN.c.id)).all()


def _keep_open_chunks(
    database: Database, campaign_id: int, ahead: int, most_recipients: int
) -> None:
    """See to it that open chunks wait for those who are ready; or finish the campaign."""
    with database.reading() as connection:
        is_anybody_unsent, missing = _missing_chunks(
            connection, campaign_id, ahead, most_recipients
        )
    if is_anybody_unsent and missing <= 0:
        return
    with database.writing() as connection:
        campaign = lock_campaign(connection, campaign_id)
        if campaign is None or campaign.state != CampaignState.RUNNING:
            return
        if finish_if_complete(connection, campaign_id):
            return
        # Another worker may have made some.
        _, missing = _missing_chunks(connection, campaign_id, ahead, most_recipients)
        if missing > 0:
            add_open_chunks(connection, campaign, missing)


def _missing_chunks(
    connection: sa.Connection, campaign_id: int, ahead: int, most_recipients: int
) -> tuple[bool, int]:
    """Whether anybody is ready or being sent to, and how many open chunks there should be more."""
    campaign = connection.execute(
        sa.select(CAMPAIGN).where(CAMPAIGN.c.id == campaign_id)
    ).one_or_none()
    if campaign is None:
        return True, 0
    counts = read_counts(connection, campaign_id)
    limits = limits_of_row(campaign)
    needed = -(-counts[RecipientState.READY] // chunk_size(limits, most_recipients))
    if limits.rate is not None:
        ahead = _CHUNKS_AHEAD_WITH_A_RATE
    is_open = sa.and_(CHUNK.c.campaign_id == campaign_id, CHUNK.c.state == ChunkState.OPEN)
    there = connection.execute(
        sa.select(sa.func.count()).select_from(CHUNK).where(is_open)
    ).scalar_one()
    return any(counts[state] for state in UNSENT), min(needed, ahead) - there


class _Due:
    """The chunks of one campaign that may be worked on, and when there will be more."""

    def __init__(self, connection: sa.Connection, campaign_id: int) -> None:
        self.chunks: list[DueChunk] = []
        self.moments: list[dt.datetime] = []
        campaign = connection.execute(
            sa.select(CAMPAIGN).where(CAMPAIGN.c.id == campaign_id)
        ).one_or_none()
        if campaign is None or campaign.state != CampaignState.RUNNING:
            return
        self._now = read_clock(connection)
        limits = limits_of_row(campaign)
        rows = connection.execute(
            sa.select(*WITHOUT_BODY)
            .where(CHUNK.c.campaign_id == campaign_id, CHUNK.c.state.in_(_CALLABLE))
            .order_by(CHUNK.c.number)
        ).all()
        in_doubt = [row for row in rows if row.state == ChunkState.IN_DOUBT]
        self._add(in_doubt, earliest_call(campaign, limits, self._now))
        self._add(_may_be_filled(rows, limits), earliest_filling(campaign, limits, self._now))

    def _add(self, rows: Sequence[sa.Row[Any]], earliest: dt.datetime) -> None:
        for row in rows:
            moment = earliest
            if not has_waited(row.not_before, self._now, row.calls):
                moment = max(moment, row.not_before)
            if moment <= self._now:
                self.chunks.append(DueChunk(key_of(row), row.workflow))
            else:
                self.moments.append(moment)


def _may_be_filled(rows: Sequence[sa.Row[Any]], limits: Limits) -> list[sa.Row[Any]]:
    """The open chunks; with a rate, only the first, since the next one has to wait for it."""
    rows = [row for row in rows if row.state == ChunkState.OPEN]
    return rows if limits.rate is None else rows[:1]


def _in_turn(by_campaign: list[list[DueChunk]]) -> list[DueChunk]:
    """One chunk of each campaign, then the second of each, and so on."""
    longest = max(map(len, by_campaign), default=0)
    chunks: list[DueChunk] = []
    for index in range(longest):
        chunks.extend(due[index] for due in by_campaign if index < len(due))
    return chunks
