"""Campaigns that are made of tables by the public interface, and what became of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from tests.campaigns.drafts import phone
from tests.campaigns.steps import counts as stored_counts
from turbosms_campaigns import Campaigns
from turbosms_campaigns._storage.tables import (
    CAMPAIGN,
    COUNT,
    EVENT,
    EXCLUSION,
    LOOSE_AUDIENCE,
    RECIPIENT,
    ROW_PROBLEM,
)
from turbosms_client import Sms

if TYPE_CHECKING:
    from pathlib import Path

    from turbosms_campaigns import Campaign, RecipientState
    from turbosms_campaigns._storage.database import Database

NOWHERE: Final = "http://127.0.0.1:9"
"""Nothing is sent while a table is read."""
ROWS_AT_ONCE: Final = 500
"""How many rows are stored in one transaction here."""
A, B, C, D = map(phone, range(1, 5))


def opened(url: str) -> Campaigns:
    """The campaigns of a database."""
    return Campaigns(url, token="any", base_url=NOWHERE)


def make(campaigns: Campaigns, recipients: Any, name: str = "sale", **options: Any) -> Campaign:
    """A campaign of a table."""
    message = {"text": "Hello", "sms": Sms(sender="Shop")}
    return campaigns.create(name, recipients=recipients, **{**message, **options})


def written(folder: Path, content: bytes | str, name: str = "people.csv") -> Path:
    """A file with this content."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def counts(campaign: Campaign) -> dict[RecipientState, int]:
    """The states in which somebody is, after checking that they add up."""
    found = stored_counts(database_of(campaign), campaign._key)
    check = campaign.check(balance=False)
    assert {state: number for state, number in check.counts.items() if number} == found
    assert sum(found.values()) == check.rows
    return found


def states(campaign: Campaign) -> list[str]:
    """The state of each row, in order."""
    recipients = list(campaign.recipients())
    assert [recipient.row for recipient in recipients] == list(range(1, len(recipients) + 1))
    return [recipient.state.value for recipient in recipients]


def ready_phones(campaign: Campaign) -> list[str | None]:
    """Who would get a message, in order."""
    return [recipient.phone for recipient in campaign.recipients(state="ready")]


def database_of(owner: Campaigns | Campaign) -> Database:
    return owner._context.database


def leftovers(database: Database) -> dict[str, int]:
    """How many rows there are that belong to no campaign, by table."""
    found: dict[str, int] = {}
    with database.reading() as connection:
        of_campaigns = sa.select(CAMPAIGN.c.id)
        for table in (RECIPIENT, ROW_PROBLEM, COUNT, EVENT):
            select = sa.select(table).where(table.c.campaign_id.not_in(of_campaigns))
            found[table.name] = len(connection.execute(select).all())
        for table in (LOOSE_AUDIENCE, EXCLUSION):
            found[table.name] = len(connection.execute(sa.select(table)).all())
    return {name: rows for name, rows in found.items() if rows}
