"""Changes of a chunk, in a transaction that has locked its campaign."""

import uuid
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from .._model.states import CHUNK_TRANSITIONS, ChunkState, RecipientState
from .._storage.chunk_rows import is_chunk, is_recipient_of, key_of
from .._storage.events import note
from .._storage.tables import CAMPAIGN, CHUNK
from .._storage.transitions import Move, move_all


def change_chunk(
    connection: sa.Connection, chunk: sa.Row[Any], target: ChunkState, **values: Any
) -> None:
    """Change the state of a chunk, and columns with it.

    Raises:
        ValueError: there is no such transition.
    """
    if target not in CHUNK_TRANSITIONS[ChunkState(chunk.state)]:
        raise ValueError(f"no chunk goes from {chunk.state} to {target}")
    connection.execute(CHUNK.update().where(is_chunk(key_of(chunk))).values(state=target, **values))


def add_open_chunks(connection: sa.Connection, campaign: sa.Row[Any], how_many: int) -> None:
    """Add chunks without recipients, each with the `sequence_id` under which it will be called."""
    first = campaign.next_chunk
    rows = [_open_chunk(campaign.id, first + index) for index in range(how_many)]
    connection.execute(CHUNK.insert(), rows)
    connection.execute(
        CAMPAIGN.update().where(CAMPAIGN.c.id == campaign.id).values(next_chunk=first + how_many)
    )


def _open_chunk(campaign_id: int, number: int) -> dict[str, Any]:
    return {
        "campaign_id": campaign_id,
        "number": number,
        "state": ChunkState.OPEN,
        "sequence_id": uuid.uuid4().hex,
        "recipients": 0,
        "cost_reserved": Decimal(0),
        "fence": 0,
        "calls": 0,
        "may_have_been_sent": False,
        "workflow": 1,
        "unsettled": 0,
        "polls": 0,
    }


def give_up(connection: sa.Connection, chunk: sa.Row[Any]) -> None:
    """Call a chunk never again: whoever has no result is `unknown`, also to whoever calls now."""
    move = Move(chunk.campaign_id, RecipientState.SENDING, RecipientState.UNKNOWN)
    unknown = move_all(connection, move, is_recipient_of(chunk))
    change_chunk(connection, chunk, ChunkState.GIVEN_UP, fence=chunk.fence + 1, leased_until=None)
    note(connection, chunk.campaign_id, "chunk_given_up", chunk=chunk.number, recipients=unknown)
