"""Every change of a recipient's state goes through here, and takes the counts with it.

Each change locks its campaign until the transaction ends. So changes of one campaign follow each
other, and do not wait for each other in a circle. A transaction that changes several campaigns
takes them in the order of their ids.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa

from .._model.states import RECIPIENT_TRANSITIONS, RecipientState
from .many_rows import NO_VALUES, Columns, Rows, Values, update_rows
from .tables import CAMPAIGN, COUNT, RECIPIENT, is_in


class Move(NamedTuple):
    """From one state into another, in one campaign.

    Raises `ValueError` when it is used, if `RECIPIENT_TRANSITIONS` has no such transition.
    """

    campaign_id: int
    source: RecipientState
    target: RecipientState


def move_all(
    connection: sa.Connection,
    move: Move,
    where: sa.ColumnElement[bool] | None = None,
    same: Values = NO_VALUES,
) -> int:
    """Move all recipients that a condition selects; how many there were.

    Nobody, if the campaign has been deleted.

    Args:
        same: columns to set, with the value that they get for all.
    """
    if not _begin(connection, move):
        return 0
    statement = (
        sa.update(RECIPIENT)
        .where(RECIPIENT.c.campaign_id == move.campaign_id, is_in(move.source))
        .values({RECIPIENT.c.state: move.target, **same})
    )
    if where is not None:
        statement = statement.where(where)
    moved = connection.execute(statement).rowcount
    _count(connection, move, moved)
    return moved


def move_each(
    connection: sa.Connection,
    move: Move,
    columns: Columns,
    rows: Rows,
    same: Values = NO_VALUES,
) -> int:
    """Move single recipients, each with values of its own; how many were still in the source.

    Nobody, if the campaign has been deleted.

    Args:
        columns: those to set.
        rows: their values, and as the last one the position of the recipient. Up to 5,000 of them
            take one statement, or few.
        same: further columns to set, with the value that they get for all.
    """
    if not _begin(connection, move) or not rows:
        return 0
    among = {RECIPIENT.c.campaign_id: move.campaign_id, RECIPIENT.c.state: move.source}
    moved = update_rows(
        connection,
        [*columns, RECIPIENT.c.position],
        rows,
        among=among,
        same={RECIPIENT.c.state: move.target, **same},
    )
    _count(connection, move, moved)
    return moved


def count_anew(connection: sa.Connection, campaign_id: int) -> Mapping[RecipientState, int]:
    """The counts as the recipients themselves have them: for tests, and after an audience."""
    counted = connection.execute(
        sa.select(RECIPIENT.c.state, sa.func.count())
        .where(RECIPIENT.c.campaign_id == campaign_id)
        .group_by(RECIPIENT.c.state)
    )
    return _of_all_states(counted)


def read_counts(connection: sa.Connection, campaign_id: int) -> Mapping[RecipientState, int]:
    """The counts of all states, those with nobody included."""
    stored = connection.execute(
        sa.select(COUNT.c.state, COUNT.c.recipients).where(COUNT.c.campaign_id == campaign_id)
    )
    return _of_all_states(stored)


def store_counts(
    connection: sa.Connection, campaign_id: int, counts: Mapping[RecipientState, int]
) -> None:
    """Store the first counts of a campaign, a row for each state."""
    for state in RecipientState:
        connection.execute(
            COUNT.insert().values(
                campaign_id=campaign_id, state=state, recipients=counts.get(state, 0)
            )
        )


def _begin(connection: sa.Connection, move: Move) -> bool:
    """Check the transition, and lock the campaign; whether it is there."""
    if move.target not in RECIPIENT_TRANSITIONS[move.source]:
        raise ValueError(f"A recipient that is {move.source} cannot become {move.target}.")
    # On SQLite, a transaction that writes has the whole database for itself.
    locked = connection.execute(
        sa.select(CAMPAIGN.c.id).where(CAMPAIGN.c.id == move.campaign_id).with_for_update()
    )
    return locked.first() is not None


def _count(connection: sa.Connection, move: Move, moved: int) -> None:
    if moved == 0:
        return
    changes = sa.case((COUNT.c.state == move.target, moved), else_=-moved)
    connection.execute(
        sa.update(COUNT)
        .where(
            COUNT.c.campaign_id == move.campaign_id,
            COUNT.c.state.in_([move.source, move.target]),
        )
        .values(recipients=COUNT.c.recipients + changes)
    )


def _of_all_states(rows: Iterable[Any]) -> Mapping[RecipientState, int]:
    counts = dict.fromkeys(RecipientState, 0)
    for state, recipients in rows:
        counts[RecipientState(state)] = recipients
    return counts
