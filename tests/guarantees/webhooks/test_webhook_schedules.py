"""Webhooks from end to end: nothing is lost, nothing unsigned accepted, and no status goes back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.effort import SEED, examples
from tests.guarantees.webhooks.forging import FORGED
from tests.guarantees.webhooks.promises import check_order
from tests.guarantees.webhooks.schedule import Schedule
from tests.guarantees.webhooks.shop_world import World

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [
    pytest.mark.one_interpreter,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without a signal"),
]

SCHEDULES = examples(6, 1_000)


def play(world: World, seed: str) -> None:
    schedule = Schedule(world, seed)
    try:
        schedule.play()
    except AssertionError as problem:
        problem.add_note("\n".join(schedule.log))
        raise


def test_random_schedules(tmp_path: Path, tell: Callable[..., None]) -> None:
    with World(tmp_path, str(SEED)) as world:
        for number in range(SCHEDULES):
            play(world, f"{SEED} {number}")
        world.read_handled()
    tell(world.figures)
    check_order(world.handled)
    assert FORGED not in {told.key for told in world.handled}
    world.figures.check()
