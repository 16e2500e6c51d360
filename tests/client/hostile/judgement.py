"""Compares what a call says with what was executed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from turbosms_client import APIError, OutcomeUnknownError, SendReport, TurboSMSError

if TYPE_CHECKING:
    from collections.abc import Set

    from tests.client.hostile.books import Books


def judge(books: Books, number: str, phones: list[str], outcome: Any) -> None:
    """Fail if the outcome of the send of these phones under this number says what is not so."""
    done = books.executed.get(number, Counter[str]())
    assert all(times == 1 for times in done.values()), f"executed twice: {done}"
    assert isinstance(outcome, (SendReport, TurboSMSError)), f"foreign: {outcome!r}"
    if isinstance(outcome, OutcomeUnknownError):
        assert outcome.sequence_id == number
    elif isinstance(outcome, TurboSMSError):
        assert not done, f"executed, and reported as failed: {outcome!r}"
        assert not isinstance(outcome, APIError) or outcome.sequence_id == number
    else:
        judge_report(books, {number}, number, phones, outcome)


def judge_report(
    books: Books, executed: Set[str], number: str, phones: list[str], report: SendReport
) -> None:
    """The same of a report on what was executed under these numbers, one for each request."""
    done = sum((books.executed.get(one, Counter[str]()) for one in executed), Counter[str]())
    assert (report.sequence_id, report.recipients) == (number, phones)
    for row in report.accepted:
        under, phone = books.ids.get(row.message_id or "", ("", ""))
        assert under in executed, f"accepted by another send: {row}"
        assert phone == row.input, f"accepted, and was not: {row}"
        assert done[row.input] == 1
    accepted = {row.input for row in report.accepted}
    denied = {row.input for row in report.rejected} - accepted
    assert not denied & done.keys(), f"rejected, and was executed: {denied}"
    assert {*done} <= accepted | {*report.missing}, "executed, and nothing is said of it"
    assert {*phones} == accepted | denied | {*report.missing} | {
        row.input for row in report.duplicates
    }


def finish(books: Books, number: str, phones: list[str], outcome: Any) -> None:
    """Fail unless this is the final truth: whoever can be reached was, once, and is named."""
    judge(books, number, phones, outcome)
    reachable = {phone for phone in phones if not phone.endswith("9")}
    if reachable:
        assert isinstance(outcome, SendReport), f"not resumed: {outcome!r}"
        assert {row.input for row in outcome.accepted} == reachable
        assert {*books.executed[number]} == reachable
        assert outcome.missing == []
