"""What a call came to is stored once, by whoever holds the chunk."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

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
    refusal,
    store,
    write_running,
)
from turbosms_campaigns import RecipientState
from turbosms_campaigns._audience import suppression_list
from turbosms_campaigns._model.settings import Message
from turbosms_campaigns._sending.control import cancel, pause, resume
from turbosms_campaigns._storage.tables import CAMPAIGN, CHUNK
from turbosms_client import APIError, RequestNotSentError, ResultCode, Sms

if TYPE_CHECKING:
    from turbosms_campaigns._storage.context import CampaignKey
    from turbosms_campaigns._storage.database import Database

PERSONAL = Message(text="Hello {name}", sms=Sms(sender="Shop"))
NOT_SENT = RequestNotSentError("no connection", operation="message/send")


def let_time_pass(database: Database, key: CampaignKey) -> None:
    """No pause holds any more."""
    change(database, CHUNK, CHUNK.c.campaign_id == key.id, not_before=None)
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, retry_at=None)


def test_everybody_gets_what_the_answer_says(database: Database) -> None:
    key = write_running(database, 12)
    claimed = called(database)
    refused = {f"p{phone(2)}": 406, f"p{phone(3)}": 503}
    assert store(database, claimed, accepted(claimed.call.phones(), code=802, **refused))
    first, second, third = recipient_rows(database, key)[:3]
    assert (first.state, first.message_id, first.code) == ("accepted", f"id-{phone(1)}", 0)
    assert first.sent_at is not None
    assert (second.state, second.code, second.message_id) == ("refused", 406, None)
    assert (third.state, third.code) == ("refused", 503)
    assert counts(database, key) == {
        RecipientState.ACCEPTED: 8,
        RecipientState.REFUSED: 2,
        RecipientState.READY: 2,
    }
    chunk = chunk_rows(database, key)[0]
    assert (chunk.state, chunk.unsettled, chunk.leased_until) == ("done", 8, None)
    assert chunk.next_poll_at is not None
    row = campaign_row(database, key)
    assert (row.results_since, row.failures_since, row.state) == (10, 2, "running")


def test_it_is_finished_with_the_last_answer_and_not_before(database: Database) -> None:
    key = write_running(database, 20)
    first, second = called(database), called(database)
    assert due(database) == [], "nobody waits"
    store(database, first, accepted(first.call.phones()))
    assert due(database) == []
    assert campaign_row(database, key).state == "running"
    store(database, second, accepted(second.call.phones()))
    row = campaign_row(database, key)
    assert row.state == "finished"
    assert row.finished_at is not None
    assert events(database, key)[-1] == ("finished", {})


def test_a_paused_campaign_is_finished_when_it_goes_on(database: Database) -> None:
    key = write_running(database, 10)
    claimed = called(database)
    pause(database, key)
    assert store(database, claimed, accepted(claimed.call.phones()))
    assert campaign_row(database, key).state == "paused"
    resume(database, key)
    assert campaign_row(database, key).state == "finished"


def test_the_answer_of_who_lost_the_chunk_is_thrown_away(database: Database) -> None:
    key = write_running(database, 10)
    slow = called(database, owner="slow")
    change(database, CHUNK, CHUNK.c.campaign_id == key.id, state="in_doubt")
    quick = called(database, owner="quick")
    assert not store(database, slow, accepted(slow.call.phones()))
    assert counts(database, key) == {RecipientState.SENDING: 10}
    assert store(database, quick, accepted(quick.call.phones(), code=507))
    assert not store(database, slow, accepted(slow.call.phones()))
    assert counts(database, key) == {RecipientState.ACCEPTED: 10}
    assert campaign_row(database, key).results_since == 10, "once"


def test_a_lost_answer_leaves_the_chunk_in_doubt(database: Database) -> None:
    key = write_running(database, 20)
    claimed = called(database)
    store(database, claimed, lost())
    chunk = chunk_rows(database, key)[0]
    assert (chunk.state, chunk.may_have_been_sent) == ("in_doubt", True)
    assert chunk.failure == "The call ended with OutcomeUnknownError."
    assert chunk.not_before > dt.datetime.now(dt.UTC)
    assert due(database) == [], "the whole campaign waits"
    assert counts(database, key)[RecipientState.SENDING] == 10
    assert events(database, key)[-1] == (
        "chunk_in_doubt",
        {"chunk": 1, "recipients": 10, "failure": chunk.failure},
    )


def test_pauses_grow_with_failures_in_a_row_and_end_with_a_success(database: Database) -> None:
    key = write_running(database, 10)
    pauses: list[float] = []
    for _ in range(7):
        let_time_pass(database, key)
        claimed = called(database)
        before = dt.datetime.now(dt.UTC)
        store(database, claimed, NOT_SENT)
        row = campaign_row(database, key)
        pauses.append((row.retry_at - before).total_seconds())
    for waited, pause_length in zip(pauses, (*SETTINGS.retries, SETTINGS.retries[-1]), strict=True):
        assert pause_length <= waited < pause_length + 120
    let_time_pass(database, key)
    claimed = called(database)
    store(database, claimed, accepted(claimed.call.phones()))
    row = campaign_row(database, key)
    assert (row.setbacks, row.retry_at) == (0, None)


@pytest.mark.parametrize("outcome", ["not sent", 503, 106, 203])
def test_if_certainly_nothing_was_sent_the_chunk_is_dissolved(
    database: Database, outcome: str | int
) -> None:
    key = write_running(database, 10, message=Message(text="Hi", sms=Sms(sender="Shop")))
    claimed = called(database)
    answer = NOT_SENT if outcome == "not sent" else refusal(int(outcome), claimed.call.phones())
    assert store(database, claimed, answer)
    assert chunk_rows(database, key)[0].state == "dissolved"
    assert counts(database, key) == {RecipientState.READY: 10}
    row = campaign_row(database, key)
    reasons: dict[str | int, str] = {106: "refused", 203: "balance"}
    assert row.pause_reason == reasons.get(outcome)
    assert (row.state == "paused") is (outcome in reasons)
    assert (row.retry_at is not None) is (outcome not in reasons)
    if row.state == "paused":
        resume(database, key)
    let_time_pass(database, key)
    another = called(database)
    assert another.sequence_id != claimed.sequence_id
    assert another.call.phones() == claimed.call.phones()


def test_if_the_chunk_was_in_doubt_a_refusal_leaves_it_in_doubt(database: Database) -> None:
    key = write_running(database, 10)
    store(database, called(database), lost())
    for outcome in (NOT_SENT, refusal(203, [phone(1)])):
        let_time_pass(database, key)
        again = called(database)
        assert again.was_in_doubt
        store(database, again, outcome)
        assert chunk_rows(database, key)[0].state == "in_doubt"
        assert counts(database, key) == {RecipientState.SENDING: 10}
    assert campaign_row(database, key).pause_reason == "balance"
    resume(database, key)
    let_time_pass(database, key)
    again = called(database)
    store(database, again, accepted(again.call.phones(), code=507))
    assert counts(database, key) == {RecipientState.ACCEPTED: 10}


def test_what_is_settled_of_many_sends_stays_so_and_the_rest_is_asked_for(
    database: Database,
) -> None:
    people = [{"columns": f'{{"name": "{name}"}}'} for name in "ABCD"]
    key = write_running(database, people, message=PERSONAL)
    claimed = called(database)
    outcomes = {
        "0": accepted([phone(1)]),
        "1": refusal(412, [phone(2)]),
        "2": lost(),
        "3": refusal(106, [phone(4)]),
    }
    store(database, claimed, outcomes)
    assert [row.state for row in recipient_rows(database, key)] == [
        "accepted",
        "refused",
        "sending",
        "ready",
    ]
    assert chunk_rows(database, key)[0].state == "in_doubt"
    assert campaign_row(database, key).state == "paused"
    resume(database, key)
    let_time_pass(database, key)
    again = called(database)
    assert (again.key, again.sequence_id) == (claimed.key, claimed.sequence_id)
    # Whoever is ready may be in another chunk by now: repeated here, they would get two messages.
    assert again.call.sends == {"2": claimed.call.sends["2"]}
    assert again.call.method == "send_multi"
    store(database, again, accepted([phone(3)], code=507))
    assert [row.state for row in recipient_rows(database, key)] == [
        "accepted",
        "refused",
        "accepted",
        "ready",
    ]
    chunk = chunk_rows(database, key)[0]
    assert (chunk.state, chunk.unsettled) == ("done", 2)
    assert campaign_row(database, key).results_since == 1, "since it went on"


def test_a_refusal_proves_nothing_while_the_call_before_it_may_be_under_way(
    database: Database,
) -> None:
    key = write_running(database, 10)
    for _ in range(2):
        let_time_pass(database, key)
        store(database, called(database), lost())
    minutes_ago = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=31)
    # The first call is long over, the second one is not.
    change(database, CHUNK, CHUNK.c.campaign_id == key.id, first_call_at=minutes_ago)
    for expected in (RecipientState.SENDING, RecipientState.REFUSED):
        let_time_pass(database, key)
        again = called(database)
        refused = {f"p{each}": 406 for each in again.call.phones()}
        report = accepted(again.call.phones(), code=406, **refused)
        error = APIError(ResultCode(406), "", operation="message/send", report=report)
        store(database, again, error)
        assert counts(database, key) == {expected: 10}
        change(database, CHUNK, CHUNK.c.campaign_id == key.id, last_call_at=minutes_ago)


def test_who_is_on_the_stop_list_is_suppressed_for_all_campaigns(database: Database) -> None:
    other = write_running(database, 3, name="another")
    pause(database, other)
    key = write_running(database, 3)
    claimed = called(database)
    store(database, claimed, accepted(claimed.call.phones(), code=802, **{f"p{phone(2)}": 404}))
    assert suppression_list.contains(database, phone(2))
    assert recipient_rows(database, key)[1].state == "refused"
    assert recipient_rows(database, other)[1].state == "suppressed"
    assert recipient_rows(database, other)[1].reason == "stop_list"


@pytest.mark.parametrize(
    ("outcome", "expected", "chunk_state"),
    [
        ("answer", RecipientState.ACCEPTED, "done"),
        ("not sent", RecipientState.CANCELLED, "dissolved"),
        ("lost", RecipientState.UNKNOWN, "given_up"),
    ],
)
def test_the_chunk_at_hand_when_it_is_cancelled_is_settled_for_good(
    database: Database, outcome: str, expected: RecipientState, chunk_state: str
) -> None:
    key = write_running(database, 15)
    claimed = called(database)
    result = cancel(database, key)
    assert (result.left, result.cancelled, result.in_doubt) == (10, 5, 10)
    answers = {"answer": accepted(claimed.call.phones()), "not sent": NOT_SENT, "lost": lost()}
    assert store(database, claimed, answers[outcome])
    expected_counts = {RecipientState.CANCELLED: 5, expected: 10}
    if expected is RecipientState.CANCELLED:
        expected_counts = {RecipientState.CANCELLED: 15}
    assert counts(database, key) == expected_counts
    assert chunk_rows(database, key)[0].state == chunk_state
    assert campaign_row(database, key).state == "cancelled"
    assert claim_next(database) is None


def test_a_deleted_campaign_takes_its_answer_with_it(database: Database) -> None:
    key = write_running(database, 10)
    claimed = called(database)
    with database.writing() as connection:
        connection.execute(CAMPAIGN.delete().where(CAMPAIGN.c.id == key.id))
    assert not store(database, claimed, accepted(claimed.call.phones()))


def test_prices_that_may_have_been_paid_stay_reserved(database: Database) -> None:
    message = Message(text="Hi", sms=Sms(sender="Shop"), prices={"sms": Decimal("0.5")})
    key = write_running(database, 10, message=message)
    claimed = called(database)
    report = accepted(claimed.call.phones()[:8], code=802, **{f"p{phone(1)}": 406})
    # Two are not mentioned.
    store(database, claimed, report)
    assert counts(database, key) == {
        RecipientState.ACCEPTED: 7,
        RecipientState.REFUSED: 1,
        RecipientState.UNKNOWN: 2,
    }
    assert campaign_row(database, key).cost_reserved == Decimal("4.5")
