"""Lets a campaign wait after a failure that concerns the service, not one chunk."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from turbosms_client import APIError

from .._model.states import PauseReason
from .._model.worker_settings import WorkerSettings
from .._storage.clock import read_clock
from .._storage.database import Database
from .._storage.locked_rows import lock_campaign
from .._storage.tables import CAMPAIGN
from .campaign_changes import pause_by_itself


def after_setback(
    campaign: sa.Row[Any], now: dt.datetime, settings: WorkerSettings
) -> dict[str, Any]:
    """The columns of a campaign after one more failure in a row."""
    setbacks = campaign.setbacks + 1
    return {"setbacks": setbacks, "retry_at": now + settings.retry_pause(setbacks)}


def note_setback(
    database: Database, campaign_id: int, settings: WorkerSettings, error: Exception
) -> None:
    """Let the campaign wait, or pause it if the service refuses it: nothing was called."""
    with database.writing() as connection:
        campaign = lock_campaign(connection, campaign_id)
        if campaign is None:
            return
        values = after_setback(campaign, read_clock(connection), settings)
        connection.execute(CAMPAIGN.update().where(CAMPAIGN.c.id == campaign_id).values(values))
        if isinstance(error, APIError) and not error.temporary:
            pause_by_itself(connection, campaign_id, PauseReason.REFUSED)
