"""How much the tests do: enough for a change (`make test`), or all (`make test-thorough`).

`TURBOSMS_THOROUGH` is the one switch, and it is read here alone. Without it, what is drawn at
random is drawn the same in every run, the order of the tests too, a test with the marker
`thorough_only` does not run, one with `one_case_in(n)` runs with about that part of its cases (all
of them do with the option `--one-case-in`), and a test of what is written once for all clients, or
for both kinds of database, runs with one kind of them. With 1 everything runs, and chance depends
on `TURBOSMS_SEED`, or on a new seed, which the run prints; a larger number draws so many times as
many examples.
"""

from __future__ import annotations

import os
from random import Random, SystemRandom
from typing import TYPE_CHECKING, Any, Final

from hypothesis import HealthCheck, settings

from tests.kit.clients import CLIENT_KINDS

if TYPE_CHECKING:
    from collections.abc import Collection

    import pytest

THOROUGH: Final = int(os.environ.get("TURBOSMS_THOROUGH") or 0)
"""0, or how many times as many examples as a thorough run draws at least."""
_USUAL_SEED: Final = 20200225
DATABASE_KINDS: Final = ("sqlite", "postgresql")
TEST_SECONDS: Final = 3600
"""Seconds that a test may take in a thorough run, which draws many times as many examples."""


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
    """Tell hypothesis and pytest-randomly, before they read their options."""
    if getattr(config.option, "randomly_seed", None) == "default":
        config.option.randomly_seed = SEED
    settings.register_profile(
        "turbosms",
        # Of a test that does not say how many.
        max_examples=examples(40, 200),
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
    if THOROUGH and config.option.timeout is None:
        config.option.timeout = TEST_SECONDS


_KINDS: Final = {"ask": CLIENT_KINDS, "database_url": DATABASE_KINDS}
"""What is written once for several kinds of something, by the fixture that tests get it from."""


def _is_turn_of_another_kind(item: pytest.Item) -> bool:
    """Whether a test of what is written once for all clients, or databases, runs with another kind.

    Which kind it runs with changes from test to test.
    """
    callspec: Any = getattr(item, "callspec", None)
    if callspec is None:
        return False
    for fixture, kinds in _KINDS.items():
        kind: Any = callspec.params.get(fixture)
        if kind in kinds:
            test, _, case = item.nodeid.partition("[")
            name = test + case.replace(kind, "")
            if kind != Random(name).choice(kinds):
                return True
    return False


def _is_a_case_for_thorough_runs(
    item: pytest.Item, first_cases: Collection[str], one_case_in: int
) -> bool:
    """Whether the marker or the option leaves this case of a test out.

    Every n-th would choose the same clients or answers again and again, where they take turns.
    """
    if item.nodeid in first_cases:
        return False
    marker = item.get_closest_marker("one_case_in")
    if marker is not None:
        one_case_in = max(one_case_in, marker.args[0])
    if one_case_in == 1:
        return False
    is_chosen: bool = Random(item.nodeid).randrange(one_case_in) == 0
    return not is_chosen


def _first_cases(items: list[pytest.Item]) -> Collection[str]:
    """One case of each test, whatever order they are in."""
    first: dict[str, str] = {}
    for item in items:
        test = item.nodeid.partition("[")[0]
        first[test] = min(item.nodeid, first.get(test, item.nodeid))
    return set(first.values())


def choose(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what a thorough run alone is for."""
    if THOROUGH:
        return
    chosen = []
    left_out = []
    one_case_in: int = config.getoption("--one-case-in")
    first_cases = _first_cases(items)
    for item in items:
        if (
            item.get_closest_marker("thorough_only")
            or _is_turn_of_another_kind(item)
            or _is_a_case_for_thorough_runs(item, first_cases, one_case_in)
        ):
            left_out.append(item)
        else:
            chosen.append(item)
    if left_out:
        items[:] = chosen
        config.hook.pytest_deselected(items=left_out)
