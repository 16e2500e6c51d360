"""Claims a chunk for one worker: fills it with recipients, or takes one over that is in doubt.

Every limit is checked here, in one transaction that has locked the campaign: so they hold for all
workers together. Nothing has been called before it is over.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa

from .._model.settings import Limits, Message
from .._model.states import CampaignState, ChunkState, PauseReason, RecipientState
from .._model.worker_settings import SEQUENCE_ID_AGE, WorkerSettings
from .._storage import steady_clock
from .._storage.chunk_rows import ChunkKey, is_chunk, is_recipient_of, read_chunk
from .._storage.clock import read_clock
from .._storage.database import Database
from .._storage.events import note
from .._storage.locked_rows import lock_campaign
from .._storage.stored_settings import limits_of_row, message_from_json
from .._storage.tables import CAMPAIGN, CHUNK, RECIPIENT, is_in
from .._storage.transitions import Move, move_all
from .._texts.rendering import parse_message
from .campaign_changes import finish_if_complete, pause_by_itself
from .chunk_changes import change_chunk, give_up
from .chunk_filling import Filling, choose_recipients, suppress_those_on_the_list
from .frozen_calls import FrozenCall
from .limits import (
    chunk_size,
    earliest_call,
    earliest_filling,
    has_waited,
    rate_free_after,
    too_many_failures,
)

_CHUNKS_OF_A_LOW_BALANCE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A chunk that this worker may call, as long as nobody else has a higher `fence`."""

    key: ChunkKey
    fence: int
    sequence_id: str
    call: FrozenCall
    was_in_doubt: bool
    called_before_at: dt.datetime | None
    """When the last call before this one began, by the steady clock."""
    is_personal: bool


class Claimant(NamedTuple):
    """Who claims."""

    owner: str
    settings: WorkerSettings


class _Candidate(NamedTuple):
    """A chunk to be claimed, with what decides about it."""

    campaign: sa.Row[Any]
    chunk: sa.Row[Any]
    limits: Limits
    message: Message
    now: dt.datetime

    @property
    def key(self) -> ChunkKey:
        return ChunkKey(self.campaign.id, self.chunk.number)


def needs_balance(database: Database, key: ChunkKey) -> bool:
    """Whether the balance has to be known to claim a chunk: if it may be filled now."""
    with database.reading() as connection:
        candidate = _find(connection, key)
    if candidate is None or candidate.chunk.state != ChunkState.OPEN:
        return False
    return _may_be_called(candidate)


def claim(
    database: Database, key: ChunkKey, claimant: Claimant, balance: Decimal | None
) -> Claim | None:
    """Claim a chunk; None if it is not its time, or there is nothing to do for it.

    Args:
        balance: of the account, just now; None if it need not be known.
    """
    with database.writing() as connection:
        lock_campaign(connection, key.campaign_id)
        candidate = _find(connection, key)
        if candidate is None or not _may_be_called(candidate):
            return None
        if candidate.chunk.state == ChunkState.IN_DOUBT:
            return _take_over(connection, candidate, claimant)
        if balance is None:
            return None
        return _fill(connection, candidate, claimant, balance)


def begin_call(database: Database, claimed: Claim) -> bool:
    """Note that the chunk is about to be called; False if somebody else has claimed it.

    Whatever dies after this leaves it in doubt.
    """
    with database.writing() as connection:
        begun = sa.literal(steady_clock.read(connection), CHUNK.c.first_call_at.type)
        updated = connection.execute(
            CHUNK.update()
            .where(
                is_chunk(claimed.key),
                CHUNK.c.fence == claimed.fence,
                CHUNK.c.state == ChunkState.SENDING,
            )
            .values(
                may_have_been_sent=True,
                first_call_at=sa.func.coalesce(CHUNK.c.first_call_at, begun),
                last_call_at=begun,
                calls=CHUNK.c.calls + 1,
            )
        )
    return updated.rowcount == 1


def _find(connection: sa.Connection, key: ChunkKey) -> _Candidate | None:
    """The chunk with its campaign, if that is running."""
    campaign = connection.execute(
        sa.select(CAMPAIGN).where(CAMPAIGN.c.id == key.campaign_id)
    ).one_or_none()
    chunk = read_chunk(connection, key)
    if campaign is None or chunk is None or campaign.state != CampaignState.RUNNING:
        return None
    now = read_clock(connection)
    return _Candidate(
        campaign, chunk, limits_of_row(campaign), message_from_json(campaign.message), now
    )


def _may_be_called(candidate: _Candidate) -> bool:
    campaign, chunk, limits, _, now = candidate
    if not has_waited(chunk.not_before, now, chunk.calls):
        return False
    if chunk.state == ChunkState.IN_DOUBT:
        return earliest_call(campaign, limits, now) <= now
    return chunk.state == ChunkState.OPEN and earliest_filling(campaign, limits, now) <= now


