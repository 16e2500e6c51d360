"""Claiming a chunk: who is in it, what stays the same, and every limit."""

from __future__ import annotations

import datetime as dt
import threading
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tests.campaigns.drafts import phone
from tests.campaigns.steps import (
    SETTINGS,
    accepted,
    called,
    campaign_row,
    change,
    chunk_rows,
    claim_next,
    counts,
    due,
    events,
    lost,
    recipient_rows,
    store,
    write_running,
)
from turbosms_campaigns import Limits, RecipientState
from turbosms_campaigns._audience import suppression_list
from turbosms_campaigns._model.settings import Message
from turbosms_campaigns._model.worker_settings import SEQUENCE_ID_AGE, WorkerSettings
from turbosms_campaigns._sending.claiming import Claimant, begin_call, claim
from turbosms_campaigns._sending.control import pause, resume
from turbosms_campaigns._sending.frozen_calls import FrozenCall
from turbosms_campaigns._storage.tables import CAMPAIGN, CHUNK, CLOCK, RECIPIENT
from turbosms_client import Sms

if TYPE_CHECKING:
    from turbosms_campaigns._storage.database import Database

PRICED = Message(text="Hello", sms=Sms(sender="Shop"), prices={"sms": Decimal("0.5")})
PERSONAL = Message(text="Hello {name}", sms=Sms(sender="Shop"))
PEOPLE = 30


def phones(*positions: int) -> list[str]:
    return [phone(position) for position in positions]


def test_chunks_take_those_who_are_ready_in_the_order_of_the_table(database: Database) -> None:
    states = [RecipientState.READY, RecipientState.SUPPRESSED, RecipientState.READY]
    key = write_running(database, [{"state": state} for state in states * 6])
    first = called(database)
    assert first.call.phones() == phones(1, 3, 4, 6, 7, 9, 10, 12, 13, 15)
    second = called(database)
    assert second.call.phones() == phones(16, 18)
    assert claim_next(database) is None
    assert counts(database, key) == {RecipientState.SUPPRESSED: 6, RecipientState.SENDING: 12}
    assert {row.tries for row in recipient_rows(database, key)} == {0, 1}


def test_number_and_body_are_stored_before_anything_is_called(database: Database) -> None:
    key = write_running(database)
    open_chunk = due(database)[0]
    number = chunk_rows(database, key)[0].sequence_id
    assert len(number) == 32
    claimed = claim(database, open_chunk, Claimant("worker", SETTINGS), Decimal(1))
    assert claimed is not None
    row = chunk_rows(database, key)[0]
    assert (claimed.sequence_id, row.sequence_id) == (number, number)
    assert FrozenCall.from_bytes(row.body) == claimed.call
    assert claimed.call.sends["0"]["sms"] == {"sender": "Shop", "text": "Hello"}
    assert (row.state, row.calls, row.may_have_been_sent) == ("sending", 0, False)
    assert begin_call(database, claimed)
    row = chunk_rows(database, key)[0]
    assert (row.calls, row.may_have_been_sent) == (1, True)
    assert row.first_call_at is not None


def test_equal_texts_are_one_send(database: Database) -> None:
    names = ["Olena", "Ivan", "Olena", "Petro"]
    write_running(
        database, [{"columns": f'{{"name": "{name}"}}'} for name in names], message=PERSONAL
    )
    claimed = called(database)
    assert claimed.is_personal
    assert claimed.call.method == "send_multi"
    assert [(send["sms"]["text"], send["recipients"]) for send in claimed.call.sends.values()] == [
        ("Hello Olena", phones(1, 3)),
        ("Hello Ivan", phones(2)),
        ("Hello Petro", phones(4)),
    ]


def test_a_chunk_has_at_most_1000_texts(database: Database) -> None:
    people = [{"columns": f'{{"name": "{index}"}}'} for index in range(1010)]
    write_running(database, people, message=PERSONAL)
    settings = WorkerSettings()
    assert len(called(database, settings=settings).call.sends) == 1000
    assert len(called(database, settings=settings).call.sends) == 10


