"""Finds out, by stray reports, that a message exists for somebody of whom that was not known.

The answer to their chunk was never had, so nobody knows the id of their message. But its report
tells the id, and `message/details` the number, the text and the time: if these are theirs, so is
the message.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

import sqlalchemy as sa

from turbosms_client import ChannelDetails, MessageDetails

from .._model.states import RecipientState
from .._model.worker_settings import WorkerSettings
from .._storage.clock import read_clock
from .._storage.context import Context
from .._storage.locked_rows import lock_campaign
from .._storage.many_rows import is_any_of
from .._storage.storable import storable_text
from .._storage.stored_settings import message_from_json
from .._storage.tables import CAMPAIGN, CHUNK, COUNT, RECIPIENT, STRAY_REPORT
from .._storage.transitions import Move, move_each
from .._texts.rendering import RenderedMessage, parse_message
from .message_outcomes import outcome_of_details, storable_id
from .settling import settle
from .stray_reports import forget_old_strays, settle_from_strays

_AT_ONCE: Final = 1_000
_CLOCKS_DIFFER: Final = dt.timedelta(minutes=10)


def look_at_strays(context: Context, settings: WorkerSettings) -> int:
    """Look at the reports that have found nobody so far; how many recipients they tell of.

    Raises:
        turbosms_client.TurboSMSError: the service does not tell about the messages.
    """
    with context.database.writing() as connection:
        forget_old_strays(connection)
        waiting = _take_turns(connection, settings)
        # The answer may have been stored just after the report.
        with_recipients = _with_recipients(connection, waiting)
        settle_from_strays(connection, with_recipients)
        message_ids = sorted(set(waiting).difference(with_recipients))
        is_anybody_unknown = _count(connection, RecipientState.UNKNOWN) > 0
        may_find_others = _count(connection, RecipientState.SENDING) > 0
    if not message_ids or not is_anybody_unknown:
        return 0
    found = 0
    for details in context.client.message.details(message_ids).values():
        with context.database.writing() as connection:
            is_found = _find_recipient(connection, details, settings)
            found += is_found
            if is_found or not may_find_others:
                _forget(connection, details.message_id)
    return found


def _take_turns(connection: sa.Connection, settings: WorkerSettings) -> list[str]:
    """The messages of those reports that have waited for the longest time."""
    now = read_clock(connection)
    latest = now - dt.timedelta(seconds=settings.strays)
    select = (
        sa.select(STRAY_REPORT.c.message_id)
        .where(STRAY_REPORT.c.looked_at <= latest)
        .order_by(STRAY_REPORT.c.looked_at)
        .limit(_AT_ONCE)
    )
    message_ids = list(connection.scalars(select))
    are_looked_at = is_any_of(connection, STRAY_REPORT.c.message_id, message_ids)
    connection.execute(STRAY_REPORT.update().where(are_looked_at).values(looked_at=now))
    return message_ids


def _with_recipients(connection: sa.Connection, message_ids: list[str]) -> list[str]:
    if not message_ids:
        return []
    have_one = is_any_of(connection, RECIPIENT.c.message_id, message_ids)
    return list(connection.scalars(sa.select(RECIPIENT.c.message_id).where(have_one)))


def _count(connection: sa.Connection, state: RecipientState) -> int:
    """How many recipients of all campaigns are in a state."""
    select = sa.select(sa.func.sum(COUNT.c.recipients)).where(COUNT.c.state == state)
    return int(connection.scalar(select) or 0)


def _find_recipient(
    connection: sa.Connection, details: MessageDetails, settings: WorkerSettings
) -> bool:
    """Give the message to whom it belongs, if exactly one can be that."""
    channels = [channel for channel in (details.viber, details.sms) if channel is not None]
    phone = next((channel.recipient for channel in channels if channel.recipient), None)
    if phone is None:
        return False
    candidates = [
        candidate
        for candidate in _candidates(connection, storable_text(phone))
        if _is_message_of(candidate, channels)
    ]
    if len(candidates) != 1:
        return False
    _give(connection, candidates[0], details, settings)
    return True


def _candidates(connection: sa.Connection, phone: str) -> list[sa.Row[Any]]:
    """The unknown recipients with a number, with campaign and chunk."""
    select = (
        sa.select(
            RECIPIENT.c.campaign_id,
            RECIPIENT.c.position,
            RECIPIENT.c.columns,
            RECIPIENT.c.chunk,
            CAMPAIGN.c.message,
            CHUNK.c.first_call_at,
        )
        .join(CAMPAIGN, CAMPAIGN.c.id == RECIPIENT.c.campaign_id)
        .join(
            CHUNK,
            sa.and_(
                CHUNK.c.campaign_id == RECIPIENT.c.campaign_id,
                CHUNK.c.number == RECIPIENT.c.chunk,
            ),
        )
        .where(RECIPIENT.c.phone == phone, RECIPIENT.c.state == RecipientState.UNKNOWN)
        .where(RECIPIENT.c.message_id.is_(None))
    )
    return list(connection.execute(select))


def _is_message_of(candidate: sa.Row[Any], channels: Iterable[ChannelDetails]) -> bool:
    """Whether time, sender and text are those of the candidate's message."""
    template = parse_message(message_from_json(candidate.message))
    columns: Mapping[str, str] = json.loads(candidate.columns) if candidate.columns else {}
    rendered = template.fill(columns)
    if not isinstance(rendered, RenderedMessage):
        return False
    sent = [channel for channel in (rendered.viber, rendered.sms) if channel is not None]
    texts = {(channel.sender, channel.text) for channel in sent}
    for channel in channels:
        added = channel.added
        is_later = added is not None and added >= candidate.first_call_at - _CLOCKS_DIFFER
        if is_later and (channel.sender, channel.text) in texts:
            return True
    return False


def _give(
    connection: sa.Connection,
    candidate: sa.Row[Any],
    details: MessageDetails,
    settings: WorkerSettings,
) -> None:
    lock_campaign(connection, candidate.campaign_id)
    now = read_clock(connection)
    columns = (RECIPIENT.c.message_id, RECIPIENT.c.sent_at)
    row = (storable_id(details.message_id), now, candidate.position)
    unknown = Move(candidate.campaign_id, RecipientState.UNKNOWN, RecipientState.ACCEPTED)
    if move_each(connection, unknown, columns, [row]) == 0:
        return
    outcome = outcome_of_details(details)
    if outcome is not None:
        settle(connection, [outcome])
    # So that it is asked for until it is final.
    connection.execute(
        CHUNK.update()
        .where(CHUNK.c.campaign_id == candidate.campaign_id, CHUNK.c.number == candidate.chunk)
        .values(
            unsettled=CHUNK.c.unsettled + 1,
            next_poll_at=now + dt.timedelta(seconds=settings.first_poll),
        )
    )


def _forget(connection: sa.Connection, message_id: str) -> None:
    connection.execute(
        sa.delete(STRAY_REPORT).where(STRAY_REPORT.c.message_id == storable_id(message_id))
    )
