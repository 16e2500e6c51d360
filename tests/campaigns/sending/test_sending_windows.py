"""When a window is open, also in the nights when the clocks change."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from turbosms_campaigns import Window
from turbosms_campaigns._model.windows import is_open, next_opening

KYIV = ZoneInfo("Europe/Kyiv")
DAY = Window(dt.time(9), dt.time(21))
NIGHT = Window(dt.time(22), dt.time(6))
MINUTE = dt.timedelta(minutes=1)

times = st.times().map(lambda time: time.replace(second=0, microsecond=0))
windows = st.builds(Window, times, times)
# The nights in which the clocks of Kyiv change, and the days around them.
nights = st.sampled_from(
    [dt.datetime(2026, 3, 28, tzinfo=dt.UTC), dt.datetime(2026, 10, 24, tzinfo=dt.UTC)]
)
moments = st.builds(
    lambda night, hours: night + dt.timedelta(hours=hours), nights, st.floats(0, 72)
)


def kyiv(text: str, *, fold: int = 0) -> dt.datetime:
    """A time in Kyiv, in UTC: Python compares no others where one hour comes twice."""
    moment = dt.datetime.fromisoformat(text).replace(tzinfo=KYIV, fold=fold)
    return moment.astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-06-01 08:59:59.999999", False),
        ("2026-06-01 09:00", True),
        ("2026-06-01 20:59:59.999999", True),
        ("2026-06-01 21:00", False),
        ("2026-01-01 09:00", True),
        ("2026-01-01 08:59", False),
    ],
)
def test_a_window_is_open_from_its_start_to_before_its_end(moment: str, expected: bool) -> None:
    assert is_open(DAY, kyiv(moment)) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("2026-06-01 22:00", True), ("2026-06-02 05:59", True), ("2026-06-02 06:00", False)],
)
def test_a_window_over_midnight_ends_on_the_next_day(moment: str, expected: bool) -> None:
    assert is_open(NIGHT, kyiv(moment)) is expected


def test_without_a_window_and_with_one_of_a_whole_day_it_is_always_open() -> None:
    for window in (None, Window(dt.time(9), dt.time(9))):
        assert is_open(window, kyiv("2026-06-01 03:00"))
        assert next_opening(window, kyiv("2026-06-01 03:00")) == kyiv("2026-06-01 03:00")


def test_the_next_opening_is_today_or_tomorrow() -> None:
    assert next_opening(DAY, kyiv("2026-06-01 03:00")) == kyiv("2026-06-01 09:00")
    assert next_opening(DAY, kyiv("2026-06-01 21:00")) == kyiv("2026-06-02 09:00")
    assert next_opening(DAY, kyiv("2026-06-01 12:00:00.5")) == kyiv("2026-06-01 12:00:00.5")


def test_the_morning_after_the_clocks_change_it_opens_by_the_new_time() -> None:
    # On 29 March, 21:00 to 09:00 takes an hour less; on 25 October an hour more.
    for evening, hours in (("2026-03-28 21:00", 11), ("2026-10-24 21:00", 13)):
        opening = next_opening(DAY, kyiv(evening))
        assert opening - kyiv(evening) == dt.timedelta(hours=hours)


def test_a_start_that_the_clocks_skip_is_when_they_have_skipped_it() -> None:
    # 03:00 to 04:00 does not exist.
    window = Window(dt.time(3, 30), dt.time(5))
    assert next_opening(window, kyiv("2026-03-29 01:00")) == kyiv("2026-03-29 04:00")


def test_a_window_in_the_hour_that_comes_twice_opens_twice() -> None:
    window = Window(dt.time(3, 10), dt.time(3, 20))
    first = kyiv("2026-10-25 03:10", fold=0)
    second = kyiv("2026-10-25 03:10", fold=1)
    assert next_opening(window, kyiv("2026-10-25 01:00")) == first
    assert next_opening(window, first + 10 * MINUTE) == second


@settings(max_examples=examples(60, 1000))
@given(windows, moments)
def test_nothing_is_open_before_the_next_opening(window: Window, moment: dt.datetime) -> None:
    opening = next_opening(window, moment)
    assert is_open(window, opening)
    assert moment <= opening <= moment + dt.timedelta(days=2)
    # Windows begin at whole minutes, so it is enough to look at those.
    between = moment
    while between < opening:
        assert not is_open(window, between)
        between = between.replace(second=0, microsecond=0) + MINUTE
