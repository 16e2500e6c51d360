"""Asks for the outcomes of chunks, in batches, with pauses that grow."""

import datetime as dt
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from turbosms_client import MessageDetails

from .._model.states import RecipientState
from .._model.worker_settings import WorkerSettings
from .._storage import steady_clock
from .._storage.chunk_rows import WITHOUT_BODY, is_chunk, is_recipient_of, key_of
from .._storage.clock import read_clock
from .._storage.context import Context
from .._storage.database import Database
from .._storage.locked_rows import lock_campaign
from .._storage.tables import CHUNK, RECIPIENT
from .message_outcomes import MessageOutcome, outcome_of_details
from .settling import settle

_AT_ONCE: Final = 20
_CLOCK_WENT_BACK: Final = dt.timedelta(hours=2)
"""No pause is as long: what is further ahead was set before the clock was set back."""


class _Poll(NamedTuple):
    """A chunk that this worker asks about."""

    chunk: sa.Row[Any]
    message_ids: list[str]
    delivered_before: set[str]
    """Of those, the ones whose state is final by a webhook: their price is asked for."""


def poll_due_chunks(
    context: Context, settings: WorkerSettings, stop: threading.Event | None = None
) -> int:
    """Ask about all chunks that are due, until it is stopped; how many there were.

    Raises:
        turbosms_client.TurboSMSError: the service does not answer. The chunk is asked about again
            after its pause.
    """
    polled = 0
    for chunk in _due(context.database):
        if stop is not None and stop.is_set():
            return 0
        poll = _begin(context.database, chunk, settings)
        if poll is not None:
            polled += 1
            _ask(context, poll)
    return polled


def _due(database: Database) -> Sequence[sa.Row[Any]]:
    with database.reading() as connection:
        now = read_clock(connection)
        is_due = sa.or_(CHUNK.c.next_poll_at <= now, CHUNK.c.next_poll_at > now + _CLOCK_WENT_BACK)
        select = (
            sa.select(*WITHOUT_BODY)
            .where(CHUNK.c.unsettled > 0, is_due)
            .order_by(CHUNK.c.next_poll_at)
            .limit(_AT_ONCE)
        )
        return connection.execute(select).all()


def _begin(database: Database, chunk: sa.Row[Any], settings: WorkerSettings) -> _Poll | None:
    """Take the chunk, so that no other worker asks; None if one does, or nothing is open."""
    with database.writing() as connection:
        lock_campaign(connection, chunk.campaign_id)
        age = steady_clock.read(connection) - chunk.first_call_at
        is_too_old = age > dt.timedelta(days=settings.poll_days)
        pause = settings.poll_pause(chunk.polls + 1, chunk.recipients)
        next_poll_at = read_clock(connection) + pause
        values: dict[str, Any] = {"polls": chunk.polls + 1, "next_poll_at": next_poll_at}
        if is_too_old:
            values = {"unsettled": 0, "next_poll_at": None}
        taken = connection.execute(
            CHUNK.update()
            .where(
                is_chunk(key_of(chunk)),
                CHUNK.c.polls == chunk.polls,
                CHUNK.c.next_poll_at == chunk.next_poll_at,
            )
            .values(values)
        )
        if taken.rowcount == 0 or is_too_old:
            return None
        rows = connection.execute(_messages_to_ask_for(chunk)).all()
    settled = {row.message_id for row in rows if row.state != RecipientState.ACCEPTED}
    return _Poll(chunk, [row.message_id for row in rows], settled)


def _messages_to_ask_for(chunk: sa.Row[Any]) -> sa.Select[Any]:
    """Those without a final status, and those whose price a webhook did not tell."""
    is_open = sa.or_(RECIPIENT.c.state == RecipientState.ACCEPTED, RECIPIENT.c.price.is_(None))
    return sa.select(RECIPIENT.c.message_id, RECIPIENT.c.state).where(
        is_recipient_of(chunk), RECIPIENT.c.message_id.is_not(None), is_open
    )


def _ask(context: Context, poll: _Poll) -> None:
    answered: Mapping[str, MessageDetails] = {}
    if poll.message_ids:
        answered = context.client.message.details(poll.message_ids)
    outcomes: list[MessageOutcome] = []
    for details in answered.values():
        outcome = outcome_of_details(details)
        if outcome is not None:
            outcomes.append(outcome)
    with context.database.writing() as connection:
        lock_campaign(connection, poll.chunk.campaign_id)
        settle(connection, outcomes)
        told = {outcome.message_id for outcome in outcomes if outcome.final}
        without_price = len(poll.delivered_before - told)
        unsettled = without_price + _accepted(connection, poll.chunk)
        values: dict[str, Any] = {"unsettled": unsettled}
        if unsettled == 0:
            values["next_poll_at"] = None
        connection.execute(CHUNK.update().where(is_chunk(key_of(poll.chunk))).values(values))


def _accepted(connection: sa.Connection, chunk: sa.Row[Any]) -> int:
    select = (
        sa.select(sa.func.count())
        .select_from(RECIPIENT)
        .where(is_recipient_of(chunk), RECIPIENT.c.state == RecipientState.ACCEPTED)
    )
    return connection.execute(select).scalar_one()