def _take_over(
    connection: sa.Connection, candidate: _Candidate, claimant: Claimant
) -> Claim | None:
    chunk = candidate.chunk
    age = steady_clock.read(connection) - chunk.first_call_at
    if age >= SEQUENCE_ID_AGE:
        give_up(connection, chunk)
        finish_if_complete(connection, chunk.campaign_id)
        return None
    # A send that was certainly refused is not repeated with those that are in doubt: whom it was
    # for is ready again, and may be in another chunk by now.
    phones = connection.scalars(
        sa.select(RECIPIENT.c.phone).where(
            is_recipient_of(chunk), RECIPIENT.c.state == RecipientState.SENDING
        )
    ).all()
    call = FrozenCall.from_bytes(chunk.body).only_for(phones)
    return _lease(connection, candidate, claimant, call)


def _fill(
    connection: sa.Connection,
    candidate: _Candidate,
    claimant: Claimant,
    balance: Decimal,
) -> Claim | None:
    campaign, chunk, limits, message, _ = candidate
    if too_many_failures(campaign, limits):
        pause_by_itself(connection, campaign.id, PauseReason.FAILURES)
        return None
    at_most = chunk_size(limits, claimant.settings.most_recipients)
    suppress_those_on_the_list(connection, campaign.id, at_most)
    budget = None
    if limits.max_cost is not None:
        budget = limits.max_cost - campaign.cost_spent - campaign.cost_reserved
    filling = choose_recipients(connection, campaign.id, message, at_most=at_most, budget=budget)
    reason = _reason_to_pause(connection, candidate, filling, balance)
    if reason is not None:
        pause_by_itself(connection, campaign.id, reason)
        return None
    if not filling.positions:
        change_chunk(connection, chunk, ChunkState.DISSOLVED)
        finish_if_complete(connection, campaign.id)
        return None
    return _store(connection, candidate, claimant, filling)


def _reason_to_pause(
    connection: sa.Connection, candidate: _Candidate, filling: Filling, balance: Decimal
) -> PauseReason | None:
    """Money: what is left of `max_cost`, and the balance, which is noted."""
    campaign = candidate.campaign
    if not filling.positions:
        is_anybody_ready = connection.scalar(
            sa.select(
                sa.exists().where(
                    RECIPIENT.c.campaign_id == campaign.id,
                    is_in(RecipientState.READY),
                )
            )
        )
        return PauseReason.MAX_COST if is_anybody_ready else None
    connection.execute(
        CAMPAIGN.update().where(CAMPAIGN.c.id == campaign.id).values(balance=balance)
    )
    if balance <= 0 or balance < filling.highest_cost:
        return PauseReason.BALANCE
    needed = filling.highest_cost * _CHUNKS_OF_A_LOW_BALANCE
    was_enough = campaign.balance is None or campaign.balance >= needed
    if balance < needed and was_enough:
        note(connection, campaign.id, "low_balance", balance=str(balance), needed=str(needed))
    return None


def _store(
    connection: sa.Connection, candidate: _Candidate, claimant: Claimant, filling: Filling
) -> Claim:
    campaign, chunk, limits, _, now = candidate
    first = filling.positions[0]
    last = filling.positions[-1]
    # Everybody who is ready between the first and the last one was chosen.
    moved = move_all(
        connection,
        Move(campaign.id, RecipientState.READY, RecipientState.SENDING),
        RECIPIENT.c.position.between(first, last),
        {RECIPIENT.c.chunk: chunk.number, RECIPIENT.c.tries: RECIPIENT.c.tries + 1},
    )
    if moved != len(filling.positions):
        raise RuntimeError(f"{len(filling.positions)} recipients were chosen, and {moved} moved")
    rate_free_at = campaign.rate_free_at
    if limits.rate is not None:
        rate_free_at = rate_free_after(rate_free_at, limits.rate, moved, now)
    connection.execute(
        CAMPAIGN.update()
        .where(CAMPAIGN.c.id == campaign.id)
        .values(
            rate_free_at=rate_free_at, cost_reserved=CAMPAIGN.c.cost_reserved + filling.highest_cost
        )
    )
    return _lease(
        connection,
        candidate,
        claimant,
        filling.call,
        body=filling.call.to_bytes(),
        first_position=first,
        last_position=last,
        recipients=moved,
        cost_reserved=filling.highest_cost,
    )


def _lease(
    connection: sa.Connection,
    candidate: _Candidate,
    claimant: Claimant,
    call: FrozenCall,
    **values: Any,
) -> Claim:
    chunk = candidate.chunk
    fence = chunk.fence + 1
    change_chunk(
        connection,
        chunk,
        ChunkState.SENDING,
        owner=claimant.owner,
        fence=fence,
        leased_until=candidate.now + dt.timedelta(seconds=claimant.settings.lease),
        not_before=None,
        **values,
    )
    return Claim(
        key=candidate.key,
        fence=fence,
        sequence_id=chunk.sequence_id,
        call=call,
        was_in_doubt=chunk.may_have_been_sent,
        called_before_at=chunk.last_call_at,
        is_personal=parse_message(candidate.message).is_personal,
    )
