"""Random scripts against each kind of client, as many as the first argument says; prints what the sends came to."""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings

from tests.overlay.hostile import scripts
from tests.overlay.hostile.callers import KINDS, Caller
from tests.overlay.hostile.scenario import outcomes, play
from tests.overlay.hostile.server import Hostile

if TYPE_CHECKING:
    from tests.overlay.hostile.acts import Act

CALM = settings(deadline=None, database=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])


def run(count: int, hostile: Hostile, caller: Caller) -> None:
    """Play random scripts."""

    @settings(CALM, max_examples=count)
    @given(script=scripts.scripts, sends=scripts.sends)
    def once(script: list[Act], sends: list[list[str]]) -> None:
        play(hostile, caller, script, sends)

    once()


def main(count: int, kinds: list[str]) -> None:
    """Run `count` scripts for each kind."""
    logging.disable()
    for kind in kinds:
        hostile = Hostile()
        caller = Caller(kind, hostile.url)
        begun = time.monotonic()
        try:
            run(count, hostile, caller)
        finally:
            caller.close()
            hostile.close()
        print(f"{kind}: {count} scripts in {time.monotonic() - begun:.0f} s, {dict(outcomes)}", flush=True)
        outcomes.clear()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:] or KINDS)
