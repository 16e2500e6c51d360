"""Campaigns whose rows are written directly, for tests of what happens to them later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turbosms_campaigns import Limits, RecipientState
from turbosms_campaigns._model.settings import AudienceRules, Message
from turbosms_campaigns._storage.campaign_rows import NewRow, insert_campaign
from turbosms_campaigns._storage.context import CampaignKey
from turbosms_campaigns._storage.loose_audiences import begin_audience, settle_audience
from turbosms_campaigns._storage.stored_settings import rules_to_json
from turbosms_campaigns._storage.tables import RECIPIENT
from turbosms_campaigns._storage.transitions import count_anew
from turbosms_client import Sms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from turbosms_campaigns._storage.database import Database

FIGURES = {
    "rows": 0,
    "segments": {},
    "longest_row": None,
    "culprits": {},
    "distinct_texts": 1,
    "lowest_cost": None,
    "highest_cost": None,
    "personal": False,
}


def phone(index: int) -> str:
    """A number for each index."""
    return f"38050{index:07}"


def write_draft(
    database: Database,
    recipients: int | Iterable[Mapping[str, Any]] = 3,
    *,
    name: str = "sale",
    message: Message | None = None,
    limits: Limits | None = None,
    **figures: Any,
) -> CampaignKey:
    """A draft with so many ready recipients, or with these columns of each."""
    if isinstance(recipients, int):
        recipients = [{} for _ in range(recipients)]
    rows_by_keys: dict[frozenset[str], list[dict[str, Any]]] = {}
    key = CampaignKey(begin_audience(database), name)
    for position, columns in enumerate(recipients, 1):
        defaults = {"phone": phone(position), "state": RecipientState.READY, "segments": 1}
        row = {"campaign_id": key.id, "position": position, **defaults, **columns}
        rows_by_keys.setdefault(frozenset(row), []).append(row)
    number_of_rows = sum(map(len, rows_by_keys.values()))
    if message is None:
        message = Message(text="Hello", sms=Sms(sender="Shop"))
    new_row = NewRow(
        key=key,
        message=message,
        audience={**rules_to_json(AudienceRules()), "source": None, "columns": []},
        limits=limits if limits is not None else Limits(),
        check_figures={**FIGURES, "rows": number_of_rows, **figures},
    )
    with database.writing() as connection:
        for rows in rows_by_keys.values():
            connection.execute(RECIPIENT.insert(), rows)
        insert_campaign(connection, new_row, count_anew(connection, key.id))
        settle_audience(connection, key.id)
    return key
