"""Many sends in one request.

Whatever a server does to one or all of them, each keeps the guarantees of a send.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.client.hostile import scripts
from tests.client.hostile.acts import HostileAct
from tests.client.hostile.many import Sends, play_multi
from tests.client.hostile.scenario import Tally
from tests.effort import examples

if TYPE_CHECKING:
    from tests.client.hostile.hostile_service import Hostile
    from tests.kit.clients import AnyClient

pytestmark = pytest.mark.parametrize("kind", ["sync", "asyncio"], scope="module")

EXAMPLES = examples(30, 200)
SENDS = {"a": ["380501111110"], "0": ["380501111111"]}
NO_ANSWER = [HostileAct("reset")] * 3
"""Which leaves the outcome of the whole unknown."""
HALF_AN_ANSWER = [HostileAct("keys are missing")] * 3
"""Which leaves that of one send unknown."""


def test_never_twice_never_misreported(hostile: Hostile, caller: AnyClient) -> None:
    tally = Tally()

    @settings(max_examples=EXAMPLES)
    @given(script=scripts.multi_scripts, sends=scripts.many_sends, named=st.booleans())
    @example(script=NO_ANSWER, sends=SENDS, named=True)
    @example(script=HALF_AN_ANSWER, sends=SENDS, named=False)
    def check(script: list[HostileAct], sends: Sends, named: bool) -> None:
        play_multi(hostile, caller, script, sends, named=named, tally=tally)

    check()
    tally.check(EXAMPLES // 2, "OutcomeUnknownError as a whole", "resumed")
