"""Some sends of one client into a script, finished in the end, and what became of them."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.client.hostile.judgement import finish, judge
from tests.kit.clients import outcome_of
from turbosms_client import APIError, OutcomeUnknownError, RetryPolicy

if TYPE_CHECKING:
    from tests.client.hostile.acts import HostileAct
    from tests.client.hostile.hostile_service import Hostile
    from tests.kit.clients import AnyClient

AT_ONCE = RetryPolicy(attempts=3, pause=0, max_pause=0.01)
TEXT = "Meet me at the old mill"


def send(caller: AnyClient, phones: list[str], **options: Any) -> Any:
    """What a send comes to."""
    return outcome_of(lambda: caller.message.send(phones, text=TEXT, **options))


def resume(caller: AnyClient, error: OutcomeUnknownError) -> Any:
    """What it comes to then."""
    return outcome_of(lambda: caller.resume(error))


class Tally(Counter[str]):
    """How often a send came to what, by name of type, and how often it was `resumed`."""

    def check(self, examples: int, *expected: str) -> None:
        """The scripts of so many examples led to every kind of outcome."""
        assert {*self} >= {"SendReport", "OutcomeUnknownError", *expected}
        assert {*self} & {kind.__name__ for kind in APIError.__subclasses__()}
        assert min(self["SendReport"], self["OutcomeUnknownError"]) > examples // 5


def play(
    hostile: Hostile,
    caller: AnyClient,
    script: list[HostileAct],
    sends: list[list[str]],
    tally: Tally,
) -> None:
    """Make the sends one by one; resume doubts within the script, then with a good server."""
    before = {*hostile.books.executed}
    hostile.plays(script)
    numbers = [uuid.uuid4().hex for _ in sends]
    told = [
        send(caller, phones, sequence_id=number)
        for phones, number in zip(sends, numbers, strict=True)
    ]
    again: list[Any] = []
    for outcome in told:
        if isinstance(outcome, OutcomeUnknownError):
            again.append(resume(caller, outcome))
        else:
            again.append(None)
    hostile.plays([])
    hostile.settle()
    assert {*hostile.books.executed} - before <= {*numbers}, (
        "executed under a number that nobody gave"
    )
    for phones, number, outcome, later in zip(sends, numbers, told, again, strict=True):
        tally[type(outcome).__name__] += 1
        judge(hostile.books, number, phones, outcome)
        if later is not None:
            judge(hostile.books, number, phones, later)
            tally["resumed"] += 1
        if isinstance(later, OutcomeUnknownError):
            finish(hostile.books, number, phones, resume(caller, later))
