"""How far a campaign is, by the counters in the database."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from tests.campaigns.report.filled import START, FilledCampaign, add_worker
from turbosms_campaigns import (
    CampaignNotFoundError,
    CampaignState,
    PauseReason,
    Progress,
    RecipientState,
)
from turbosms_campaigns._report.events import event_in_words
from turbosms_campaigns._report.progress import read_progress

if TYPE_CHECKING:
    from turbosms_campaigns._storage.database import Database

MINUTE = dt.timedelta(minutes=1)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _progress(campaign: FilledCampaign) -> Progress:
    return read_progress(campaign.database, campaign.key)


def test_every_state_has_a_count_and_they_add_up(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add("delivered", 3)
    campaign.add("invalid", 2, phone=None, input="no number")
    FilledCampaign(database, "another").add("delivered", 50)
    progress = _progress(campaign)
    assert set(progress.counts) == set(RecipientState)
    present = {state.value: count for state, count in progress.counts.items() if count}
    assert present == {"delivered": 3, "invalid": 2}
    assert progress.rows == 5


def test_state_money_and_times_are_those_of_the_campaign(database: Database) -> None:
    campaign = FilledCampaign(
        database,
        state="paused",
        pause_reason="balance",
        cost_spent=Decimal("12.345678"),
        cost_reserved=Decimal("0.5"),
        balance=Decimal(7),
        started_at=START + MINUTE,
    )
    progress = _progress(campaign)
    assert progress.name == "sale"
    assert progress.state is CampaignState.PAUSED
    assert progress.pause_reason is PauseReason.BALANCE
    assert (progress.spent, progress.reserved) == (Decimal("12.345678"), Decimal("0.5"))
    assert progress.balance == 7
    assert progress.created_at == START
    assert progress.started_at == START + MINUTE
    assert progress.finished_at is None
    assert progress.created_at.isoformat() == "2026-10-01T10:00:00+03:00"


@pytest.mark.parametrize(
    "limits",
    [
        {"start_at": dt.timedelta(days=2)},
        {"rate": 60, "rate_free_at": dt.timedelta(seconds=90)},
        {"retry_at": dt.timedelta(minutes=4), "setbacks": 4},
    ],
    ids=", ".join,
)
def test_it_waits_for_the_start_the_rate_and_the_service(
    database: Database, limits: dict[str, Any]
) -> None:
    now = _now()
    times: dict[str, Any] = {
        name: now + value if isinstance(value, dt.timedelta) else value
        for name, value in limits.items()
    }
    campaign = FilledCampaign(database, **times)
    latest = max(value for value in times.values() if isinstance(value, dt.datetime))
    assert _progress(campaign).waits_until == latest


def test_it_waits_for_its_window(database: Database) -> None:
    # A minute that has just passed in Kyiv: it comes again tomorrow.
    passed = (_now() - 2 * MINUTE).astimezone(ZoneInfo("Europe/Kyiv"))
    minute = passed.hour * 60 + passed.minute
    campaign = FilledCampaign(database, window_start=minute, window_end=(minute + 1) % 1440)
    waits_until = _progress(campaign).waits_until
    assert waits_until is not None
    assert waits_until > _now()
    assert (waits_until.hour, waits_until.minute) == (passed.hour, passed.minute)


@pytest.mark.parametrize("state", ["draft", "paused", "finished", "cancelled"])
def test_only_what_runs_waits(database: Database, state: str) -> None:
    campaign = FilledCampaign(database, state=state, start_at=_now() + 60 * MINUTE)
    assert _progress(campaign).waits_until is None


def test_nothing_to_wait_for_is_no_time(database: Database) -> None:
    campaign = FilledCampaign(database, start_at=_now() - MINUTE, rate_free_at=_now() - MINUTE)
    assert _progress(campaign).waits_until is None


def test_the_rate_counts_what_began_in_the_last_five_minutes(database: Database) -> None:
    now = _now()
    campaign = FilledCampaign(database, started_at=now - 60 * MINUTE)
    campaign.add_chunk(recipients=50_000, first_call_at=now - 20 * MINUTE)
    campaign.add_chunk(recipients=700, first_call_at=now - 4 * MINUTE)
    campaign.add_chunk(recipients=300, first_call_at=now - MINUTE)
    campaign.add_chunk(recipients=900, state="dissolved")  # never called
    assert _progress(campaign).rate_measured == pytest.approx(200)


def test_the_rate_of_a_young_campaign_is_by_its_age(database: Database) -> None:
    now = _now()
    campaign = FilledCampaign(database, started_at=now - 2 * MINUTE)
    campaign.add_chunk(recipients=500, first_call_at=now - MINUTE)
    # The test may be slow, so that more than two minutes have passed.
    assert 100 < (_progress(campaign).rate_measured or 0) <= 250


def test_the_first_seconds_are_not_taken_for_a_minute_each(database: Database) -> None:
    now = _now()
    campaign = FilledCampaign(database, started_at=now)
    campaign.add_chunk(recipients=500, first_call_at=now)
    assert 100 < (_progress(campaign).rate_measured or 0) <= 500


@pytest.mark.parametrize(("state", "rate"), [("running", 0), ("finished", None), ("draft", None)])
def test_without_recent_chunks_there_is_a_rate_only_while_it_runs(
    database: Database, state: str, rate: float | None
) -> None:
    started_at = None if state == "draft" else _now() - 60 * MINUTE
    campaign = FilledCampaign(database, state=state, started_at=started_at)
    assert _progress(campaign).rate_measured == rate


def test_chunks_in_doubt_are_those_of_the_campaign(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add_chunk(state="in_doubt")
    campaign.add_chunk(state="in_doubt")
    campaign.add_chunk(state="done")
    FilledCampaign(database, "another").add_chunk(state="in_doubt")
    assert _progress(campaign).chunks_in_doubt == 2


def test_workers_that_are_silent_or_have_ended_do_not_count(database: Database) -> None:
    campaign = FilledCampaign(database)
    add_worker(database, "alive", _now())
    add_worker(database, "alive, too", _now() - MINUTE / 4)
    add_worker(database, "silent", _now() - 2 * MINUTE)
    add_worker(database, "ended", _now(), ended_at=_now())
    assert _progress(campaign).workers == 2


def test_the_last_events_come_in_their_order(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add_event("created")
    for minute in range(6):
        campaign.add_event("resumed", START + minute * MINUTE)
    campaign.add_event("finished", START + 9 * MINUTE)
    FilledCampaign(database, "another").add_event("cancelled")
    events = _progress(campaign).events
    assert [event.kind for event in events] == ["resumed"] * 4 + ["finished"]
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert events[-1].at == START + 9 * MINUTE
    assert events[-1].text == "Finished: nobody is left to send to"


def test_a_deleted_campaign_is_not_found(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.remove()
    with pytest.raises(CampaignNotFoundError, match="sale") as raised:
        _progress(campaign)
    assert raised.value.name == "sale"


@pytest.mark.parametrize(
    ("kind", "details", "words"),
    [
        ("created", {}, "Created"),
        ("paused", {"reason": "user"}, "Paused by a person"),
        (
            "paused",
            {"reason": "failures"},
            "Paused, since too many recipients failed",
        ),
        ("paused", {"reason": "a later one"}, "Paused: a later one"),
        ("retried", {"ready": 1200}, "Another attempt for 1,200 recipients"),
        (
            "limits_changed",
            {"rate": 600, "window": None},
            "Changed: the rate is 600, the window is none",
        ),
        (
            "low_balance",
            {"balance": "3.50", "needed": "40.00"},
            "The balance is low: 3.50 UAH, and the next ten chunks may cost 40.00 UAH",
        ),
        (
            "chunk_in_doubt",
            {"chunk": 7, "recipients": 5000, "failure": "The connection was lost"},
            "The outcome of chunk 7 is in doubt: The connection was lost",
        ),
        (
            "chunk_given_up",
            {"chunk": 7, "recipients": 5000},
            "Chunk 7 was given up: it cannot be known what became of 5,000 recipients",
        ),
        ("of a later version", {"any": 1}, "of a later version"),
    ],
)
def test_events_are_told_in_words(kind: str, details: dict[str, Any], words: str) -> None:
    assert event_in_words(kind, details) == words
