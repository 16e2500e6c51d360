"""What a run of random schedules has seen."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from tests.guarantees.webhooks.forging import REFUSED
from tests.guarantees.webhooks.line import MISHAPS
from turbosms_sandbox.http.faults import WEBHOOK_KINDS

ENOUGH_FOR_EVERYTHING: Final = 200
"""In so many schedules everything occurs."""
_Counts: TypeAlias = "Counter[Any]"


@dataclass
class Figures:
    """Counts, and counts by kind."""

    schedules: int = 0
    steps: int = 0
    messages: int = 0
    events: int = 0
    in_arrays: int = 0
    """How many of the attempts had an array in them."""
    attempts: int = 0
    never_taken: int = 0
    """Events whose attempts have all failed."""
    taken_again: int = 0
    """Calls that the shop has taken although it had the event already."""
    handled: int = 0
    handled_again: int = 0
    late: int = 0
    """Reports that were left out because a later status was known."""
    restarts_of_the_shop: int = 0
    killed: _Counts = field(default_factory=Counter)
    faults: _Counts = field(default_factory=Counter)
    mishaps: _Counts = field(default_factory=Counter)
    refused: _Counts = field(default_factory=Counter)

    def check(self) -> None:
        """Each process was killed often enough; in many schedules, everything else occurred."""
        assert self.killed["sandbox"] >= self.schedules // 10
        assert self.killed["shop"] >= self.schedules // 10
        assert min(self.events, self.in_arrays, self.handled) > 0
        # Whether a kill comes before the end of a handler is a matter of the machine: it is for
        # certain in many schedules alone.
        if self.schedules >= ENOUGH_FOR_EVERYTHING:
            assert min(self.taken_again, self.handled_again, self.late, self.never_taken) > 0
            assert self.faults.keys() == {None, *WEBHOOK_KINDS}
            assert self.mishaps.keys() == {"", *MISHAPS}
            assert self.refused.keys() == {*REFUSED}

    def __str__(self) -> str:
        parts: list[str] = []
        for each in dataclasses.fields(self):
            count = getattr(self, each.name)
            name = each.name.replace("_", " ")
            if isinstance(count, int):
                parts.append(f"{name} {count:,}")
                continue
            kinds = ", ".join(f"{kind or 'none'} {many:,}" for kind, many in count.most_common())
            parts.append(f"{name} ({kinds})")
        return "webhooks, random schedules: " + ", ".join(parts)
