"""Rows that are locked until the end of the transaction.

Whoever changes recipients of a campaign, or the state of a chunk, locks the campaign first, and
then the chunk; several in the order of their numbers. So limits hold for all workers together, and
nobody waits in a circle.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from .chunk_rows import WITHOUT_BODY, ChunkKey, is_chunk
from .tables import CAMPAIGN


def lock_campaign(connection: sa.Connection, campaign_id: int) -> sa.Row[Any] | None:
    """The row of a campaign, as it is now; None if it was deleted.

    SQLite has no locks of rows: there, a transaction that may write is the only one.
    """
    select = sa.select(CAMPAIGN).where(CAMPAIGN.c.id == campaign_id).with_for_update()
    return connection.execute(select).one_or_none()


def lock_campaigns(connection: sa.Connection, campaign_ids: Iterable[int]) -> list[sa.Row[Any]]:
    """The rows of several campaigns."""
    select = (
        sa.select(CAMPAIGN)
        .where(CAMPAIGN.c.id.in_(sorted(set(campaign_ids))))
        .order_by(CAMPAIGN.c.id)
        .with_for_update()
    )
    return list(connection.execute(select))


def lock_chunk(connection: sa.Connection, key: ChunkKey) -> sa.Row[Any] | None:
    """The row of a chunk without its body, as it is now; None if it was deleted with its campaign.

    What one worker decides by it must not change meanwhile: another one may be about to call.
    """
    select = sa.select(*WITHOUT_BODY).where(is_chunk(key)).with_for_update()
    return connection.execute(select).one_or_none()
