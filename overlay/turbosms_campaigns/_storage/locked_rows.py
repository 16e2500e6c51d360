"""Rows that are locked until the end of the transaction.

Whoever changes recipients or chunks of a campaign locks its row first, and campaigns in the order
of their numbers: so limits hold for all workers together, and nobody waits in a circle.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

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
