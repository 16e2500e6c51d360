"""Campaigns by name, and their rows."""

from .._model.states import CampaignState
from .context import CampaignKey
from .database import Database


def find_campaign(database: Database, name: str) -> CampaignKey:
    """The campaign with this name.

    Raises:
        CampaignNotFoundError: there is none.
    """
    raise NotImplementedError


def list_campaigns(database: Database) -> list[CampaignKey]:
    """All campaigns, the newest first."""
    raise NotImplementedError


def state_of(database: Database, key: CampaignKey) -> CampaignState:
    """How far a campaign is.

    Raises:
        CampaignNotFoundError: it was deleted.
    """
    raise NotImplementedError


def delete_campaign(database: Database, key: CampaignKey) -> None:
    """Delete a campaign with all of its rows.

    Raises:
        WrongStateError: it is running or paused.
    """
    raise NotImplementedError
