"""Each row of an audience and what became of it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import sqlalchemy as sa

from turbosms_client import normalize_phone

from .._model.kyiv import in_kyiv
from .._model.results import RecipientResult
from .._model.states import RecipientState
from .._storage.campaign_rows import refuse_deleted
from .._storage.context import CampaignKey
from .._storage.database import Database
from .._storage.tables import RECIPIENT
from .reasons import Outcome, reason_in_words

_PAGE: Final = 2_000
_BEFORE_THE_FIRST: Final = -1


def read_recipients(
    database: Database, key: CampaignKey, *, state: RecipientState | None
) -> Iterator[RecipientResult]:
    """In the order of the table, a page at a time, so that no transaction stays open.

    Raises:
        CampaignNotFoundError: it was deleted.
    """
    with database.reading() as connection:
        refuse_deleted(connection, key)
    return _read_pages(database, key, state)


def _read_pages(
    database: Database, key: CampaignKey, state: RecipientState | None
) -> Iterator[RecipientResult]:
    page = _BEFORE_THE_FIRST
    while True:
        with database.reading() as connection:
            rows = connection.execute(_next_page(key, state, after=page)).all()
        for row in rows:
            yield _result(row)
        if len(rows) < _PAGE:
            return
        page = rows[-1].position


def _next_page(key: CampaignKey, state: RecipientState | None, *, after: int) -> sa.Select[Any]:
    query = sa.select(RECIPIENT).where(
        RECIPIENT.c.campaign_id == key.id, RECIPIENT.c.position > after
    )
    if state is not None:
        # As a literal, so that the index of those who are ready is used for them.
        query = query.where(RECIPIENT.c.state == sa.literal_column(f"'{state.value}'"))
    return query.order_by(RECIPIENT.c.position).limit(_PAGE)


def _result(row: sa.Row[Any]) -> RecipientResult:
    state = RecipientState(row.state)
    outcome = Outcome(
        state=state,
        reason=row.reason,
        code=row.code,
        channel=row.channel,
        status=row.status,
        rejected_status=row.rejected_status,
    )
    return RecipientResult(
        row=row.position,
        phone=row.phone or _phone_of(row.input),
        input=row.input or row.phone or "",
        state=state,
        columns=_columns(row.columns),
        reason=reason_in_words(outcome),
        code=row.code,
        message_id=row.message_id,
        channel=row.channel,
        status=row.status,
        rejected_status=row.rejected_status,
        segments=row.segments,
        price=row.price,
        sent_at=in_kyiv(row.sent_at),
        settled_at=in_kyiv(row.settled_at),
    )


def _phone_of(text: str | None) -> str | None:
    """The number of a row that has none of its own, as a duplicate has; None if it is none."""
    return None if text is None else normalize_phone(text)


def _columns(text: str | None) -> Mapping[str, str]:
    columns: dict[str, str] = {} if text is None else json.loads(text)
    return columns
