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
        summary = ", ".join(f"{what.replace('_', ' ')} {count:,}" for what, count in counts.items())
        return f"{name}: {different:,} different schedules, {summary}"

    def check(self, examples: int) -> None:
        """So many random schedules saw all that can happen, and nothing was sent twice."""
        assert len(self.different) >= examples * 3 // 4
        assert self.faults_met > len(self.different)
        seen = (self.resumed, self.made_again, self.cut_off, self.refused, self.unknown)
        assert min(seen) > 0
        assert (self.executed_twice, self.misreported) == (0, 0)
