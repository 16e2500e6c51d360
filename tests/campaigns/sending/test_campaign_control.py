"""What people do to a campaign, and in which states they may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.campaigns.drafts import phone, write_draft
from tests.campaigns.steps import (
    accepted,
    called,
    campaign_row,
    change,
    counts,
    due,
    events,
    recipient_rows,
    store,
    write_running,
)
from turbosms_campaigns import (
    CampaignNotFoundError,
    CampaignState,
    InvalidCampaignError,
    RecipientState,
    WrongStateError,
)
from turbosms_campaigns._sending.control import cancel, pause, resume, retry_failed, start
from turbosms_campaigns._storage.context import CampaignKey
from turbosms_campaigns._storage.tables import CAMPAIGN, RECIPIENT, ROW_PROBLEM

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_campaigns._storage.database import Database

ACTIONS: dict[str, tuple[Callable[[Database, CampaignKey], Any], set[CampaignState]]] = {
    "start": (start, {CampaignState.DRAFT}),
    "pause": (pause, {CampaignState.RUNNING}),
    "resume": (resume, {CampaignState.PAUSED}),
    "retry": (
        lambda database, key: retry_failed(database, key, undelivered=False),
        {CampaignState.FINISHED},
    ),
    # Last, since nobody is ready after it.
    "cancel": (cancel, {CampaignState.DRAFT, CampaignState.RUNNING, CampaignState.PAUSED}),
}


def test_each_action_has_its_states(database: Database) -> None:
    key = write_draft(database)
    for act, states in ACTIONS.values():
        for state in set(CampaignState) - states:
            change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, state=state)
            before = (campaign_row(database, key), recipient_rows(database, key))
            with pytest.raises(WrongStateError, match=f"sale is {state}: only") as caught:
                act(database, key)
            assert caught.value.state is state
            assert (campaign_row(database, key), recipient_rows(database, key)) == before
    for act, states in ACTIONS.values():
        for state in states:
            change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, state=state)
            act(database, key)


def test_a_campaign_that_was_deleted_is_not_found(database: Database) -> None:
    for act, _ in ACTIONS.values():
        with pytest.raises(CampaignNotFoundError):
            act(database, CampaignKey(7, "sale"))


def test_a_start_is_noted_with_its_time(database: Database) -> None:
    key = write_draft(database)
    start(database, key)
    row = campaign_row(database, key)
    assert (row.state, row.started_at is not None) == ("running", True)
    assert events(database, key) == [("started", {})]


def test_nobody_to_send_to_is_no_start(database: Database) -> None:
    key = write_draft(database, [{"state": RecipientState.SUPPRESSED}])
    with pytest.raises(InvalidCampaignError, match="Nobody in sale is ready") as caught:
        start(database, key)
    assert caught.value.parameter == "recipients"
    assert campaign_row(database, key).state == "draft"


def test_rows_that_cannot_be_sent_are_no_start(database: Database) -> None:
    key = write_draft(database, 30)
    with database.writing() as connection:
        for position in range(1, 26):
            connection.execute(
                ROW_PROBLEM.insert().values(
                    campaign_id=key.id,
                    position=position,
                    column_name="name",
                    problem="name is empty.",
                )
            )
    with pytest.raises(InvalidCampaignError, match=r"25 rows .* row 1: name is empty") as caught:
        start(database, key)
    assert caught.value.row_count == 25
    assert [problem.row for problem in caught.value.rows] == list(range(1, 21))
    assert campaign_row(database, key).state == "draft"


def test_pause_and_resume_say_who_and_count_failures_anew(database: Database) -> None:
    key = write_running(database)
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, failures_since=7, results_since=9)
    pause(database, key)
    row = campaign_row(database, key)
    assert (row.state, row.pause_reason, row.failures_since) == ("paused", "user", 7)
    resume(database, key)
    row = campaign_row(database, key)
    assert (row.state, row.pause_reason) == ("running", None)
    assert (row.failures_since, row.results_since) == (0, 0)
    assert events(database, key) == [
        ("started", {}),
        ("paused", {"reason": "user"}),
        ("resumed", {}),
    ]


def test_a_cancelled_draft_reaches_nobody(database: Database) -> None:
    key = write_draft(database, [{}, {}, {"state": RecipientState.INVALID}])
    result = cancel(database, key)
    assert (result.left, result.cancelled, result.in_doubt) == (0, 2, 0)
    assert counts(database, key) == {RecipientState.CANCELLED: 2, RecipientState.INVALID: 1}
    assert due(database) == []


def test_cancelling_says_who_had_been_reached(database: Database) -> None:
    key = write_running(database, 25)
    first = called(database)
    store(database, first, accepted(first.call.phones(), code=802, **{f"p{phone(1)}": 406}))
    pause(database, key)
    result = cancel(database, key)
    assert (result.left, result.cancelled, result.in_doubt) == (9, 15, 0)
    assert counts(database, key) == {
        RecipientState.ACCEPTED: 9,
        RecipientState.REFUSED: 1,
        RecipientState.CANCELLED: 15,
    }


FAILED: list[tuple[str, dict[str, Any], bool]] = [
    ("refused", {"code": 503}, True),
    ("refused", {"code": 504}, True),
    ("refused", {"code": 404}, False),
    ("refused", {"code": 406}, False),
    ("undelivered", {"status": "Expired"}, True),
    ("undelivered", {"status": "Undelivered"}, True),
    ("undelivered", {"status": "Failed"}, True),
    ("undelivered", {"status": "Rejected"}, False),
    ("undelivered", {"status": "Unknown"}, False),
    ("undelivered", {"status": "Cancelled"}, False),
    ("unknown", {}, False),
    ("delivered", {"status": "Delivered"}, False),
    ("accepted", {"status": "Sent"}, False),
    ("suppressed", {}, False),
]


@pytest.mark.parametrize("undelivered", [False, True])
def test_a_retry_is_for_those_whom_it_can_reach(database: Database, undelivered: bool) -> None:
    rows = [
        {"state": RecipientState(state), "message_id": f"m{index}", "chunk": 1, **values}
        for index, (state, values, _) in enumerate(FAILED)
    ]
    key = write_draft(database, rows)
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, state="finished", setbacks=3)
    result = retry_failed(database, key, undelivered=undelivered)
    chosen = {
        position
        for position, (state, _, helps) in enumerate(FAILED, 1)
        if helps and (undelivered or state == "refused")
    }
    after = recipient_rows(database, key)
    assert {row.position for row in after if row.state == "ready"} == chosen
    assert (result.ready, result.left_out) == (len(chosen), 10 - len(chosen))
    for row in after:
        if row.state == "ready":
            assert (row.code, row.message_id, row.status, row.chunk) == (None, None, None, None)
        else:
            assert row.message_id is not None
    assert (campaign_row(database, key).state, campaign_row(database, key).setbacks) == (
        "running",
        0,
    )
    assert events(database, key)[-1] == ("retried", {"ready": len(chosen)})
    assert called(database).call.phones() == [phone(position) for position in sorted(chosen)]


def test_a_retry_for_nobody_changes_nothing(database: Database) -> None:
    key = write_draft(database, [{"state": RecipientState.REFUSED, "code": 406}])
    change(database, CAMPAIGN, CAMPAIGN.c.id == key.id, state="finished")
    result = retry_failed(database, key, undelivered=True)
    assert (result.ready, result.left_out) == (0, 1)
    assert campaign_row(database, key).state == "finished"
    change(database, RECIPIENT, RECIPIENT.c.campaign_id == key.id, code=503)
    assert retry_failed(database, key, undelivered=False).ready == 1
