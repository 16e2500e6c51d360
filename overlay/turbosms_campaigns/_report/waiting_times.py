"""Until when a campaign waits."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from .._model.states import CampaignState


def next_beginning(campaign: sa.Row[Any], now: dt.datetime) -> dt.datetime | None:
    """When the next chunk may begin; None if that is now, or if nothing is to begin."""
    if campaign.state != CampaignState.RUNNING:
        return None
    limits = (campaign.start_at, campaign.rate_free_at)
    latest = max([now, *(limit for limit in limits if limit is not None)])
    return latest if latest > now else None
