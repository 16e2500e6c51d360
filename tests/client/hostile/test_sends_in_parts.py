"""Sends in parts.

Whatever a server does to each of them, no one gets two messages and nobody is misreported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.effort import examples
from tests.overlay.hostile import scripts
from tests.overlay.hostile.acts import Act
from tests.overlay.hostile.callers import Caller
from tests.overlay.hostile.parts import SIZE, play_parts, small_parts
from tests.overlay.hostile.scenario import outcomes
from turbosms_client import APIError, OutcomeUnknownError, SendReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.overlay.hostile.server import Hostile

THREE = [f"38050111111{digit}" for digit in range(SIZE + 1)]

EXAMPLES = examples(50, 200)


@pytest.fixture(scope="module", params=["sync", "asyncio"])
def caller(request: pytest.FixtureRequest, hostile: Hostile) -> Iterator[Caller]:
    made = Caller(request.param, hostile.url)
    with small_parts():
        yield made
    made.close()


@settings(max_examples=EXAMPLES)
@given(script=scripts.scripts, to=scripts.crowds)
def test_never_twice_never_misreported(
    hostile: Hostile, caller: Caller, script: list[Act], to: list[str]
) -> None:
    play_parts(hostile, caller, script, to)


def test_the_scripts_led_to_every_kind_of_outcome() -> None:
    assert {*outcomes} >= {"SendReport", "OutcomeUnknownError"}
    assert {*outcomes} & {kind.__name__ for kind in APIError.__subclasses__()}
    assert min(outcomes["SendReport"], outcomes["OutcomeUnknownError"]) > EXAMPLES // 5
    outcomes.clear()


def test_the_first_part_in_doubt(hostile: Hostile, caller: Caller) -> None:
    hostile.plays([Act("reset")] * 3)
    error = caller.send(THREE)
    assert isinstance(error, OutcomeUnknownError)
    report = caller.outcome(error.resume)
    assert isinstance(report, SendReport)
    assert [row.input for row in report.accepted] == THREE


def test_the_refusal_of_a_part_is_one_of_the_whole(hostile: Hostile, caller: Caller) -> None:
    hostile.plays([Act(stage="refused", code=203)])
    error = caller.send(THREE, sequence_id="mine")
    assert isinstance(error, APIError)
    assert error.report is not None
    assert (error.sequence_id, error.report.recipients, error.report.missing) == (
        "mine",
        THREE,
        THREE,
    )
