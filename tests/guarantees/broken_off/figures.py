"""What a run of random schedules has seen, for its last line."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field


@dataclass
class Figures:
    """Counts; the last two have to stay 0."""

    name: str
    runs: int = 0
    different: set[tuple[str, ...]] = field(default_factory=set)
    """The runs as what was done in them, so that the same is not counted twice."""
    calls: int = 0
    faults_met: int = 0
    reports: int = 0
    refused: int = 0
    unknown: int = 0
    resumed: int = 0
    made_again: int = 0
    cut_off: int = 0
    messages: int = 0
    executed_twice: int = 0
    misreported: int = 0

    def __str__(self) -> str:
        counts = dataclasses.asdict(self)
        name, different = counts.pop("name"), len(counts.pop("different"))
        told = ", ".join(f"{what.replace('_', ' ')} {count:,}" for what, count in counts.items())
        return f"{name}: {different:,} different schedules, {told}"
