"""What happened in a run of crashes, to be printed."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class CrashFigures:
    """Counts, and counts by kind."""

    recipients: int = 0
    kills: int = 0
    frozen_workers: int = 0
    restarts_of_database: int = 0
    clock_jumps: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    seconds: int = 0
    chunks: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    """By workers; their client repeats some of them itself."""
    repeated_calls: int = 0
    """Those for chunks that had been called before."""
    messages: int = 0
    numbers_with_two: int = 0
    numbers_without: int = 0
    states: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        parts: list[str] = []
        for each in dataclasses.fields(self):
            count: Any = getattr(self, each.name)
            name = each.name.replace("_", " ")
            if isinstance(count, int):
                parts.append(f"{name} {count:,}")
                continue
            kinds = ", ".join(f"{kind} {many:,}" for kind, many in sorted(count.items()))
            parts.append(f"{name} ({kinds or 'none'})")
        return ", ".join(parts)