def test_two_workers_never_share_a_recipient_or_a_chunk(database: Database) -> None:
    key = write_running(database, 200)
    keys = due(database, ahead=20)
    assert len(keys) == 20
    taken: list[str] = []
    begin = threading.Barrier(4)

    def work(owner: str) -> None:
        begin.wait()
        for chunk in keys:
            claimed = claim(database, chunk, Claimant(owner, SETTINGS), Decimal(1))
            if claimed is not None:
                taken.extend(claimed.call.phones())

    threads = [threading.Thread(target=work, args=(f"worker {index}",)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == phones(*range(1, 201))
    assert counts(database, key) == {RecipientState.SENDING: 200}
    assert {row.fence for row in chunk_rows(database, key)} == {1}


def test_who_was_suppressed_while_not_ready_is_left_out(database: Database) -> None:
    key = write_running(database, 3)
    # As if it had been in a chunk that was dissolved since.
    suppression_list.add(database, ["380501111111"], reason="reply", source="a test")
    change(database, RECIPIENT, RECIPIENT.c.position == 2, phone="380501111111")
    assert called(database).call.phones() == phones(1, 3)
    assert recipient_rows(database, key)[1].reason == "reply"
    assert counts(database, key) == {RecipientState.SUPPRESSED: 1, RecipientState.SENDING: 2}


def test_whoever_comes_in_their_place_is_looked_at_as_well(database: Database) -> None:
    key = write_running(database, 25)
    for position, number in ((2, "380501111111"), (11, "380502222222")):
        suppression_list.add(database, [number], reason="reply", source="a test")
        change(database, RECIPIENT, RECIPIENT.c.position == position, phone=number)
    assert called(database).call.phones() == phones(1, *range(3, 11), 12)
    assert counts(database, key)[RecipientState.SUPPRESSED] == 2


def test_nothing_begins_while_it_is_paused_or_before_its_time(database: Database) -> None:
    key = write_running(database)
    keys = due(database)
    pause(database, key)
    assert due(database) == []
    assert claim(database, keys[0], Claimant("worker", SETTINGS), Decimal(1)) is None
    resume(database, key)
    now = dt.datetime.now(dt.UTC)
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, start_at=now + dt.timedelta(hours=1))
    assert due(database) == []
    assert claim(database, keys[0], Claimant("worker", SETTINGS), Decimal(1)) is None
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, start_at=now - dt.timedelta(hours=1))
    assert claim_next(database) is not None


def test_nothing_begins_outside_the_window_not_even_a_repeat(database: Database) -> None:
    wall = dt.datetime.now(ZoneInfo("Europe/Kyiv"))
    earlier = (wall - dt.timedelta(hours=2)).time().replace(second=0, microsecond=0)
    before = (wall - dt.timedelta(hours=1)).time().replace(second=0, microsecond=0)
    key = write_running(database)
    store(database, called(database), lost())
    change(database, CHUNK, CHUNK.c.campaign_id == key.id, not_before=None)
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, retry_at=None)
    assert len(due(database)) == 2
    keys = due(database)
    closed = {"window_start": _minutes(earlier), "window_end": _minutes(before)}
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, **closed)
    assert due(database) == []
    for chunk in keys:
        assert claim(database, chunk, Claimant("worker", SETTINGS), Decimal(1)) is None
    opened = {"window_start": _minutes(earlier), "window_end": _minutes(earlier)}
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, **opened)
    assert len(due(database)) == 2


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def test_with_a_rate_a_chunk_is_a_quarter_of_a_minute(database: Database) -> None:
    key = write_running(database, limits=Limits(rate=32))
    assert len(called(database).call.phones()) == 8
    free_at = campaign_row(database, key).rate_free_at
    assert abs(free_at - dt.datetime.now(dt.UTC) - dt.timedelta(seconds=15)) < dt.timedelta(
        seconds=10
    )
    assert claim_next(database) is None
    # A worker that is a little late does not slow the rate down.
    late = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, rate_free_at=late)
    assert claim_next(database) is not None
    assert campaign_row(database, key).rate_free_at == late + dt.timedelta(seconds=15)


def test_a_slow_rate_is_kept_one_by_one(database: Database) -> None:
    key = write_running(database, limits=Limits(rate=2))
    assert len(called(database).call.phones()) == 1
    in_between = campaign_row(database, key).rate_free_at - dt.datetime.now(dt.UTC)
    assert in_between > dt.timedelta(seconds=20)


def test_max_cost_is_never_passed(database: Database) -> None:
    limits = Limits(max_cost=Decimal(6))
    key = write_running(database, message=PRICED, limits=limits)
    first = called(database)
    assert len(first.call.phones()) == 10
    assert campaign_row(database, key).cost_reserved == 5
    assert len(called(database).call.phones()) == 2, "as many as are covered"
    assert claim_next(database) is None
    row = campaign_row(database, key)
    assert (row.state, row.pause_reason, row.cost_reserved) == ("paused", "max_cost", 6)
    assert events(database, key)[-1] == ("paused", {"reason": "max_cost"})


def test_money_that_was_not_spent_is_free_again(database: Database) -> None:
    key = write_running(database, message=PRICED, limits=Limits(max_cost=Decimal(5)))
    first = called(database)
    store(database, first, accepted(first.call.phones(), code=802, **{f"p{phone(1)}": 406}))
    assert campaign_row(database, key).cost_reserved == Decimal("4.5")
    assert called(database).call.phones() == phones(11)


@pytest.mark.parametrize(
    ("message", "balance", "pauses"),
    [
        (PRICED, "4.99", True),
        (PRICED, "5", False),
        (None, "0", True),
        (None, "-1", True),
        (None, "0.01", False),
    ],
)
def test_it_pauses_if_the_balance_does_not_cover_a_chunk(
    database: Database, message: Message | None, balance: str, pauses: bool
) -> None:
    key = write_running(database, message=message)
    claimed = claim_next(database, balance=Decimal(balance))
    row = campaign_row(database, key)
    assert (claimed is None) is pauses
    assert row.balance == Decimal(balance)
    assert (row.state, row.pause_reason) == (("paused", "balance") if pauses else ("running", None))
    assert counts(database, key)[RecipientState.READY] == PEOPLE - 10 * (not pauses)


