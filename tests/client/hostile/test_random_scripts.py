"""Whatever a server does, nothing is sent twice and nothing is misreported.

Random scripts, by each kind of client.

`python -m tests.overlay.hostile 20000` does the same for as long as you like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.effort import examples
from tests.overlay.hostile import scripts
from tests.overlay.hostile.callers import KINDS, Caller
from tests.overlay.hostile.scenario import outcomes, play
from turbosms_client import APIError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.overlay.hostile.acts import Act
    from tests.overlay.hostile.server import Hostile

# httpx2 leaves generators of bodies to the garbage collector when sending or decoding fails, which
# trio remarks on.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")

EXAMPLES = examples(125, 500)


@pytest.fixture(scope="module", params=KINDS)
def caller(request: pytest.FixtureRequest, hostile: Hostile) -> Iterator[Caller]:
    made = Caller(request.param, hostile.url)
    yield made
    made.close()


@settings(max_examples=EXAMPLES)
@given(script=scripts.scripts, sends=scripts.sends)
def test_never_twice_never_misreported(
    hostile: Hostile, caller: Caller, script: list[Act], sends: list[list[str]]
) -> None:
    play(hostile, caller, script, sends)


def test_the_scripts_led_to_every_kind_of_outcome(caller: Caller) -> None:
    assert {*outcomes} >= {"SendReport", "OutcomeUnknownError", "resumed"}
    assert {*outcomes} & {kind.__name__ for kind in APIError.__subclasses__()}
    assert min(outcomes["SendReport"], outcomes["OutcomeUnknownError"]) > EXAMPLES // 5
    print(f"{caller.kind}: {dict(outcomes)}")
    outcomes.clear()
