"""Campaigns by name, and their rows."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from turbosms_languages import LANGUAGES, Text, _, by_language, in_english
from turbosms_languages.language import ENGLISH

from .._model.errors import CampaignExistsError, CampaignNotFoundError, RowProblem, WrongStateError
from .._model.settings import Limits, Message
from .._model.state_texts import campaign_state_text
from .._model.states import CampaignState, RecipientState
from .clock import read_clock
from .context import CampaignKey
from .database import Database
from .loose_audiences import give_up_audience, remove_given_up
from .stored_settings import limits_to_columns, message_to_json
from .tables import CAMPAIGN, CHUNK, COUNT, EVENT, RECIPIENT, ROW_PROBLEM, is_in
from .transitions import store_counts

_NAME: Final = re.compile(r"[\w.-]{1,100}")
_AT_WORK: Final = (CampaignState.RUNNING, CampaignState.PAUSED)


class NewRow(NamedTuple):
    """What the row of a new campaign has."""

    key: CampaignKey
    message: Message
    audience: Mapping[str, Any]
    limits: Limits
    check_figures: Mapping[str, Any]


class RowProblems(NamedTuple):
    """Rows that are ready, and cannot be sent as they are."""

    first: tuple[RowProblem, ...]
    number: int
    """Of all of them."""


def is_name(name: object) -> bool:
    """Whether a campaign may be called this."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def insert_campaign(
    connection: sa.Connection, row: NewRow, counts: Mapping[RecipientState, int]
) -> None:
    """Make a draft of an audience whose recipients are stored.

    Raises:
        CampaignExistsError: there is one with this name.
    """
    now = read_clock(connection)
    values = {
        "id": row.key.id,
        "name": row.key.name,
        "state": CampaignState.DRAFT,
        "message": message_to_json(row.message),
        "audience": dict(row.audience),
        **limits_to_columns(row.limits),
        "check_figures": dict(row.check_figures),
        "next_chunk": 1,
        "cost_spent": Decimal(0),
        "cost_reserved": Decimal(0),
        "failures_since": 0,
        "results_since": 0,
        "created_at": now,
    }
    try:
        connection.execute(CAMPAIGN.insert().values(values))
    except sa.exc.IntegrityError as error:
        raise name_is_taken(row.key.name) from error
    store_counts(connection, row.key.id, counts)


def name_is_taken(name: str) -> CampaignExistsError:
    """The error for a name that another campaign has."""
    return CampaignExistsError(_("There is a campaign {name!r} already.", name=name), name=name)


def has_name(connection: sa.Connection, name: str) -> bool:
    """Whether there is a campaign with this name."""
    return connection.execute(_id_of(name)).first() is not None


def find_campaign(database: Database, name: str) -> CampaignKey:
    """The campaign with this name.

    Raises:
        CampaignNotFoundError: there is none.
    """
    if not is_name(name):
        # Not every text can be looked for.
        raise _not_found(name)
    with database.reading() as connection:
        campaign_id = connection.scalar(_id_of(name))
    if campaign_id is None:
        raise _not_found(name)
    return CampaignKey(campaign_id, name)


def list_campaigns(database: Database) -> list[CampaignKey]:
    """All campaigns, the newest first."""
    newest_first = (CAMPAIGN.c.created_at.desc(), CAMPAIGN.c.id.desc())
    with database.reading() as connection:
        rows = connection.execute(sa.select(CAMPAIGN.c.id, CAMPAIGN.c.name).order_by(*newest_first))
        return [CampaignKey(row.id, row.name) for row in rows]


def state_of(database: Database, key: CampaignKey) -> CampaignState:
    """How far a campaign is.

    Raises:
        CampaignNotFoundError: it was deleted.
    """
    with database.reading() as connection:
        return CampaignState(read_row(connection, key).state)


def read_row(connection: sa.Connection, key: CampaignKey, *, locked: bool = False) -> sa.Row[Any]:
    """The row of a campaign, all columns.

    Args:
        locked: nobody else changes it until the transaction ends.

    Raises:
        CampaignNotFoundError: it was deleted.
    """
    statement = sa.select(CAMPAIGN).where(CAMPAIGN.c.id == key.id)
    if locked:
        statement = statement.with_for_update()
    row = connection.execute(statement).first()
    if row is None:
        raise _not_found(key.name)
    return row


def refuse_deleted(connection: sa.Connection, key: CampaignKey) -> None:
    """Refuse a campaign that is not there any more.

    Raises:
        CampaignNotFoundError: it was deleted.
    """
    query = sa.select(CAMPAIGN.c.id).where(CAMPAIGN.c.id == key.id)
    if connection.execute(query).first() is None:
        raise _not_found(key.name)


def read_problems(connection: sa.Connection, campaign: sa.Row[Any], limit: int) -> RowProblems:
    """The first rows that cannot be sent as they are, of those that are still ready."""
    selected = (
        sa.select(ROW_PROBLEM)
        .join(
            RECIPIENT,
            sa.and_(
                RECIPIENT.c.campaign_id == ROW_PROBLEM.c.campaign_id,
                RECIPIENT.c.position == ROW_PROBLEM.c.position,
            ),
        )
        .where(ROW_PROBLEM.c.campaign_id == campaign.id, is_in(RecipientState.READY))
        .order_by(ROW_PROBLEM.c.position)
    )
    first = [_row_problem(row) for row in connection.execute(selected.limit(limit))]
    number = len(first)
    if number == limit:
        counting = selected.with_only_columns(sa.func.count()).order_by(None)
        number = connection.execute(counting).scalar_one()
    return RowProblems(tuple(first), number)


def texts_to_store(problem: Text) -> tuple[str, str]:
    """What is wrong with a row, in English, and by language as JSON for those who read another."""
    translations = {
        language: problem.said_in(language) for language in LANGUAGES if language != ENGLISH
    }
    return in_english(problem), json.dumps(translations, ensure_ascii=False)


def _row_problem(row: sa.Row[Any]) -> RowProblem:
    forms = {} if row.translations is None else json.loads(row.translations)
    return RowProblem(row.position, row.column_name, by_language(row.problem, **forms))


def delete_campaign(database: Database, key: CampaignKey) -> None:
    """Delete a campaign with all of its rows.

    Raises:
        WrongStateError: it is running or paused.
    """
    with database.writing() as connection:
        state = CampaignState(read_row(connection, key, locked=True).state)
        if state in _AT_WORK:
            raise WrongStateError(
                _(
                    "Campaign {name!r} is {state}: cancel it before it is deleted.",
                    name=key.name,
                    state=campaign_state_text(state),
                ),
                state=state,
            )
        for table in (CHUNK, COUNT, EVENT, ROW_PROBLEM):
            connection.execute(table.delete().where(table.c.campaign_id == key.id))
        connection.execute(CAMPAIGN.delete().where(CAMPAIGN.c.id == key.id))
        give_up_audience(connection, key.id)
    remove_given_up(database)


def _id_of(name: str) -> sa.Select[Any]:
    return sa.select(CAMPAIGN.c.id).where(CAMPAIGN.c.name == name)


def _not_found(name: str) -> CampaignNotFoundError:
    return CampaignNotFoundError(_("There is no campaign {name!r}.", name=name), name=name)
