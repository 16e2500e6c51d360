"""Many sends in one request: each has a number, a report and the guarantees of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.kit.answers import accepted, envelope, ok, refused
from turbosms_client import (
    APIError,
    InvalidParameterError,
    MultiReport,
    OutcomeUnknownError,
    RequestNotSentError,
    RetryPolicy,
    SendReport,
    Sms,
    TurboSMS,
)
from turbosms_client._flows.instructions import SendRequest
from turbosms_client._parameters.prepared_sends import prepare_multi

if TYPE_CHECKING:
    from tests.client.pump import Pump

pytestmark = pytest.mark.rules

A, B = "380501111111", "380502222222"
BOTH: dict[str, Any] = {
    "a": {"recipients": [A], "text": "Hi A"},
    "b": {"recipients": [B], "text": "Hi B", "sms": Sms(sender="Other")},
}
ONCE = RetryPolicy(attempts=1)


def together(**answers: Any) -> dict[str, Any]:
    return ok(answers)


def multi(pump: Pump, *script: Any, retry: RetryPolicy | None = None, **given: Any) -> Any:
    message = pump.client(retry) if retry else pump.message
    return pump(message.send_multi(BOTH, **given), *script)


@pytest.fixture
def fine() -> dict[str, Any]:
    return together(a=accepted(A), b=accepted(B))


def test_each_send_goes_out_with_its_own_number(pump: Pump, fine: Any) -> None:
    outcomes = multi(pump, fine, sequence_id="evening")
    body = pump.bodies[0]
    assert body.pop("sequence_id") == "evening"
    assert {key: (send["recipients"], send["sms"]) for key, send in body.items()} == {
        "a": ([A], {"sender": "Shop", "text": "Hi A"}),
        "b": ([B], {"sender": "Other", "text": "Hi B"}),
    }
    # They never change: callers rely on the call's own number to name them.
    assert {key: send["sequence_id"] for key, send in body.items()} == {
        "a": "14c1c74b6a8b5e149dcadf0f3d4bdb81",
        "b": "ab5a09ab2c555da4bc857cc940aee5a5",
    }
    assert isinstance(outcomes, MultiReport)
    reports: dict[str, Any] = outcomes.raise_for_failed()
    assert {key: report.message_ids for key, report in reports.items()} == {
        "a": [f"id-{A}"],
        "b": [f"id-{B}"],
    }
    assert outcomes.raise_for_failed() is outcomes


def test_a_number_of_the_callers_own_stays(pump: Pump, fine: Any) -> None:
    pump(pump.message.send_multi({**BOTH, "a": {**BOTH["a"], "sequence_id": "mine"}}), fine)
    assert pump.bodies[0]["a"]["sequence_id"] == "mine"


def test_a_failure_of_one_is_its_own(pump: Pump) -> None:
    outcomes = multi(pump, together(a=refused(305, "INVALID_PHONE", A), b=accepted(B)))
    assert isinstance(outcomes["a"], APIError)
    assert (outcomes["a"].code, outcomes["a"].operation) == (305, "message/sendmulti")
    assert outcomes["a"].report is not None
    assert outcomes["a"].report.rejected[0].input == A
    assert isinstance(outcomes["b"], SendReport)
    assert len(pump.steps) == 1
    with pytest.raises(APIError) as caught:
        outcomes.raise_for_failed()
    assert caught.value is outcomes["a"]


@pytest.mark.parametrize("doubt", ["unknown code", "no rows", "no answer", "unreadable"])
def test_only_a_send_in_doubt_is_asked_for_again(pump: Pump, doubt: str) -> None:
    odd: dict[str, Any] = {
        "unknown code": {"a": refused(999, "FATAL_ERROR")},
        "no rows": {"a": {"response_code": 800, "response_result": []}},
        "no answer": {},
        "unreadable": {"a": "?"},
    }
    outcomes = multi(
        pump, together(**odd[doubt], b=refused(203, "REQUIRED_BALANCE")), together(a=accepted(A))
    )
    assert pump.bodies[1] == {"a": pump.bodies[0]["a"]}
    assert pump.slept == [pytest.approx(0.01, rel=0.3)]
    assert outcomes["a"].message_ids == [f"id-{A}"]
    assert outcomes["b"].code == 203
    assert [*outcomes] == ["a", "b"]


def first_result(**answers: Any) -> dict[str, Any]:
    return envelope(507, answers, "FAILED_DUPLICATE_REQUEST")


def test_a_call_that_is_repeated_has_the_results_of_the_first(pump: Pump) -> None:
    lost = httpx2.ReadError("gone")
    answer = first_result(a=accepted(A), b=refused(203, "REQUIRED_BALANCE"))
    for script in ((answer,), (lost, answer)):
        outcomes = multi(pump, *script, sequence_id="evening")
        assert (outcomes["a"].replayed, outcomes["a"].message_ids) == (True, [f"id-{A}"])
        # It is what the first attempt came to, so it proves that nothing was done.
        assert isinstance(outcomes["b"], APIError)
        assert outcomes["b"].code == 203
    assert {body["sequence_id"] for body in pump.bodies} == {"evening"}
    assert len(pump.bodies) == 3


def test_rows_of_the_first_result_are_those_of_its_recipients(pump: Pump) -> None:
    stranger = "380503333333"
    outcomes = multi(pump, first_result(a=accepted(stranger), b=accepted(B)), sequence_id="evening")
    assert [row.phone for row in outcomes["a"].accepted] == [stranger]
    assert outcomes["a"].missing == [A]
    assert outcomes["b"].missing == []


@pytest.mark.parametrize("doubt", [refused(999, "FATAL_ERROR"), None])
def test_what_the_first_result_leaves_open_is_asked_for_by_its_own_number(
    pump: Pump, doubt: Any
) -> None:
    """The number of the call would bring the same answer back."""
    told = first_result(**({"a": doubt} if doubt else {}), b=accepted(B))
    outcomes = multi(pump, told, together(a=accepted(A)), sequence_id="evening")
    assert pump.bodies[0]["sequence_id"] == "evening"
    assert pump.bodies[1] == {"a": pump.bodies[0]["a"]}
    assert (outcomes["a"].replayed, outcomes["b"].replayed) == (False, True)


@pytest.mark.parametrize("result", [None, {}, [], "?", {"other": accepted(A)}])
def test_a_first_result_without_a_send_of_ours_is_asked_for_once(pump: Pump, result: Any) -> None:
    told = envelope(507, result, "FAILED_DUPLICATE_REQUEST")
    fine = together(a=accepted(A), b=accepted(B))
    outcomes = multi(pump, told, fine, sequence_id="evening")
    assert outcomes.raise_for_failed() is outcomes
    first, second = pump.bodies
    assert first == {**second, "sequence_id": "evening"}
    assert "sequence_id" not in second


@pytest.mark.parametrize("then", ["unknown", "lost", "refused"])
def test_a_send_that_stays_in_doubt_has_an_error_that_resumes_it_alone(
    pump: Pump, then: str
) -> None:
    odd = together(a=refused(999, "FATAL_ERROR"), b=accepted(B))
    second = {
        "unknown": together(a=refused(999, "FATAL_ERROR")),
        "lost": httpx2.ReadError("gone"),
        "refused": together(
            a=refused(203, "REQUIRED_BALANCE")
        ),  # after a lost attempt it proves nothing
    }[then]
    outcomes = multi(pump, odd, second, retry=RetryPolicy(attempts=2))
    assert outcomes["b"].message_ids == [f"id-{B}"]
    error = outcomes["a"]
    assert isinstance(error, OutcomeUnknownError)
    assert error.sequence_id == pump.bodies[0]["a"]["sequence_id"]
    with pytest.raises(OutcomeUnknownError) as still:
        pump(error.resume(), httpx2.ReadError("gone"))
    report = pump(still.value.resume(), together(a=accepted(A)))
    assert report.message_ids == [f"id-{A}"]
    assert pump.bodies[-1] == {"a": pump.bodies[0]["a"]}


def test_a_lost_answer_is_asked_for_again_as_a_whole(pump: Pump) -> None:
    replay = {**accepted(A), "response_code": 507}
    outcomes = multi(pump, httpx2.ReadError("gone"), together(a=replay, b=accepted(B)))
    assert pump.bodies[0] == pump.bodies[1]
    assert (outcomes["a"].replayed, outcomes["b"].replayed) == (True, False)


def test_after_a_lost_answer_a_refusal_proves_nothing(pump: Pump) -> None:
    script = [
        httpx2.ReadError("gone"),
        together(a=refused(427, "NOT_ALLOWED_MESSAGE_DUPLICATE", A), b=accepted(B)),
    ]
    outcomes = multi(pump, *script, retry=RetryPolicy(attempts=2))
    assert isinstance(outcomes["a"], OutcomeUnknownError)
    assert isinstance(outcomes["a"].__cause__, APIError)


def test_the_whole_in_doubt_is_resumed_as_a_whole(pump: Pump, fine: Any) -> None:
    with pytest.raises(OutcomeUnknownError) as caught:
        multi(pump, httpx2.ReadError("gone"), retry=ONCE, sequence_id="evening")
    assert caught.value.sequence_id == "evening"
    assert [*pump(caught.value.resume(), fine)] == ["a", "b"]
    multi(pump, fine, sequence_id="evening")  # as would another process
    assert pump.bodies[0] == pump.bodies[1] == pump.bodies[2]


def test_a_refusal_of_the_whole_raises(pump: Pump) -> None:
    with pytest.raises(APIError) as caught:
        multi(pump, refused(105, "REQUIRED_AUTH"))
    assert (caught.value.code, caught.value.operation) == (105, "message/sendmulti")
    with pytest.raises(RequestNotSentError):
        multi(pump, httpx2.ConnectError("no"), retry=ONCE)


@pytest.mark.parametrize(
    "answer", [together(), together(other={}), {"response_code": 0, "response_result": "?"}]
)
def test_a_success_that_answers_nothing_is_in_doubt(pump: Pump, answer: Any) -> None:
    with pytest.raises(OutcomeUnknownError):
        multi(pump, answer, retry=ONCE)


def test_the_deadline_holds_for_all_attempts(pump: Pump) -> None:
    odd = together(a=refused(999, "FATAL_ERROR"), b=accepted(B))
    outcomes = multi(pump, odd, retry=RetryPolicy(attempts=9, pause=4, max_pause=4), deadline=10)
    assert isinstance(outcomes["a"], OutcomeUnknownError)
    assert [step.until for step in pump.steps] == [1010] * 3
    assert pump.now == 1008


@pytest.mark.parametrize(
    ("messages", "parameter", "code"),
    [
        ({}, "messages", 300),
        ([], "messages", 300),
        ({1: BOTH["a"]}, "messages", 300),
        ({"token": BOTH["a"]}, "messages", 300),
        ({"sequence_id": BOTH["a"]}, "messages", 300),
        ({"\ud800": BOTH["a"]}, "messages", 300),
        ({"a": [A]}, "messages", 300),
        ({"a": {"text": "Hi"}}, "recipients", 202),
        ({"a": {**BOTH["a"], "recipients": []}}, "recipients", 202),
        ({"a": {**BOTH["a"], "recipients": [A] * 5001}}, "recipients", 405),
        ({"a": {**BOTH["a"], "texts": "Hi"}}, "texts", 300),
        ({"a": {**BOTH["a"], "text": ""}}, "text", 201),
        ({key: {**BOTH[key], "sequence_id": "same"} for key in BOTH}, "sequence_id", 300),
    ],
)
def test_what_the_service_would_refuse_is_found_before(
    messages: Any, parameter: str, code: int
) -> None:
    with (
        TurboSMS("t", "http://127.0.0.1:9", sms_sender="Shop") as client,
        pytest.raises(InvalidParameterError) as bad,
    ):
        client.message.send_multi(messages)
    assert (bad.value.parameter, bad.value.code) == (parameter, code)


def test_the_sandbox_takes_it_and_remembers_each_number(sandbox: str) -> None:
    with TurboSMS("sandbox", sandbox, sms_sender="TurboSMS") as client:
        messages: dict[str, Any] = {
            "fine": {"recipients": ["0501234567"], "text": "Multi"},
            "bad": {"recipients": ["380000000305"], "text": "Multi"},
            "frozen": {"recipients": [A], "text": "Multi", "sender": "Frozen"},
        }
        first = client.message.send_multi(messages, sequence_id="multi-evening")
        again = client.message.send_multi(messages, sequence_id="multi-evening")
        other: dict[str, Any] = {"fine": {"recipients": [B], "text": "Another"}}
        with_others = client.message.send_multi(other, sequence_id="multi-evening")
        assert isinstance(with_others["fine"], SendReport)
        assert with_others["fine"].missing == [B]
        assert isinstance(again["bad"], APIError)
    report, repeated, bad, frozen = first["fine"], again["fine"], first["bad"], first["frozen"]
    assert isinstance(report, SendReport)
    assert isinstance(repeated, SendReport)
    assert (repeated.replayed, repeated.message_ids) == (True, report.message_ids)
    assert isinstance(bad, APIError)
    assert isinstance(frozen, APIError)
    assert (bad.code, frozen.code) == (305, 401)


@pytest.mark.parametrize(("code", "is_repeated"), [(12345, False), (500, True), (999, True)])
def test_a_code_is_repeated_as_for_a_single_send(pump: Pump, code: int, is_repeated: bool) -> None:
    doubtful = envelope(code, None, "X")
    answer = ok({"a": doubtful})
    reports = pump(pump.message.send_multi({"a": BOTH["a"]}), answer)
    assert isinstance(reports["a"], OutcomeUnknownError)
    made_by_multi = len(pump.steps)
    assert (made_by_multi > 1) is is_repeated
    with pytest.raises(OutcomeUnknownError) as caught:
        pump(pump.message.send([A], text="Hi"), doubtful)
    assert len(pump.steps) - made_by_multi == made_by_multi
    assert reports["a"].temporary is caught.value.temporary is is_repeated


def test_a_call_that_is_settled_asks_for_nothing_when_it_is_resumed(pump: Pump, fine: Any) -> None:
    running = pump.running(pump.message.send_multi(BOTH))
    assert isinstance(running.advance(None), SendRequest)
    assert running.advance(pump.outcome(fine)) is None
    interruption = KeyboardInterrupt()
    running.cut_off(interruption)
    left = interruption.__cause__
    assert isinstance(left, OutcomeUnknownError)
    reports = pump(left.resume(), AssertionError("nothing is to be asked"))
    assert [*reports] == ["a", "b"]


def test_no_two_calls_derive_the_same_number(pump: Pump) -> None:
    one = prepare_multi({"7/key/b": BOTH["a"]}, "x", {"sms": "Shop", "viber": None})
    other = prepare_multi({"b": BOTH["a"]}, "x/key/7", {"sms": "Shop", "viber": None})
    assert one.prepared_sends["7/key/b"].sequence_id != other.prepared_sends["b"].sequence_id
