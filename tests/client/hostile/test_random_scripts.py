"""Whatever a server does, nothing is sent twice and nothing is misreported.

Random scripts, by each kind of client.

`python -m tests.client.hostile 20000` does the same for as long as you like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.client.hostile import scripts
from tests.client.hostile.scenario import Tally, play
from tests.effort import examples

if TYPE_CHECKING:
    from tests.client.hostile.acts import HostileAct
    from tests.client.hostile.hostile_service import Hostile
    from tests.kit.clients import AnyClient

# httpx2 leaves generators of bodies to the garbage collector when sending or decoding fails, which
# trio remarks on.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")

EXAMPLES = examples(70, 500)


def test_never_twice_never_misreported(hostile: Hostile, caller: AnyClient) -> None:
    tally = Tally()

    @settings(max_examples=EXAMPLES)
    @given(script=scripts.scripts, sends=scripts.sends)
    def check(script: list[HostileAct], sends: list[list[str]]) -> None:
        play(hostile, caller, script, sends, tally)

    check()
    print(f"{caller.kind}: {dict(tally)}")
    tally.check(EXAMPLES, "resumed")
