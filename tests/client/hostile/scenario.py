"""Some sends of one client into a script, finished in the end, and what became of them."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import TYPE_CHECKING

from tests.overlay.hostile.verdict import finish, judge
from turbosms_client import OutcomeUnknownError

if TYPE_CHECKING:
    from tests.overlay.hostile.acts import Act
    from tests.overlay.hostile.callers import Caller
    from tests.overlay.hostile.server import Hostile

outcomes: Counter[str] = Counter()
"""How often a send came to what, by name of type; `resumed` counts those that took `resume()`."""


def play(hostile: Hostile, caller: Caller, script: list[Act], sends: list[list[str]]) -> None:
    """Make the sends one by one; resume doubts within the script, then with a good server."""
    before = {*hostile.books.executed}
    hostile.plays(script)
    numbers = [uuid.uuid4().hex for _ in sends]
    told = [
        caller.send(phones, sequence_id=number)
        for phones, number in zip(sends, numbers, strict=True)
    ]
    doubts = [outcome if isinstance(outcome, OutcomeUnknownError) else None for outcome in told]
    again = [doubt and caller.outcome(doubt.resume) for doubt in doubts]
    hostile.plays([])
    hostile.settle()
    assert {*hostile.books.executed} - before <= {*numbers}, (
        "executed under a number that nobody gave"
    )
    for phones, number, outcome, later in zip(sends, numbers, told, again, strict=True):
        outcomes[type(outcome).__name__] += 1
        judge(hostile.books, number, phones, outcome)
        if later is not None:
            judge(hostile.books, number, phones, later)
            outcomes["resumed"] += 1
        if isinstance(later, OutcomeUnknownError):
            finish(hostile.books, number, phones, caller.outcome(later.resume))
