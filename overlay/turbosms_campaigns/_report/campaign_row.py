"""The row of one campaign, for what is told about it."""

from typing import Any

import sqlalchemy as sa

from turbosms_languages import _

from .._model.errors import CampaignNotFoundError
from .._storage.context import CampaignKey
from .._storage.tables import CAMPAIGN


def read_row(connection: sa.Connection, key: CampaignKey) -> sa.Row[Any]:
    """The whole row.

    Raises:
        CampaignNotFoundError: it was deleted.
    """
    row = connection.execute(sa.select(CAMPAIGN).where(CAMPAIGN.c.id == key.id)).one_or_none()
    if row is None:
        raise _not_found(key)
    return row


def refuse_deleted(connection: sa.Connection, key: CampaignKey) -> None:
    """Refuse a campaign that is not there any more.

    Raises:
        CampaignNotFoundError: it was deleted.
    """
    query = sa.select(CAMPAIGN.c.id).where(CAMPAIGN.c.id == key.id)
    if connection.execute(query).first() is None:
        raise _not_found(key)


def kept_columns(campaign: sa.Row[Any]) -> list[str]:
    """The columns of the table that are stored with each recipient."""
    return list(campaign.audience.get("columns") or ())


def _not_found(key: CampaignKey) -> CampaignNotFoundError:
    return CampaignNotFoundError(
        _("There is no campaign {name!r} any more.", name=key.name), name=key.name
    )
