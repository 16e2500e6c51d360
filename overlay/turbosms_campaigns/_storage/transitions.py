"""Every change of a recipient's state goes through here, and takes the counts with it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from .._model.states import RecipientState


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
    values: Mapping[str, Any] | None = None,
) -> int:
    """Move all recipients that a condition selects, and set columns; how many there were."""
    raise NotImplementedError


def move_each(connection: sa.Connection, move: Move, rows: Sequence[Mapping[str, Any]]) -> int:
    """Move single recipients, each with values of its own; how many were still in the source.

    Args:
        rows: each with `position` and the columns to set. All have the same keys. Up to 5,000 of
            them take one statement, or few.
    """
    raise NotImplementedError


def count_anew(connection: sa.Connection, campaign_id: int) -> Mapping[RecipientState, int]:
    """The counts as the recipients themselves have them: for tests, and after an audience."""
    raise NotImplementedError


def read_counts(connection: sa.Connection, campaign_id: int) -> Mapping[RecipientState, int]:
    """The counts of all states, those with nobody included."""
    raise NotImplementedError
