"""Until when a campaign waits."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from .._model.states import CampaignState
from .._sending.limits import earliest_filling
from .._storage.stored_settings import limits_of_row


def next_beginning(campaign: sa.Row[Any], now: dt.datetime) -> dt.datetime | None:
    """When the next chunk may begin; None if that is now, or if nothing is to begin."""
    if campaign.state != CampaignState.RUNNING:
        return None
    earliest = earliest_filling(campaign, limits_of_row(campaign), now)
    return earliest if earliest > now else None
