"""Sends in batches.

Whatever a server does to each of them, no one gets two messages and nobody is misreported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.client.hostile import scripts
from tests.client.hostile.acts import HostileAct
from tests.client.hostile.scenario import Tally, resume, send
from tests.client.hostile.sends_in_batches import SIZE, play_batches
from tests.effort import examples
from tests.kit.batches import batches_of
from turbosms_client import APIError, OutcomeUnknownError, SendReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.client.hostile.hostile_service import Hostile
    from tests.kit.clients import AnyClient

THREE = [f"38050111111{digit}" for digit in range(SIZE + 1)]

pytestmark = pytest.mark.parametrize("kind", ["sync", "asyncio"], scope="module")
EXAMPLES = examples(30, 200)


@pytest.fixture(autouse=True)
def _batches() -> Iterator[None]:
    with batches_of(SIZE):
        yield


def test_never_twice_never_misreported(hostile: Hostile, caller: AnyClient) -> None:
    tally = Tally()

    @settings(max_examples=EXAMPLES)
    @given(script=scripts.scripts, to=scripts.crowds)
    def check(script: list[HostileAct], to: list[str]) -> None:
        play_batches(hostile, caller, script, to, tally)

    check()
    tally.check(EXAMPLES // 2)


def test_the_first_batch_in_doubt(hostile: Hostile, caller: AnyClient) -> None:
    hostile.plays([HostileAct("reset")] * 3)
    error = send(caller, THREE)
    assert isinstance(error, OutcomeUnknownError)
    report = resume(caller, error)
    assert isinstance(report, SendReport)
    assert [row.input for row in report.accepted] == THREE


def test_the_refusal_of_a_batch_is_one_of_the_whole(hostile: Hostile, caller: AnyClient) -> None:
    hostile.plays([HostileAct(stage="refused", code=203)])
    error = send(caller, THREE, sequence_id="mine")
    assert isinstance(error, APIError)
    assert error.report is not None
    assert (error.sequence_id, error.report.recipients, error.report.missing) == (
        "mine",
        THREE,
        THREE,
    )
