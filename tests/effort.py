"""How much the tests do: enough for a change (`make test`), or all (`make test-thorough`).

`TURBOSMS_THOROUGH` is the one switch, and it is read here alone. Without it, what is drawn at
random is drawn the same in every run, and a test with the marker `thorough_only` does not run. With
1 everything runs, and chance depends on `TURBOSMS_SEED`, or on a new seed, which the run prints; a
larger number draws so many times as many examples.
"""

from __future__ import annotations

import os
from random import SystemRandom
from typing import TYPE_CHECKING, Final

from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    import pytest

THOROUGH: Final = int(os.environ.get("TURBOSMS_THOROUGH") or 0)
"""0, or how many times as many examples as a thorough run draws at least."""
_USUAL_SEED: Final = 20200225


def _seed() -> int:
    if not THOROUGH:
        return _USUAL_SEED
    # In the environment, so that the workers of a run, which are its children, have the same one.
    return int(os.environ.setdefault("TURBOSMS_SEED", str(SystemRandom().randrange(2**32))))


SEED: Final = _seed()


def examples(usual: int, thorough: int) -> int:
    """How many examples a random test draws."""
    if THOROUGH:
        return thorough * THOROUGH
    return usual


def prepare(config: pytest.Config) -> None:
    """Tell hypothesis about it, before it reads its options and a test module is imported."""
    settings.register_profile(
        "turbosms",
        # Nothing is kept between runs, and nothing depends on how quick the machine is.
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        derandomize=not THOROUGH,
        print_blob=True,
    )
    if not config.option.hypothesis_profile:
        config.option.hypothesis_profile = "turbosms"
    if THOROUGH and config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(SEED)


def choose(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what a thorough run alone is for."""
    if THOROUGH:
        return
    chosen = []
    left_out = []
    for item in items:
        if item.get_closest_marker("thorough_only"):
            left_out.append(item)
        else:
            chosen.append(item)
    if left_out:
        items[:] = chosen
        config.hook.pytest_deselected(items=left_out)
