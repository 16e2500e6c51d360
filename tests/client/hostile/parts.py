"""A send in parts into a script, finished in the end, and what became of it."""

from __future__ import annotations

import uuid
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.overlay.hostile.acts import TELLING
from tests.overlay.hostile.books import REFUSED
from tests.overlay.hostile.scenario import outcomes
from turbosms_api.tables.limits import RECIPIENTS_PER_REQUEST
from turbosms_client import APIError, OutcomeUnknownError, SendReport, TurboSMSError, _sending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.overlay.hostile.acts import Act
    from tests.overlay.hostile.books import Books
    from tests.overlay.hostile.callers import Caller
    from tests.overlay.hostile.server import Hostile

SIZE = 2


@contextmanager
def small_parts() -> Iterator[None]:
    """Parts of `SIZE` recipients instead of thousands."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            _sending, "RECIPIENTS_PER_REQUEST", RECIPIENTS_PER_REQUEST._replace(value=SIZE)
        )
        yield


def play_parts(hostile: Hostile, caller: Caller, script: list[Act], to: list[str]) -> None:
    """Make the send, resume it within the script, then with a server that is well."""
    number, before = uuid.uuid4().hex, {*hostile.books.executed}

    def judged(outcome: Any) -> Any:
        hostile.settle()
        judge_parts(hostile.books, before, number, to, outcome)
        outcomes[type(outcome).__name__] += 1
        return outcome

    hostile.plays(script)
    outcome = judged(caller.send(to, sequence_id=number))
    if not isinstance(outcome, OutcomeUnknownError):
        return
    outcome = judged(caller.outcome(outcome.resume))
    hostile.plays([])
    if isinstance(outcome, OutcomeUnknownError):
        outcome = judged(caller.outcome(outcome.resume))
        reachable = {phone for phone in to if not phone.endswith(REFUSED)}
        # A part all of whose recipients are refused leaves no trace, so that a lost attempt at it
        # stays in doubt.
        if not any(part.isdisjoint(reachable) for part in parts(to)):
            assert isinstance(outcome, SendReport), f"not resumed: {outcome!r}"
            # Of an answer that says something, though not all, the rest stays missing, as it does
            # in a single send.
            unsaid = (
                {*outcome.missing} if any(act.answer in TELLING for act in script) else set[str]()
            )
            assert {row.input for row in outcome.accepted} | unsaid == reachable | unsaid
            assert {*outcome.missing} == unsaid


def parts(to: list[str]) -> list[set[str]]:
    """The recipients of each request."""
    phones = sorted({*to})
    return [{*phones[start : start + SIZE]} for start in range(0, len(phones), SIZE)]


def judge_parts(books: Books, before: set[str], number: str, to: list[str], outcome: Any) -> None:
    """Fail if the outcome of the one send since `before` says anything that is not so."""
    numbers = books.executed.keys() - before
    done = sum((books.executed[one] for one in numbers), Counter[str]())
    assert all(times == 1 for times in done.values()), f"executed twice: {done}"
    assert len(numbers) <= len(parts(to)), "parts of another send"
    assert isinstance(outcome, (SendReport, TurboSMSError)), f"foreign: {outcome!r}"
    if isinstance(outcome, SendReport):
        return _judge_report(books, done, number, to, outcome)
    if isinstance(outcome, (APIError, OutcomeUnknownError)):
        assert outcome.sequence_id == number
        if outcome.report:
            _judge_report(books, done, number, to, outcome.report)
    assert isinstance(outcome, OutcomeUnknownError) or not done, (
        f"executed, and reported as failed: {outcome!r}"
    )
    assert not isinstance(outcome, APIError) or outcome.report, "a refusal without a report"
    return None


def _judge_report(
    books: Books, done: Counter[str], number: str, to: list[str], report: SendReport
) -> None:
    assert (report.sequence_id, report.recipients) == (number, to)
    accepted = {row.input for row in report.accepted}
    for row in report.accepted:
        _, phone = books.ids.get(row.message_id or "", ("", ""))
        assert phone == row.input, f"accepted, and was not: {row}"
    assert accepted <= {*done}, "accepted by another send"
    denied = {row.input for row in report.rejected} - accepted
    assert not denied & done.keys(), f"rejected, and was executed: {denied}"
    assert {*done} <= accepted | {*report.missing}, "executed, and nothing is said of it"
    assert {*to} == accepted | denied | {*report.missing} | {row.input for row in report.duplicates}
