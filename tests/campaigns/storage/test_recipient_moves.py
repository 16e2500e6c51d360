"""Recipients change their state and the counts together, or not at all."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.campaigns.drafts import write_draft
from turbosms_campaigns import RecipientState
from turbosms_campaigns._model.states import RECIPIENT_TRANSITIONS
from turbosms_campaigns._storage.campaign_rows import delete_campaign
from turbosms_campaigns._storage.tables import RECIPIENT
from turbosms_campaigns._storage.transitions import (
    Move,
    count_anew,
    move_all,
    move_each,
    read_counts,
)

if TYPE_CHECKING:
    from turbosms_campaigns._storage.context import CampaignKey
    from turbosms_campaigns._storage.database import Database

READY, SENDING, ACCEPTED = RecipientState.READY, RecipientState.SENDING, RecipientState.ACCEPTED


def recipients(database: Database, key: CampaignKey) -> list[Any]:
    statement = (
        sa.select(RECIPIENT).where(RECIPIENT.c.campaign_id == key.id).order_by(RECIPIENT.c.position)
    )
    with database.reading() as connection:
        return list(connection.execute(statement))


def counts(database: Database, key: CampaignKey) -> dict[RecipientState, int]:
    """The counts that are not zero, which are those of the recipients themselves."""
    with database.reading() as connection:
        stored = read_counts(connection, key.id)
        assert stored == count_anew(connection, key.id)
    assert set(stored) == set(RecipientState)
    return {state: number for state, number in stored.items() if number > 0}


def test_a_move_of_all_takes_those_that_are_meant(database: Database) -> None:
    key = write_draft(database, 5)
    other = write_draft(database, 5, name="other")
    with database.writing() as connection:
        moved = move_all(
            connection,
            Move(key.id, READY, SENDING),
            RECIPIENT.c.position <= 3,
            {RECIPIENT.c.chunk: 7},
        )
    assert moved == 3
    chunks = [(row.state, row.chunk) for row in recipients(database, key)]
    assert chunks == [("sending", 7)] * 3 + [("ready", None)] * 2
    assert counts(database, key) == {READY: 2, SENDING: 3}
    assert counts(database, other) == {READY: 5}


def test_a_move_of_each_sets_its_own_values(database: Database) -> None:
    moment = dt.datetime(2026, 11, 30, 9, 0, 0, 5, dt.UTC)
    key = write_draft(database, [{"state": SENDING}] * 3 + [{"state": "ready"}])
    columns = (RECIPIENT.c.message_id, RECIPIENT.c.price)
    rows = [
        ("c", Decimal("0.345678"), 3),
        ("a", None, 1),
        ("d", Decimal(1), 4),
        ("x", Decimal(1), 9),
    ]
    with database.writing() as connection:
        # The fourth is not in this state, and nobody has the ninth row.
        move = Move(key.id, SENDING, ACCEPTED)
        same = {RECIPIENT.c.sent_at: moment}
        assert move_each(connection, move, columns, rows, same=same) == 2
    found = [(row.state, row.message_id, row.price) for row in recipients(database, key)]
    assert found == [
        ("accepted", "a", None),
        ("sending", None, None),
        ("accepted", "c", Decimal("0.345678")),
        ("ready", None, None),
    ]
    assert recipients(database, key)[0].sent_at == moment
    assert counts(database, key) == {ACCEPTED: 2, SENDING: 1, READY: 1}


def test_a_whole_chunk_is_moved_at_once(database: Database) -> None:
    key = write_draft(database, [{"state": SENDING}] * 5_000)
    rows = [(f"m{row}", row) for row in range(1, 5_001)]
    with database.writing() as connection:
        move = Move(key.id, SENDING, ACCEPTED)
        assert move_each(connection, move, [RECIPIENT.c.message_id], rows) == 5_000
    found = [(row.message_id, row.position) for row in recipients(database, key)]
    assert found == rows
    assert counts(database, key) == {ACCEPTED: 5_000}


def test_a_move_of_nobody_changes_nothing(database: Database) -> None:
    key = write_draft(database, 2)
    with database.writing() as connection:
        assert move_each(connection, Move(key.id, READY, SENDING), [], []) == 0
        assert move_all(connection, Move(key.id, SENDING, ACCEPTED)) == 0
    assert counts(database, key) == {READY: 2}


def test_there_are_no_other_moves_than_the_allowed_ones(database: Database) -> None:
    key = write_draft(database, [{"state": state} for state in RecipientState])
    for source, target in itertools.product(RecipientState, repeat=2):
        move = Move(key.id, source, target)
        with database.writing() as connection:
            if target in RECIPIENT_TRANSITIONS[source]:
                assert move_all(connection, move) == 1
            else:
                with pytest.raises(ValueError, match=f"{source} cannot become {target}"):
                    move_all(connection, move)
                with pytest.raises(ValueError, match=f"{source} cannot become {target}"):
                    move_each(connection, move, [], [(1,)])
            connection.rollback()
    assert counts(database, key) == dict.fromkeys(RecipientState, 1)


def test_a_transaction_that_fails_takes_the_counts_back(database: Database) -> None:
    key = write_draft(database, 2)

    def move_and_fail() -> None:
        with database.writing() as connection:
            move_all(connection, Move(key.id, READY, SENDING))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        move_and_fail()
    assert counts(database, key) == {READY: 2}


def test_nobody_of_a_deleted_campaign_is_moved(database: Database) -> None:
    key = write_draft(database, 2)
    delete_campaign(database, key)
    with database.writing() as connection:
        assert move_all(connection, Move(key.id, READY, SENDING)) == 0
        assert move_each(connection, Move(key.id, READY, SENDING), [], [(1,)]) == 0


def test_moves_of_many_threads_in_all_directions_leave_true_counts(database: Database) -> None:
    """They would wait for each other in circles, were not the campaign locked by each."""
    key = write_draft(database, [{"state": SENDING}] * 40 + [{"state": READY}] * 40)
    failures: list[BaseException] = []

    def move_about(first: int) -> None:
        mine = RECIPIENT.c.position.between(first, first + 19)
        try:
            for _ in range(10):
                with database.writing() as connection:
                    move_all(connection, Move(key.id, READY, SENDING), mine)
                with database.writing() as connection:
                    move_all(connection, Move(key.id, SENDING, READY), mine)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=move_about, args=(first,)) for first in (1, 21, 41, 61)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert counts(database, key) == {READY: 80}
