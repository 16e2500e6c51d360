"""`on_report`: called with the report of each batch, and what it raises ends the call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.kit.answers import accepted, envelope, ok, refused
from tests.kit.batches import BATCHES, MANY, SIZE
from turbosms_client import (
    APIError,
    InvalidParameterError,
    OutcomeUnknownError,
    RequestNotSentError,
    RetryPolicy,
    SendReport,
    TurboSMS,
)

if TYPE_CHECKING:
    from tests.client.pump import Pump
    from tests.kit.clients import AnyClient
    from tests.kit.service import Service

pytestmark = [pytest.mark.rules, pytest.mark.usefixtures("sent_in_batches")]

A = "380501111111"


def accepted_answer(answers: list[Any]) -> Any:
    """One that accepts `A` alone."""
    (row, *_) = answers[0]["response_result"]
    return {**answers[0], "response_result": [{**row, "phone": A}]}


class CallersError(Exception):
    """Of the application."""


class Recorder:
    """Keeps the reports, and raises when it gets the so-manieth."""

    def __init__(self, error: BaseException | None = None, at: int = 0) -> None:
        self.reports: list[SendReport] = []
        self._error = error
        self._at = at

    def __call__(self, report: SendReport) -> None:
        self.reports.append(report)
        if len(self.reports) == self._at and self._error is not None:
            raise self._error


def test_once_a_batch_with_the_report_of_the_batch(pump: Pump, answers: list[Any]) -> None:
    recorder = Recorder()
    whole = pump(pump.message.send(MANY, text="Hi", on_report=recorder), *answers)
    assert [report.recipients for report in recorder.reports] == BATCHES
    assert [report.sequence_id for report in recorder.reports] == [
        body["sequence_id"] for body in pump.bodies
    ]
    assert len(whole.accepted) == len(MANY)


def test_once_for_a_single_send(ask: AnyClient, service: Service) -> None:
    service.answers(accepted(A))
    recorder = Recorder()
    report = ask.message.send([A], text="Hi", on_report=recorder)
    assert len(recorder.reports) == 1
    assert recorder.reports == [report]


def test_not_for_a_refusal(pump: Pump) -> None:
    recorder = Recorder()
    with pytest.raises(APIError):
        pump(
            pump.message.send([A], text="Hi", on_report=recorder),
            refused(305, "INVALID_PHONE", A),
        )
    assert recorder.reports == []


@pytest.mark.parametrize(
    "error",
    [
        CallersError("the disk is full"),
        KeyboardInterrupt(),
        StopIteration(),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("at", [1, 2, 3])
def test_what_it_raises_passes_and_leaves_the_rest_to_be_finished(
    pump: Pump, answers: list[Any], error: BaseException, at: int
) -> None:
    recorder = Recorder(error, at)
    flow = pump.message.send(MANY, text="Hi", sequence_id="campaign", on_report=recorder)
    with pytest.raises(type(error)) as caught:
        pump(flow, *answers)
    assert caught.value is error
    (left,) = pump.interrupted
    assert error.__cause__ is left
    assert left.sequence_id == "campaign"
    assert left.report is not None
    done = SIZE * at if at < 3 else len(MANY)
    assert [row.input for row in left.report.accepted] == MANY[:done]
    assert left.report.missing == left.unsent == MANY[done:]
    report = pump(left.resume(), *answers[at:])
    assert len(pump.steps) == 3
    assert [told.recipients for told in recorder.reports] == BATCHES
    assert [row.input for row in report.accepted] == MANY


def test_what_it_raises_after_a_single_send(ask: AnyClient, service: Service) -> None:
    service.answers(accepted(A))
    recorder = Recorder(CallersError(), 1)
    with pytest.raises(CallersError) as caught:
        ask.message.send([A], text="Hi", on_report=recorder)
    left = caught.value.__cause__
    assert isinstance(left, OutcomeUnknownError)
    assert [*ask.interrupted] == [left]
    assert left.report == recorder.reports[0]
    assert left.unsent == []
    assert ask.resume(left) == left.report
    assert len(service.requests) == len(recorder.reports) == 1


@pytest.mark.parametrize(
    "error",
    [
        InvalidParameterError("There is no id.", parameter="messages"),
        APIError(106, "REQUIRED_ACTIVE_USER", operation="user/balance"),
        RequestNotSentError("no connection, nothing was sent", operation="user/balance"),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("at", [1, 3])
def test_an_error_of_another_call_does_not_say_that_nothing_was_sent(
    pump: Pump, answers: list[Any], error: Exception, at: int
) -> None:
    recorder = Recorder(error, at)
    with pytest.raises(OutcomeUnknownError) as caught:
        pump(pump.message.send(MANY, text="Hi", on_report=recorder), *answers)
    assert caught.value.__cause__ is error
    assert caught.value.operation == "message/send"
    assert "recipients were accepted" in str(caught.value)
    assert [*pump.interrupted] == []
    report = pump(caught.value.resume(), *answers[at:])
    assert [row.input for row in report.accepted] == MANY


def test_its_own_cause_and_frames_stay(pump: Pump, answers: list[Any]) -> None:
    def on_report(_: SendReport) -> None:
        try:
            int("of the application")
        except ValueError as error:
            raise CallersError from error

    with pytest.raises(CallersError) as caught:
        pump(pump.message.send([A], text="Hi", on_report=on_report), accepted_answer(answers))
    frames = [entry.name for entry in caught.traceback]
    assert frames[-1] == "on_report"
    left = caught.value.__cause__
    assert isinstance(left, OutcomeUnknownError)
    assert isinstance(left.__context__, ValueError)


def test_what_it_does_with_a_report_does_not_concern_the_call(
    pump: Pump, answers: list[Any]
) -> None:
    def empty(report: SendReport) -> None:
        for rows in (report.recipients, report.accepted, report.rejected, report.missing):
            rows.clear()

    report = pump(pump.message.send(MANY, text="Hi", on_report=empty), *answers)
    assert [row.input for row in report.accepted] == report.recipients == MANY
    failure = envelope(203, None, "REQUIRED_BALANCE")
    with pytest.raises(OutcomeUnknownError) as caught:
        pump(pump.message.send(MANY, text="Hi", on_report=empty), answers[0], failure)
    assert caught.value.report is not None
    caught.value.report.recipients.clear()
    assert caught.value.unsent == MANY[SIZE:]
    report = pump(caught.value.resume(), *answers[1:])
    assert [row.input for row in report.accepted] == report.recipients == MANY


@pytest.mark.parametrize("on_report", ["", [], 0, False, 5, "print"])
def test_what_is_no_function_is_found_first(
    ask: AnyClient, service: Service, on_report: Any
) -> None:
    with pytest.raises(InvalidParameterError, match="on_report must be a function") as caught:
        ask.message.send([A], text="Hi", on_report=on_report)
    assert caught.value.parameter == "on_report"
    assert service.requests == []


def test_a_coroutine_function_is_found_first(ask: AnyClient, service: Service) -> None:
    async def on_report(_: SendReport) -> None:
        raise AssertionError

    with pytest.raises(InvalidParameterError, match="plain function"):
        ask.message.send([A], text="Hi", on_report=on_report)
    assert service.requests == []


def test_a_batch_that_is_replayed_by_a_resume_is_told_then(pump: Pump, answers: list[Any]) -> None:
    recorder = Recorder()
    once = pump.client(RetryPolicy(attempts=1))
    with pytest.raises(OutcomeUnknownError) as caught:
        pump(once.send(MANY, text="Hi", on_report=recorder), answers[0], httpx2.ReadError("gone"))
    assert [report.recipients for report in recorder.reports] == BATCHES[:1]
    pump(caught.value.resume(), {**answers[1], "response_code": 507}, answers[2])
    assert [report.recipients for report in recorder.reports] == BATCHES
    assert [report.replayed for report in recorder.reports] == [False, True, False]


def test_it_may_call_the_client(service: Service) -> None:
    balances = []
    answer = ok({"balance": 5})
    service.answers(accepted(A), answer)
    with TurboSMS("t", service.url, sms_sender="Shop") as client:
        client.message.send(
            [A], text="Hi", on_report=lambda report: balances.append(client.user.balance())
        )
    assert balances == [5]
