"""Each way to answer and each way to hang up, alone.

What it comes to at first, and that the end is the truth.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from tests.client.hostile.acts import ANSWERS, HONEST, STRAY, TELLING, HostileAct
from tests.client.hostile.judgement import finish, judge
from tests.client.hostile.scenario import resume, send
from tests.client.hostile.scripts import FAILURES, WAITS
from tests.kit.clients import outcome_of, together
from turbosms_client import OutcomeUnknownError, ProtocolError, SendReport, TurboSMSError

if TYPE_CHECKING:
    from tests.client.hostile.hostile_service import Hostile
    from tests.kit.clients import AnyClient

# httpx2 leaves generators of bodies to the garbage collector when sending or decoding fails, which
# trio remarks on.
pytestmark = [
    pytest.mark.one_case_in(3),
    pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning"),
]
TWO = ["380501111110", "380501111111"]


@pytest.mark.parametrize("answer", HONEST)
def test_what_can_be_read_is_read_at_once(hostile: Hostile, caller: AnyClient, answer: str) -> None:
    phones, number = [*TWO, "380501111119"], uuid.uuid4().hex
    hostile.plays([HostileAct(answer)])
    report = send(caller, phones, sequence_id=number)
    finish(hostile.books, number, phones, report)
    assert (report.replayed, [row.code for row in report.rejected]) in [
        (False, [404]),
        (False, [404, 404]),
    ]


@pytest.mark.parametrize("answer", sorted({*ANSWERS} - {*HONEST} - TELLING - STRAY))
def test_what_cannot_be_read_is_asked_again_and_else_unknown(
    hostile: Hostile, caller: AnyClient, answer: str
) -> None:
    known = answer in ("860", "9999", "999", "500", "501", "-1", str(10**50))
    if caller.kind == "aiohttp" and answer == "no deflate":
        known = True  # it leaves the body alone if it does not know the encoding
    for acts in ([HostileAct(answer)], [HostileAct(answer)] * 3):
        number = uuid.uuid4().hex
        hostile.plays(acts)
        outcome = send(caller, TWO, sequence_id=number)
        judge(hostile.books, number, TWO, outcome)
        assert isinstance(outcome, SendReport) is (known or len(acts) == 1)
        if isinstance(outcome, OutcomeUnknownError):
            hostile.plays([])
            finish(hostile.books, number, TWO, resume(caller, outcome))


def test_the_answer_to_another_request_is_none_to_this_one(
    hostile: Hostile, caller: AnyClient
) -> None:
    number = uuid.uuid4().hex
    hostile.plays([HostileAct("foreign", "refused")] * 3)
    outcome = send(caller, TWO, sequence_id=number)
    judge(hostile.books, number, TWO, outcome)
    assert isinstance(outcome, OutcomeUnknownError)
    hostile.plays([])
    finish(hostile.books, number, TWO, resume(caller, outcome))


@pytest.mark.parametrize("status", FAILURES)
@pytest.mark.parametrize("stage", ["executed", "read"])
def test_no_status_is_taken_for_an_answer(
    hostile: Hostile, caller: AnyClient, status: int, stage: str
) -> None:
    hostile.requests.clear()
    for answer in ("status", "status with envelope"):
        number = uuid.uuid4().hex
        hostile.plays(
            [HostileAct(answer, stage, status=status, headers=(("Location", "/elsewhere.json"),))]
            * 3
        )
        outcome = send(caller, TWO, sequence_id=number)
        assert isinstance(outcome, OutcomeUnknownError)
        hostile.plays([])
        finish(hostile.books, number, TWO, resume(caller, outcome))
    assert {asked.path for asked in hostile.requests} == {"/message/send.json"}


@pytest.mark.parametrize("wait", WAITS)
def test_no_retry_after_stops_the_send_from_being_finished(
    hostile: Hostile, caller: AnyClient, wait: str
) -> None:
    number = uuid.uuid4().hex
    hostile.plays([HostileAct("status", status=503, headers=(("Retry-After", wait),))])
    outcome = send(caller, TWO, sequence_id=number)
    judge(hostile.books, number, TWO, outcome)
    if isinstance(outcome, OutcomeUnknownError):
        outcome = resume(caller, outcome)
    finish(hostile.books, number, TWO, outcome)


@pytest.mark.parametrize(
    "stage", ["accepted", "begun", "head", "read", "executed", "late", "forgotten"]
)
@pytest.mark.parametrize("answer", ["nothing", "reset"])
def test_a_line_that_breaks(hostile: Hostile, caller: AnyClient, stage: str, answer: str) -> None:
    for times in (1, 2, 3):
        number = uuid.uuid4().hex
        hostile.plays([HostileAct(answer, stage)] * times)
        outcome = send(caller, TWO, sequence_id=number)
        hostile.settle()
        judge(hostile.books, number, TWO, outcome)
        hostile.plays([])
        if isinstance(outcome, OutcomeUnknownError):
            outcome = resume(caller, outcome)
        finish(hostile.books, number, TWO, outcome)


@pytest.mark.parametrize("leaves", ["closed", "reset"])
def test_a_line_that_was_closed_behind_the_last_answer(
    hostile: Hostile, caller: AnyClient, leaves: str
) -> None:
    hostile.requests.clear()
    numbers = [uuid.uuid4().hex for _ in range(20)]
    hostile.plays([HostileAct(leaves=leaves)] * 20)
    for number in numbers:
        outcome = send(caller, TWO, sequence_id=number)
        judge(hostile.books, number, TWO, outcome)
        assert isinstance(outcome, SendReport)
    assert {asked.json["sequence_id"] for asked in hostile.requests} >= {*numbers}


@pytest.mark.parametrize("answer", sorted({*ANSWERS} - STRAY))
def test_a_read_returns_the_truth_or_one_of_our_errors(
    hostile: Hostile, caller: AnyClient, answer: str
) -> None:
    hostile.requests.clear()
    hostile.plays([HostileAct(answer, status=status) for status in (429, 302, 520)])
    balance = outcome_of(caller.user.balance)
    assert isinstance(balance, TurboSMSError) or str(balance) == "12.34"
    if answer in HONEST[:14]:
        assert str(balance) == "12.34"
    if answer in ("HTML", "status", "204", "empty", "JSON None"):
        assert isinstance(balance, ProtocolError)
        assert len(hostile.requests) == (2 if answer == "status" else 3)


@pytest.mark.parametrize("stage", ["executed", "late"])
def test_twins_at_once_are_one_message(hostile: Hostile, caller: AnyClient, stage: str) -> None:
    number = uuid.uuid4().hex
    hostile.plays(
        [HostileAct(stage=stage, answer="no rows"), HostileAct("reset"), HostileAct(delay=0.01)]
    )
    outcomes = together([lambda: caller.message.send(TWO, text="x", sequence_id=number)] * 4)
    hostile.settle()
    assert {*hostile.books.executed[number].values()} == {1}
    for outcome in outcomes:
        judge(hostile.books, number, TWO, outcome)
        assert isinstance(outcome, SendReport)
