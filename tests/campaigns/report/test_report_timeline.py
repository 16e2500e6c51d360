"""When messages left and arrived, in steps that people count in."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.campaigns.report.filled import START, FilledCampaign
from tests.effort import examples
from turbosms_campaigns._report.figures import read_figures
from turbosms_campaigns._report.timeline import Timeline, is_round

if TYPE_CHECKING:
    from turbosms_campaigns._storage.database import Database

SECOND = dt.timedelta(seconds=1)
KYIV = ZoneInfo("Europe/Kyiv")


def _timeline(campaign: FilledCampaign) -> Timeline:
    timeline = read_figures(campaign.database, campaign.key).timeline
    assert timeline is not None
    return timeline


def _rows(timeline: Timeline) -> list[tuple[str, int, int, int]]:
    return [
        (f"{step.start:%d %H:%M:%S}", step.sent, step.delivered, step.undelivered)
        for step in timeline.steps
    ]


def test_what_takes_seconds_is_shown_in_seconds(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add("delivered", 4, sent_at=START, settled_at=START + 2.5 * SECOND)
    campaign.add("undelivered", 1, sent_at=START + SECOND, settled_at=START + 3 * SECOND)
    campaign.add("accepted", 2, sent_at=START + SECOND)
    timeline = _timeline(campaign)
    assert timeline.step_seconds == 1
    assert _rows(timeline) == [
        ("01 10:00:00", 4, 0, 0),
        ("01 10:00:01", 3, 0, 0),
        ("01 10:00:02", 0, 4, 0),
        ("01 10:00:03", 0, 0, 1),
    ]
    assert timeline.late_outcomes == 0
    assert timeline.last_at == START + 3 * SECOND


@pytest.mark.parametrize(
    ("lasted", "step_seconds", "first"),
    [
        (dt.timedelta(minutes=30), 60, "10:00"),
        (dt.timedelta(hours=9), 900, "10:00"),
        (dt.timedelta(days=1), 3_600, "10:00"),
        (dt.timedelta(days=9), 21_600, "06:00"),
        (dt.timedelta(days=40), 86_400, "00:00"),
        (dt.timedelta(days=400), 14 * 86_400, "00:00"),
    ],
)
def test_steps_are_round_times_in_kyiv_and_few(
    database: Database, lasted: dt.timedelta, step_seconds: int, first: str
) -> None:
    campaign = FilledCampaign(database)
    campaign.add("accepted", sent_at=START + 7 * SECOND)
    campaign.add("accepted", sent_at=START + lasted)
    timeline = _timeline(campaign)
    assert timeline.step_seconds == step_seconds
    assert f"{timeline.steps[0].start:%H:%M}" == first
    assert len(timeline.steps) <= 48
    assert timeline.steps[0].sent == timeline.steps[-1].sent == 1


def test_a_few_late_outcomes_do_not_squeeze_the_rest(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add("delivered", 990, sent_at=START, settled_at=START + 30 * SECOND)
    campaign.add("undelivered", 10, sent_at=START, settled_at=START + dt.timedelta(days=3))
    timeline = _timeline(campaign)
    assert len(timeline.steps) <= 48
    assert timeline.steps[-1].start <= START + 31 * SECOND
    assert timeline.late_outcomes == 10
    assert timeline.last_at == START + dt.timedelta(days=3)


def test_as_many_late_outcomes_as_matter_are_shown(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add("delivered", 980, sent_at=START, settled_at=START + 30 * SECOND)
    campaign.add("undelivered", 20, sent_at=START, settled_at=START + dt.timedelta(days=3))
    timeline = _timeline(campaign)
    assert timeline.late_outcomes == 0
    assert timeline.steps[-1].undelivered == 20


def test_what_was_sent_last_is_always_shown(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add("delivered", 500, sent_at=START, settled_at=START + SECOND)
    campaign.add("accepted", 1, sent_at=START + dt.timedelta(hours=5))
    assert _timeline(campaign).steps[-1].sent == 1


def test_only_who_has_a_message_was_sent_to(database: Database) -> None:
    campaign = FilledCampaign(database)
    campaign.add("refused", 5, sent_at=START, settled_at=START, code=404)
    campaign.add("unknown", 5)
    assert read_figures(database, campaign.key).timeline is None


def test_an_outcome_before_its_message_counts_in_the_first_step(database: Database) -> None:
    # The clock of the service is not ours.
    campaign = FilledCampaign(database)
    campaign.add("delivered", 3, sent_at=START, settled_at=START - dt.timedelta(hours=1))
    assert _rows(_timeline(campaign)) == [("01 10:00:00", 3, 3, 0)]


def test_the_hour_that_comes_twice_is_shown_twice(database: Database) -> None:
    # In Kyiv, clocks went back from 04:00 to 03:00 on 25 October 2026.
    first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    campaign = FilledCampaign(database)
    for half_hours in range(5):
        campaign.add("accepted", sent_at=first + half_hours * dt.timedelta(minutes=30))
    steps = [step for step in _timeline(campaign).steps if step.sent]
    clocks = [f"{step.start:%H:%M%z}" for step in steps]
    assert clocks == ["03:30+0300", "03:00+0200", "03:30+0200", "04:00+0200", "04:30+0200"]


@settings(
    max_examples=examples(15, 200), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 500),
            st.integers(0, 3_000_000_000_000),
            st.integers(-5_000_000, 2_000_000_000_000) | st.none(),
            st.booleans(),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_nobody_is_lost_between_the_steps(
    database: Database, groups: list[tuple[int, int, int | None, bool]]
) -> None:
    campaign = FilledCampaign(database, f"sale-{next(_NUMBERS)}")
    sent = outcomes = 0
    for recipients, sent_after, settled_after, is_delivered in groups:
        sent_at = START + dt.timedelta(microseconds=sent_after)
        sent += recipients
        if settled_after is None:
            campaign.add("accepted", recipients, sent_at=sent_at)
            continue
        settled_at = sent_at + dt.timedelta(microseconds=settled_after)
        state = "delivered" if is_delivered else "undelivered"
        campaign.add(state, recipients, sent_at=sent_at, settled_at=settled_at)
        outcomes += recipients
    timeline = _timeline(campaign)
    shown = sum(step.delivered + step.undelivered for step in timeline.steps)
    assert sum(step.sent for step in timeline.steps) == sent
    assert shown + timeline.late_outcomes == outcomes
    assert timeline.late_outcomes <= outcomes / 100
    assert 1 <= len(timeline.steps) <= 48
    starts = [step.start.astimezone(dt.UTC) for step in timeline.steps]
    assert starts[0] <= START + dt.timedelta(microseconds=min(group[1] for group in groups))
    lengths = {later - earlier for earlier, later in pairwise(starts)}
    assert lengths <= {timeline.step_seconds * SECOND}


_NUMBERS = iter(range(1_000_000))


@pytest.mark.parametrize(
    ("clock", "at_least", "expected"),
    [
        ((10, 15, 0), 700, True),  # the next number of people's is a quarter of an hour
        ((10, 10, 0), 700, False),
        ((10, 0, 0), 3_600, True),
        ((10, 0, 1), 1, True),
        ((0, 0, 0), 86_400, True),
        ((12, 0, 0), 86_400, False),
    ],
)
def test_round_times_are_those_that_people_expect(
    clock: tuple[int, int, int], at_least: int, expected: bool
) -> None:
    hour, minute, second = clock
    moment = dt.datetime(2026, 10, 1, hour, minute, second, tzinfo=KYIV)
    assert is_round(moment, at_least) is expected