def test_a_low_balance_is_told_once_until_it_was_enough(database: Database) -> None:
    key = write_running(database, 60, message=PRICED)
    for balance in (60, 49, 40, 51, 45):
        assert claim_next(database, balance=Decimal(balance)) is not None
    told = [details for kind, details in events(database, key) if kind == "low_balance"]
    assert told == [
        {"balance": "49", "needed": "50.0"},
        {"balance": "45", "needed": "50.0"},
    ]


@pytest.mark.parametrize(
    ("results", "failures", "pauses"),
    [(99, 99, False), (100, 19, False), (100, 20, True), (1000, 199, False), (1000, 200, True)],
)
def test_it_pauses_by_itself_after_too_many_failures(
    database: Database, results: int, failures: int, pauses: bool
) -> None:
    key = write_running(database)
    figures = {"results_since": results, "failures_since": failures}
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, **figures)
    assert (claim_next(database) is None) is pauses
    row = campaign_row(database, key)
    assert row.pause_reason == ("failures" if pauses else None)
    if pauses:
        resume(database, key)
        assert claim_next(database) is not None, "failures count from here again"


def test_without_max_failures_it_goes_on(database: Database) -> None:
    key = write_running(database, limits=Limits(max_failures=None))
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, results_since=1000, failures_since=1000)
    assert claim_next(database) is not None


def test_a_chunk_in_doubt_is_taken_over_unchanged(database: Database) -> None:
    key = write_running(database, 12)
    first = called(database)
    store(database, first, lost())
    change(database, CHUNK, CHUNK.c.campaign_id == key.id, not_before=None)
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, retry_at=None)
    again = called(database, owner="another", balance=Decimal(0))
    assert again.key == first.key
    assert (again.sequence_id, again.call) == (first.sequence_id, first.call)
    assert (first.was_in_doubt, again.was_in_doubt) == (False, True)
    assert again.fence > first.fence
    assert chunk_rows(database, key)[0].calls == 2


def test_who_lost_a_chunk_may_not_call_any_more(database: Database) -> None:
    key = write_running(database)
    claimed = claim_next(database)
    assert claimed is not None
    change(database, CHUNK, CHUNK.c.campaign_id == key.id, fence=claimed.fence + 1)
    assert not begin_call(database, claimed)
    row = chunk_rows(database, key)[0]
    assert (row.calls, row.may_have_been_sent) == (0, False)


@pytest.mark.parametrize("too_old", [False, True])
def test_a_number_that_is_too_old_is_never_called_again(database: Database, too_old: bool) -> None:
    key = write_running(database, 10)
    store(database, called(database), lost())
    minute = dt.timedelta(minutes=1)
    age = SEQUENCE_ID_AGE + minute if too_old else SEQUENCE_ID_AGE - minute
    change(
        database,
        CHUNK,
        CHUNK.c.campaign_id == key.id,
        first_call_at=dt.datetime.now(dt.UTC) - age,
        not_before=None,
    )
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, retry_at=None)
    claimed = claim_next(database)
    if not too_old:
        assert claimed is not None
        return
    assert claimed is None
    assert chunk_rows(database, key)[0].state == "given_up"
    assert counts(database, key) == {RecipientState.UNKNOWN: 10}
    assert campaign_row(database, key).state == "finished"
    assert ("chunk_given_up", {"chunk": 1, "recipients": 10}) in events(database, key)


def test_a_clock_that_is_set_back_makes_no_number_younger(database: Database) -> None:
    key = write_running(database, 10)
    store(database, called(database), lost())
    days = dt.timedelta(days=14)
    # The clock said so while the chunk was called, and has been set back since; 14 days have
    # passed in all, as workers have seen.
    now = dt.datetime.now(dt.UTC)
    change(database, CHUNK, CHUNK.c.campaign_id == key.id, first_call_at=now, not_before=None)
    change(database, CLOCK, CLOCK.c.id == 1, seen_at=now + days, steady_time=now + days)
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, retry_at=None)
    assert claim_next(database) is None
    assert counts(database, key) == {RecipientState.UNKNOWN: 10}


def test_times_that_lie_far_ahead_since_the_clock_was_set_back_hold_nobody_up(
    database: Database,
) -> None:
    key = write_running(database, 20, limits=Limits(rate=600))
    store(database, called(database), lost())
    # A pause of seconds that was set an hour ago, by the clock as it is now.
    hour = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    change(database, CHUNK, CHUNK.c.campaign_id == key.id, not_before=hour)
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, retry_at=hour, rate_free_at=hour)
    assert len(due(database)) == 2
    assert claim_next(database) is not None
    assert claim_next(database) is not None
