"""Random scripts: how many, and for which kinds of client and of call; without kinds, for all.

Prints what the calls came to: `python -m tests.overlay.hostile 5000 sync parts`.
"""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.overlay.hostile import scripts
from tests.overlay.hostile.callers import KINDS, Caller
from tests.overlay.hostile.many import play_multi
from tests.overlay.hostile.parts import play_parts, small_parts
from tests.overlay.hostile.scenario import outcomes, play
from tests.overlay.hostile.server import Hostile

if TYPE_CHECKING:
    from collections.abc import Callable

CALM = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
CALLS: dict[str, tuple[Callable[..., None], dict[str, Any]]] = {
    "sends": (play, {"script": scripts.scripts, "sends": scripts.sends}),
    "parts": (play_parts, {"script": scripts.scripts, "to": scripts.crowds}),
    "multi": (
        play_multi,
        {"script": scripts.multi_scripts, "batch": scripts.batches, "named": st.booleans()},
    ),
}


def run(count: int, hostile: Hostile, caller: Caller, call: str) -> None:
    """Play random scripts."""
    played, strategies = CALLS[call]

    @settings(CALM, max_examples=count)
    @given(given_to_it=st.fixed_dictionaries(strategies))
    def once(given_to_it: dict[str, Any]) -> None:
        played(hostile, caller, **given_to_it)

    once()


def main(count: int, kinds: list[str], calls: list[str]) -> None:
    """Run `count` scripts of each call by each kind."""
    logging.disable()
    for kind in kinds:
        for call in calls:
            hostile = Hostile()
            caller = Caller(kind, hostile.url)
            begun = time.monotonic()
            try:
                if call == "parts":
                    with small_parts():
                        run(count, hostile, caller, call)
                else:
                    run(count, hostile, caller, call)
            finally:
                caller.close()
                hostile.close()
            print(
                f"{call}, {kind}: {count} scripts in {time.monotonic() - begun:.0f} s,",
                dict(outcomes),
                flush=True,
            )
            outcomes.clear()


if __name__ == "__main__":
    chosen = sys.argv[2:]
    main(
        int(sys.argv[1]),
        *([name for name in names if name in chosen] or [*names] for names in (KINDS, CALLS)),
    )
