"""Chunks and their recipients: how they are found."""

from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from .tables import CHUNK, RECIPIENT

WITHOUT_BODY: Final = [column for column in CHUNK.c if column.name != "body"]
"""The columns of a chunk but the large one, for those who look at many chunks."""


class ChunkKey(NamedTuple):
    """A chunk by its campaign, and its number in that."""

    campaign_id: int
    number: int


def key_of(chunk: sa.Row[Any]) -> ChunkKey:
    """The key of a row."""
    return ChunkKey(chunk.campaign_id, chunk.number)


def is_chunk(key: ChunkKey) -> sa.ColumnElement[bool]:
    """The condition for its row."""
    return sa.and_(CHUNK.c.campaign_id == key.campaign_id, CHUNK.c.number == key.number)


def read_chunk(connection: sa.Connection, key: ChunkKey) -> sa.Row[Any] | None:
    """Its row; None if it was deleted with its campaign."""
    return connection.execute(sa.select(CHUNK).where(is_chunk(key))).one_or_none()


def is_recipient_of(chunk: sa.Row[Any]) -> sa.ColumnElement[bool]:
    """The condition for its recipients, which are in the range of positions that it was given."""
    return sa.and_(
        RECIPIENT.c.campaign_id == chunk.campaign_id,
        RECIPIENT.c.position.between(chunk.first_position, chunk.last_position),
        RECIPIENT.c.chunk == chunk.number,
    )
