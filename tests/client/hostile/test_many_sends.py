"""Many sends in one request.

Whatever a server does to one or all of them, each keeps the guarantees of a send.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.overlay.hostile import scripts
from tests.overlay.hostile.callers import Caller
from tests.overlay.hostile.many import play_multi
from tests.overlay.hostile.scenario import outcomes
from turbosms_client import APIError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.overlay.hostile.acts import Act
    from tests.overlay.hostile.server import Hostile

EXAMPLES = examples(50, 200)


@pytest.fixture(scope="module", params=["sync", "asyncio"])
def caller(request: pytest.FixtureRequest, hostile: Hostile) -> Iterator[Caller]:
    made = Caller(request.param, hostile.url)
    yield made
    made.close()


@settings(max_examples=EXAMPLES)
@given(script=scripts.multi_scripts, batch=scripts.batches, named=st.booleans())
def test_never_twice_never_misreported(
    hostile: Hostile, caller: Caller, script: list[Act], batch: dict[str, list[str]], named: bool
) -> None:
    play_multi(hostile, caller, script, batch, named)


def test_the_scripts_led_to_every_kind_of_outcome() -> None:
    assert {*outcomes} >= {
        "SendReport",
        "OutcomeUnknownError",
        "OutcomeUnknownError as a whole",
        "resumed",
    }
    assert {*outcomes} & {kind.__name__ for kind in APIError.__subclasses__()}
    assert min(outcomes["SendReport"], outcomes["OutcomeUnknownError"]) > EXAMPLES // 5
    outcomes.clear()
