"""The steps of a worker one by one, with answers that a test makes up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from tests.campaigns.drafts import write_draft
from turbosms_campaigns._model.worker_settings import WorkerSettings
from turbosms_campaigns._sending.claiming import Claim, Claimant, begin_call, claim
from turbosms_campaigns._sending.control import start
from turbosms_campaigns._sending.due_chunks import find_due_work
from turbosms_campaigns._sending.recording import record
from turbosms_campaigns._storage.tables import CAMPAIGN, CHUNK, EVENT, RECIPIENT
from turbosms_campaigns._storage.transitions import count_anew, read_counts
from turbosms_client import APIError, OutcomeUnknownError, ReportRow, ResultCode, SendReport

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from turbosms_campaigns import RecipientState
    from turbosms_campaigns._storage.chunk_rows import ChunkKey
    from turbosms_campaigns._storage.context import CampaignKey
    from turbosms_campaigns._storage.database import Database

RICH: Final = Decimal(1_000_000)
SETTINGS: Final = WorkerSettings(most_recipients=10)


def write_running(database: Database, recipients: Any = 30, **options: Any) -> CampaignKey:
    """A campaign that runs."""
    key = write_draft(database, recipients, **options)
    start(database, key)
    return key


def due(
    database: Database, *, ahead: int = 1, settings: WorkerSettings = SETTINGS
) -> list[ChunkKey]:
    """The chunks that may be worked on now, after new ones were made."""
    return [chunk.key for chunk in find_due_work(database, ahead, settings.most_recipients).chunks]


def claim_next(
    database: Database,
    *,
    owner: str = "worker",
    balance: Decimal = RICH,
    settings: WorkerSettings = SETTINGS,
) -> Claim | None:
    """Claim the first chunk that is due."""
    keys = due(database, settings=settings)
    if not keys:
        return None
    return claim(database, keys[0], Claimant(owner, settings), balance)


def called(database: Database, **options: Any) -> Claim:
    """A chunk whose call has begun."""
    claimed = claim_next(database, **options)
    assert claimed is not None
    assert begin_call(database, claimed)
    return claimed


def store(database: Database, claimed: Claim, outcome: Any) -> bool:
    """Store the outcome of a call with one send, or of each send by its key."""
    outcomes = outcome if isinstance(outcome, dict) else dict.fromkeys(claimed.call.sends, outcome)
    return record(database, claimed, outcomes, SETTINGS)


def accepted(phones: Sequence[str], *, code: int = 0, **refused: int) -> SendReport:
    """A report in which everybody is accepted, but those with a code: `p380501234567=404`."""
    codes = {name[1:]: ResultCode(number) for name, number in refused.items()}
    return SendReport(
        code=ResultCode(code),
        sequence_id="s",
        hybrid=False,
        recipients=[*phones],
        missing=[],
        accepted=[_row(phone, ResultCode.OK, _id(phone)) for phone in phones if phone not in codes],
        rejected=[_row(phone, codes[phone], None) for phone in phones if phone in codes],
    )


def refusal(code: int, phones: Sequence[str]) -> APIError:
    """A refusal of the whole request."""
    report = SendReport(
        code=ResultCode(code),
        sequence_id="s",
        hybrid=False,
        recipients=[*phones],
        missing=[*phones],
    )
    return APIError(ResultCode(code), "", operation="message/send", report=report)


def lost() -> OutcomeUnknownError:
    """A lost answer."""
    return OutcomeUnknownError(
        "The response was lost.",
        operation="message/send",
        sequence_id="s",
        started=dt.datetime.now(dt.UTC),
    )


def counts(database: Database, key: CampaignKey) -> dict[RecipientState, int]:
    """The states in which somebody is, after checking that the stored counts are the real ones."""
    with database.reading() as connection:
        stored = read_counts(connection, key.id)
        assert stored == count_anew(connection, key.id)
    return {state: number for state, number in stored.items() if number}


def campaign_row(database: Database, key: CampaignKey) -> sa.Row[Any]:
    with database.reading() as connection:
        return connection.execute(sa.select(CAMPAIGN).where(CAMPAIGN.c.id == key.id)).one()


def chunk_rows(database: Database, key: CampaignKey) -> list[sa.Row[Any]]:
    with database.reading() as connection:
        select = sa.select(CHUNK).where(CHUNK.c.campaign_id == key.id).order_by(CHUNK.c.number)
        return list(connection.execute(select))


def recipient_rows(database: Database, key: CampaignKey) -> list[sa.Row[Any]]:
    with database.reading() as connection:
        select = sa.select(RECIPIENT).where(RECIPIENT.c.campaign_id == key.id)
        return list(connection.execute(select.order_by(RECIPIENT.c.position)))


def events(database: Database, key: CampaignKey) -> list[tuple[str, Mapping[str, Any]]]:
    """What happened, in order."""
    with database.reading() as connection:
        select = sa.select(EVENT).where(EVENT.c.campaign_id == key.id).order_by(EVENT.c.id)
        return [(row.kind, row.details) for row in connection.execute(select)]


def change(
    database: Database, table: sa.Table, where: sa.ColumnElement[bool], **values: Any
) -> None:
    """Change rows past all rules: time passes, or something is damaged."""
    with database.writing() as connection:
        connection.execute(table.update().where(where).values(values))


def _id(phone: str) -> str:
    return f"id-{phone}"


def _row(phone: str, code: ResultCode, message_id: str | None) -> ReportRow:
    return ReportRow(phone, phone, code, code.name, message_id, {})
