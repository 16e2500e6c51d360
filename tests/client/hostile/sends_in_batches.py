"""A send in batches into a script, finished in the end, and what became of it."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.client.hostile.acts import TELLING
from tests.client.hostile.books import REFUSED
from tests.client.hostile.judgement import judge_report
from tests.client.hostile.scenario import resume, send
from turbosms_client import APIError, OutcomeUnknownError, SendReport, TurboSMSError

if TYPE_CHECKING:
    from tests.client.hostile.acts import HostileAct
    from tests.client.hostile.books import Books
    from tests.client.hostile.hostile_service import Hostile
    from tests.client.hostile.scenario import Tally
    from tests.kit.clients import AnyClient

SIZE = 2


def play_batches(
    hostile: Hostile, caller: AnyClient, script: list[HostileAct], to: list[str], tally: Tally
) -> None:
    """Make the send, resume it within the script, then with a server that is well."""
    number, before = uuid.uuid4().hex, {*hostile.books.executed}

    def judged(outcome: Any) -> Any:
        hostile.settle()
        judge_batches(hostile.books, before, number, to, outcome)
        tally[type(outcome).__name__] += 1
        return outcome

    hostile.plays(script)
    outcome = judged(send(caller, to, sequence_id=number))
    if not isinstance(outcome, OutcomeUnknownError):
        return
    outcome = judged(resume(caller, outcome))
    hostile.plays([])
    if isinstance(outcome, OutcomeUnknownError):
        outcome = judged(resume(caller, outcome))
        reachable = {phone for phone in to if not phone.endswith(REFUSED)}
        # A batch all of whose recipients are refused leaves no trace, so that a lost attempt at it
        # stays in doubt.
        if not any(batch.isdisjoint(reachable) for batch in batches(to)):
            assert isinstance(outcome, SendReport), f"not resumed: {outcome!r}"
            # Of an answer that says something, though not all, the rest stays missing, as it does
            # in a single send.
            unsaid = (
                {*outcome.missing} if any(act.answer in TELLING for act in script) else set[str]()
            )
            assert {row.input for row in outcome.accepted} | unsaid == reachable | unsaid
            assert {*outcome.missing} == unsaid


def batches(to: list[str]) -> list[set[str]]:
    """The recipients of each request."""
    phones = sorted({*to})
    return [{*phones[start : start + SIZE]} for start in range(0, len(phones), SIZE)]


def judge_batches(books: Books, before: set[str], number: str, to: list[str], outcome: Any) -> None:
    """Fail if the outcome of the one send since `before` says anything that is not so."""
    numbers = books.executed.keys() - before
    done = sum((books.executed[one] for one in numbers), Counter[str]())
    assert all(times == 1 for times in done.values()), f"executed twice: {done}"
    assert len(numbers) <= len(batches(to)), "batches of another send"
    assert isinstance(outcome, (SendReport, TurboSMSError)), f"foreign: {outcome!r}"
    if isinstance(outcome, SendReport):
        return judge_report(books, numbers, number, to, outcome)
    if isinstance(outcome, (APIError, OutcomeUnknownError)):
        assert outcome.sequence_id == number
        if outcome.report:
            judge_report(books, numbers, number, to, outcome.report)
    assert isinstance(outcome, OutcomeUnknownError) or not done, (
        f"executed, and reported as failed: {outcome!r}"
    )
    assert not isinstance(outcome, APIError) or outcome.report, "a refusal without a report"
    return None
