"""Who may call for a chunk, until when; and what becomes of a chunk that nobody holds any more."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa

from .._model.states import CampaignState, ChunkState, RecipientState
from .._model.worker_settings import WorkerSettings
from .._storage.chunk_rows import ChunkKey, is_chunk, is_recipient_of
from .._storage.clock import read_clock
from .._storage.database import Database
from .._storage.events import note
from .._storage.locked_rows import lock_campaign, lock_chunk
from .._storage.tables import CAMPAIGN, CHUNK, RECIPIENT
from .._storage.transitions import Move, move_all
from .campaign_changes import finish_if_complete
from .chunk_changes import change_chunk, give_up
from .claiming import Claim

_WORDS: Final = "The worker that called has ended, or lost the database, before it had the answer."


class Leases:
    """The claims of one worker for which it is calling: renewed all together."""

    def __init__(self, database: Database, settings: WorkerSettings) -> None:
        self._database = database
        self._settings = settings
        self._held: dict[ChunkKey, int] = {}
        self._lock = threading.Lock()

    @contextmanager
    def held(self, claimed: Claim) -> Iterator[None]:
        """Renew this claim for as long as the block takes."""
        with self._lock:
            self._held[claimed.key] = claimed.fence
        try:
            yield
        finally:
            with self._lock:
                self._held.pop(claimed.key, None)

    def holds(self, key: ChunkKey, fence: int) -> bool:
        """Whether this worker is calling under this claim."""
        with self._lock:
            return self._held.get(key) == fence

    def renew(self) -> None:
        """Renew all claims that still hold."""
        with self._lock:
            held = dict(self._held)
        if not held:
            return
        with self._database.writing() as connection:
            until = read_clock(connection) + dt.timedelta(seconds=self._settings.lease)
            for key, fence in sorted(held.items()):
                connection.execute(
                    CHUNK.update()
                    .where(is_chunk(key), CHUNK.c.fence == fence)
                    .where(CHUNK.c.state == ChunkState.SENDING)
                    .values(leased_until=until)
                )


def relieve(
    database: Database,
    settings: WorkerSettings,
    *,
    own: Leases | None = None,
    all_owners: bool = False,
) -> int:
    """Take chunks away from workers that do not renew their claims; how many there were.

    A chunk that has not been called is dissolved. One that may have been called is in doubt, and is
    called again, unchanged.

    Args:
        own: the claims of this worker. It is alive, even if the database was away for longer than
            they hold, or the clock was set.
        all_owners: no worker is alive, so every claim is void.
    """
    relieved = 0
    for key in _without_owner(database, settings, all_owners=all_owners):
        with database.writing() as connection:
            campaign = lock_campaign(connection, key.campaign_id)
            chunk = lock_chunk(connection, key)
            if campaign is None or chunk is None or chunk.state != ChunkState.SENDING:
                continue
            if own is not None and own.holds(key, chunk.fence):
                continue
            # Renewed since?
            now = read_clock(connection)
            if all_owners or is_void(chunk.leased_until, now, settings):
                relieve_chunk(connection, campaign, chunk)
                relieved += 1
    return relieved


def is_void(leased_until: dt.datetime, now: dt.datetime, settings: WorkerSettings) -> bool:
    """Whether a lease is over; or the clock has been set back since, so that it would last long."""
    return leased_until <= now or leased_until > now + dt.timedelta(seconds=2 * settings.lease)


def relieve_chunk(connection: sa.Connection, campaign: sa.Row[Any], chunk: sa.Row[Any]) -> None:
    """Take a chunk away from its owner, in a transaction that has locked the campaign."""
    values = {"leased_until": None, "fence": chunk.fence + 1}
    is_cancelled = campaign.state == CampaignState.CANCELLED
    if not chunk.may_have_been_sent:
        target = RecipientState.CANCELLED if is_cancelled else RecipientState.READY
        move = Move(campaign.id, RecipientState.SENDING, target)
        move_all(connection, move, is_recipient_of(chunk), {RECIPIENT.c.chunk: None})
        change_chunk(connection, chunk, ChunkState.DISSOLVED, failure=_WORDS, **values)
        connection.execute(
            CAMPAIGN.update()
            .where(CAMPAIGN.c.id == campaign.id)
            .values(cost_reserved=CAMPAIGN.c.cost_reserved - chunk.cost_reserved)
        )
        return
    if is_cancelled:
        give_up(connection, chunk)
        return
    change_chunk(connection, chunk, ChunkState.IN_DOUBT, failure=_WORDS, **values)
    note(connection, campaign.id, "chunk_in_doubt", chunk=chunk.number, failure=_WORDS)
    finish_if_complete(connection, campaign.id)


def _without_owner(
    database: Database, settings: WorkerSettings, *, all_owners: bool
) -> list[ChunkKey]:
    with database.reading() as connection:
        now = read_clock(connection)
        rows = connection.execute(
            sa.select(CHUNK.c.campaign_id, CHUNK.c.number, CHUNK.c.leased_until).where(
                CHUNK.c.state == ChunkState.SENDING
            )
        ).all()
    return [
        ChunkKey(row.campaign_id, row.number)
        for row in rows
        if all_owners or is_void(row.leased_until, now, settings)
    ]
