"""The virtual clock.

It never goes back, whatever real time does; and moments survive being written and read.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.effort import examples
from turbosms_sandbox.calls.times import KYIV, format_time, read_start_time
from turbosms_sandbox.engine.clock import Clock

pytestmark = pytest.mark.rules

# Whole eighths of seconds: floats add them up exactly.
SECONDS = st.integers(0, 8 * 10**9).map(lambda eighths: eighths / 8)
MOMENTS = st.integers(0, 4_000_000_000)
"""1970 to 2096."""


class Ticking(RuleBasedStateMachine):
    """Real time goes on, or jumps back when somebody sets it.

    The virtual one is advanced now and then.
    """

    @initialize(real=SECONDS)
    def start(self, real: float) -> None:
        self.real = self.latest = real
        self.clock = Clock(real)
        self.advanced = 0.0

    @rule(seconds=SECONDS)
    def real_time_goes_on(self, seconds: float) -> None:
        before = self.clock.at(self.real)
        self.real += seconds
        assert self.clock.at(self.real) == before + seconds

    @rule(seconds=SECONDS)
    def real_time_is_set_back(self, seconds: float) -> None:
        before = self.clock.at(self.real)
        self.real -= seconds
        assert self.clock.at(self.real) == before

    @rule(seconds=SECONDS)
    def advance(self, seconds: float) -> None:
        before = self.clock.at(self.real)
        self.clock.advance(seconds)
        self.advanced += seconds
        assert self.clock.at(self.real) == before + seconds

    @rule(seconds=SECONDS, ahead=st.booleans())
    def resume(self, seconds: float, ahead: bool) -> None:
        """A restart that finds a time told before, later or earlier than its own."""
        before = self.clock.at(self.real)
        told = before + seconds if ahead else before - seconds
        self.clock.resume(told)
        assert self.clock.at(self.real) == max(before, told)

    @invariant()
    def time_never_goes_back(self) -> None:
        now = self.clock.at(self.real)
        assert now >= self.latest
        self.latest = now
        assert self.clock.advanced == self.advanced


TestTicking = Ticking.TestCase
TestTicking.settings = settings(max_examples=examples(25, 100))


def test_nobody_can_turn_it_back() -> None:
    with pytest.raises(ValueError, match="back"):
        Clock(0.0).advance(-1)


@given(MOMENTS)
@example(1_774_746_000)  # the clocks of Kyiv go forward
@example(1_792_897_200)  # and back
def test_a_moment_that_was_written_reads_back(moment: int) -> None:
    written = format_time(moment)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", written)
    # In one hour of the year Kyiv has the same wall time twice: written, the second is taken for
    # the first.
    assume(datetime.fromtimestamp(moment, KYIV).fold == 0)
    assert read_start_time(written) == moment


@given(MOMENTS, st.sampled_from(["Z", "+00:00", "+0000", "-00:00"]), st.sampled_from(" T"))
def test_with_an_offset_every_moment_can_be_said(moment: int, offset: str, between: str) -> None:
    written = datetime.fromtimestamp(moment, UTC).strftime(f"%Y-%m-%d{between}%H:%M:%S")
    assert read_start_time(written + offset) == moment


@given(MOMENTS, st.integers(-14 * 60, 14 * 60))
def test_any_offset_is_taken_off(moment: int, minutes: int) -> None:
    sign = "-" if minutes < 0 else "+"
    offset = f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    written = datetime.fromtimestamp(moment + minutes * 60, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    assert read_start_time(written + offset) == moment


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-10-25 02:59", "2026-10-24 23:59"),
        ("2026-10-25 03:30", "2026-10-25 00:30"),
        ("2026-10-25 04:00", "2026-10-25 02:00"),
        ("2026-03-29 02:59", "2026-03-29 00:59"),
        ("2026-03-29 03:30", "2026-03-29 01:30"),
        ("2026-03-29 04:30", "2026-03-29 01:30"),
    ],
)
def test_start_times_in_the_hours_of_the_change(written: str, utc: str) -> None:
    """The first of two hours, and for one that is skipped an hour later (A-114)."""
    moment = datetime.fromtimestamp(read_start_time(written), UTC)
    assert f"{moment:%Y-%m-%d %H:%M}" == utc


@given(st.lists(MOMENTS, min_size=2, max_size=5))
def test_later_is_written_later(moments: list[int]) -> None:
    """But for the hour that Kyiv has twice."""
    assume(all(datetime.fromtimestamp(moment, KYIV).fold == 0 for moment in moments))
    written = [format_time(moment) for moment in sorted(moments)]
    assert all(earlier <= later for earlier, later in pairwise(written))


@given(st.text("0123456789-:T Z+.", max_size=26) | st.text(max_size=12))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        moment = read_start_time(text)
    except ValueError:
        return
    assert re.match(r"\d{4}-\d\d-\d\d", text)
    assert isinstance(moment, float)


def test_statuses_and_refunds_do_not_go_back_with_real_time(api: Any, ids: Any) -> None:
    message_id = ids(api.sms("380002000006"))[0]
    api.time += 60
    assert (api.status(message_id)[0]["status"], api.user_balance()) == ("Cancelled", 10_000)
    shown = api.advance(0)
    api.time -= 3600
    assert (api.status(message_id)[0]["status"], api.user_balance()) == ("Cancelled", 10_000)
    assert api.advance(0) >= shown
    assert api.advance(5) > shown
