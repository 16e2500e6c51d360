"""A chunk belongs to a worker as long as that renews its claim, and no longer."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest

from tests.campaigns.steps import (
    SETTINGS,
    accepted,
    called,
    campaign_row,
    change,
    chunk_rows,
    claim_next,
    counts,
    events,
    lost,
    store,
    write_running,
)
from tests.kit.waiting import wait_for
from turbosms_campaigns import RecipientState
from turbosms_campaigns._sending.claiming import begin_call
from turbosms_campaigns._sending.control import cancel, pause
from turbosms_campaigns._sending.leases import Leases, relieve, relieve_chunk
from turbosms_campaigns._storage.locked_rows import lock_campaign, lock_chunk
from turbosms_campaigns._storage.tables import CHUNK

if TYPE_CHECKING:
    from turbosms_campaigns._storage.context import CampaignKey
    from turbosms_campaigns._storage.database import Database


def let_lease_end(database: Database, key: CampaignKey) -> None:
    past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    change(database, CHUNK, CHUNK.c.campaign_id == key.id, leased_until=past)


def test_a_lease_that_holds_is_respected(database: Database) -> None:
    key = write_running(database, 10)
    called(database)
    assert relieve(database, SETTINGS) == 0
    assert claim_next(database) is None
    assert chunk_rows(database, key)[0].state == "sending"


def test_a_lease_is_renewed_while_its_call_takes(database: Database) -> None:
    key = write_running(database, 10)
    leases = Leases(database, SETTINGS)
    claimed = called(database)
    let_lease_end(database, key)
    with leases.held(claimed):
        leases.renew()
        assert relieve(database, SETTINGS) == 0
    let_lease_end(database, key)
    leases.renew()
    assert relieve(database, SETTINGS) == 1, "the call is over"


def test_a_worker_does_not_take_its_own_chunk_away_while_it_calls(database: Database) -> None:
    key = write_running(database, 10)
    leases = Leases(database, SETTINGS)
    claimed = called(database)
    with leases.held(claimed):
        let_lease_end(database, key)
        assert relieve(database, SETTINGS, own=leases) == 0
        # But what another one took over meanwhile is not its own any more.
        change(database, CHUNK, CHUNK.c.campaign_id == key.id, fence=claimed.fence + 1)
        assert relieve(database, SETTINGS, own=leases) == 1


def test_a_lost_claim_is_not_renewed(database: Database) -> None:
    key = write_running(database, 10)
    leases = Leases(database, SETTINGS)
    with leases.held(called(database)):
        let_lease_end(database, key)
        assert relieve(database, SETTINGS) == 1
        leases.renew()
    assert chunk_rows(database, key)[0].leased_until is None


def test_a_chunk_that_was_called_is_in_doubt(database: Database) -> None:
    key = write_running(database, 10)
    claimed = called(database)
    let_lease_end(database, key)
    assert relieve(database, SETTINGS) == 1
    assert relieve(database, SETTINGS) == 0
    assert chunk_rows(database, key)[0].state == "in_doubt"
    assert events(database, key)[-1][0] == "chunk_in_doubt"
    again = called(database, owner="another")
    assert (again.sequence_id, again.call) == (claimed.sequence_id, claimed.call)
    assert again.was_in_doubt


def test_a_chunk_that_was_not_called_is_dissolved(database: Database) -> None:
    key = write_running(database, 10)
    claimed = claim_next(database)
    assert claimed is not None
    let_lease_end(database, key)
    assert relieve(database, SETTINGS) == 1
    assert chunk_rows(database, key)[0].state == "dissolved"
    assert counts(database, key) == {RecipientState.READY: 10}
    assert not begin_call(database, claimed), "who wakes up late may not call any more"
    another = called(database)
    assert another.call == claimed.call
    assert another.sequence_id != claimed.sequence_id


def test_who_begins_a_call_while_the_chunk_is_taken_away_may_not_call(database: Database) -> None:
    key = write_running(database, 10)
    claimed = claim_next(database)
    assert claimed is not None
    began: list[bool] = []
    caller = threading.Thread(target=lambda: began.append(begin_call(database, claimed)))
    with database.writing() as connection:
        campaign = lock_campaign(connection, key.id)
        chunk = lock_chunk(connection, claimed.key)
        assert campaign is not None
        assert chunk is not None
        caller.start()
        caller.join(0.5)
        assert not began, "it waits until it is known who may"
        relieve_chunk(connection, campaign, chunk)
    caller.join()
    assert began == [False]


def test_without_any_worker_no_lease_holds(database: Database) -> None:
    key = write_running(database, 10)
    called(database)
    assert relieve(database, SETTINGS, all_owners=True) == 1
    assert chunk_rows(database, key)[0].state == "in_doubt"


def test_a_lease_that_lies_far_ahead_is_of_before_the_clock_was_set_back(
    database: Database,
) -> None:
    key = write_running(database, 10)
    called(database)
    day = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    change(database, CHUNK, CHUNK.c.campaign_id == key.id, leased_until=day)
    assert relieve(database, SETTINGS) == 1


def test_in_a_paused_campaign_a_chunk_in_doubt_waits(database: Database) -> None:
    key = write_running(database, 10)
    called(database)
    pause(database, key)
    let_lease_end(database, key)
    relieve(database, SETTINGS)
    assert chunk_rows(database, key)[0].state == "in_doubt"
    assert claim_next(database) is None
    assert counts(database, key) == {RecipientState.SENDING: 10}


@pytest.mark.parametrize(
    ("was_called", "state"),
    [(True, RecipientState.UNKNOWN), (False, RecipientState.CANCELLED)],
)
@pytest.mark.parametrize("ended_before", [True, False])
def test_of_a_cancelled_campaign_nothing_is_called_again(
    database: Database, was_called: bool, state: RecipientState, ended_before: bool
) -> None:
    key = write_running(database, 10)
    claimed = claim_next(database)
    assert claimed is not None
    if was_called:
        begin_call(database, claimed)
    if ended_before:
        let_lease_end(database, key)
    cancel(database, key)
    if not ended_before:
        let_lease_end(database, key)
        assert relieve(database, SETTINGS) == 1
    assert counts(database, key) == {state: 10}
    assert claim_next(database) is None


def test_a_chunk_in_doubt_is_given_up_when_the_campaign_is_cancelled(database: Database) -> None:
    key = write_running(database, 10)
    store(database, called(database), lost())
    result = cancel(database, key)
    assert (result.left, result.cancelled, result.in_doubt) == (10, 0, 10)
    assert counts(database, key) == {RecipientState.UNKNOWN: 10}
    assert chunk_rows(database, key)[0].state == "given_up"
    assert campaign_row(database, key).state == "cancelled"


def test_a_renewal_at_the_same_moment_does_not_disturb_an_answer(
    postgres_database: Database,
) -> None:
    key = write_running(postgres_database, 10)
    claimed = called(postgres_database)
    stored: list[bool] = []

    def store_answer() -> None:
        stored.append(store(postgres_database, claimed, accepted(claimed.call.phones())))

    thread = threading.Thread(target=store_answer)
    with postgres_database.writing() as connection:
        renewed = CHUNK.update().where(CHUNK.c.campaign_id == key.id)
        connection.execute(renewed.values(leased_until=dt.datetime.now(dt.UTC)))
        thread.start()
        wait_for(lambda: is_anybody_waiting(postgres_database))
    thread.join()
    assert stored == [True]


def is_anybody_waiting(database: Database) -> bool:
    """For a lock."""
    with database.reading() as connection:
        waiting: int = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).scalar_one()
    return waiting > 0
