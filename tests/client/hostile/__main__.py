"""Random scripts: how many, and for which kinds of client and of call; without kinds, for all.

Prints what the calls came to: `python -m tests.client.hostile 5000 sync batches`.
"""

from __future__ import annotations

import logging
import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.client.hostile import scripts
from tests.client.hostile.hostile_service import Hostile
from tests.client.hostile.many import play_multi
from tests.client.hostile.scenario import AT_ONCE, Tally, play
from tests.client.hostile.sends_in_batches import SIZE, play_batches
from tests.kit.batches import batches_of
from tests.kit.clients import CLIENT_KINDS, AnyClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CALM = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
CALLS: dict[str, tuple[Callable[..., None], dict[str, Any]]] = {
    "sends": (play, {"script": scripts.scripts, "sends": scripts.sends}),
    "batches": (play_batches, {"script": scripts.scripts, "to": scripts.crowds}),
    "multi": (
        play_multi,
        {"script": scripts.multi_scripts, "sends": scripts.many_sends, "named": st.booleans()},
    ),
}


def run(count: int, hostile: Hostile, caller: AnyClient, call: str) -> Tally:
    """Play random scripts."""
    played, strategies = CALLS[call]
    tally = Tally()

    @settings(CALM, max_examples=count)
    @given(given_to_it=st.fixed_dictionaries(strategies))
    def once(given_to_it: dict[str, Any]) -> None:
        played(hostile, caller, tally=tally, **given_to_it)

    with batches_of(SIZE) if call == "batches" else nullcontext():
        once()
    return tally


def main(count: int, kinds: Iterable[str], calls: Iterable[str]) -> None:
    """Run `count` scripts of each call by each kind."""
    logging.disable()
    for kind in kinds:
        for call in calls:
            begun = time.monotonic()
            with Hostile() as hostile, AnyClient(kind, hostile.url, retry=AT_ONCE) as caller:
                tally = run(count, hostile, caller, call)
            seconds = time.monotonic() - begun
            print(f"{call}, {kind}: {count} scripts in {seconds:.0f} s,", dict(tally), flush=True)


if __name__ == "__main__":
    chosen = sys.argv[2:]
    main(
        int(sys.argv[1]),
        [kind for kind in CLIENT_KINDS if kind in chosen] or CLIENT_KINDS,
        [call for call in CALLS if call in chosen] or CALLS,
    )
