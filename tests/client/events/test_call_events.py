"""`on_call`: an event for each request with its retries, and nothing personal in it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.kit.answers import FATAL, accepted, envelope, ok, recipient_row, refused, status
from turbosms_client import (
    APIError,
    AsyncTurboSMS,
    CallEvent,
    InvalidParameterError,
    OutcomeUnknownError,
    RequestNotSentError,
    RetryPolicy,
    TransportError,
    TurboSMS,
    WaitTimeoutError,
)
from turbosms_client._user import User

if TYPE_CHECKING:
    from tests.client.pump import Pump
    from tests.kit.clients import AnyClient
    from tests.kit.control import Control

pytestmark = pytest.mark.rules

A, B = "380501111111", "380502222222"
TEXT = "Nobody may read this"
MANY = [str(380_500_000_000 + place) for place in range(12_000)]
BATCHES = [MANY[:5000], MANY[5000:10_000], MANY[10_000:]]
GONE = httpx2.ReadError("gone")
NO_CONNECTION = httpx2.ConnectError("no")
STOP_LIST = "NOT_ALLOWED_NUMBER_STOPLIST"


def summary(event: CallEvent) -> tuple[Any, ...]:
    return (event.operation, event.outcome, event.code, event.attempts)


def send(*phones: str) -> dict[str, Any]:
    return {"recipients": [*phones], "text": TEXT}


def send_event(outcome: str, code: int | None, attempts: int) -> tuple[Any, ...]:
    return ("message/send", outcome, code, attempts)


def test_a_send_that_succeeds(pump: Pump) -> None:
    answer = accepted(A)
    answer["response_result"].append(recipient_row(B, 404, None, response_status=STOP_LIST))
    pump(pump.message.send([A, B], text=TEXT), answer)
    (event,) = pump.events
    assert summary(event) == send_event("succeeded", 801, 1)
    assert (event.accepted, event.rejected) == (1, 1)


def test_a_retry_belongs_to_its_request_and_the_pause_counts(pump: Pump) -> None:
    pump(pump.message.send([A], text=TEXT), GONE, NO_CONNECTION, accepted(A))
    (event,) = pump.events
    assert summary(event) == send_event("succeeded", 801, 3)
    assert event.seconds == pytest.approx(sum(pump.slept))
    assert event.seconds > 0


@pytest.mark.parametrize(
    ("script", "error", "expected"),
    [
        ([refused(404, STOP_LIST, A)], APIError, ("refused", 404, 1)),
        ([envelope(302, None, "X")], APIError, ("refused", 302, 1)),
        ([NO_CONNECTION], RequestNotSentError, ("not_sent", None, 4)),
        ([GONE], OutcomeUnknownError, ("unknown", None, 4)),
        ([GONE, NO_CONNECTION], OutcomeUnknownError, ("unknown", None, 4)),
        ([GONE, refused(404, STOP_LIST, A)], OutcomeUnknownError, ("unknown", 404, 2)),
        ([FATAL], OutcomeUnknownError, ("unknown", 999, 4)),
        ([httpx2.Response(404)], OutcomeUnknownError, ("unknown", None, 1)),
    ],
)
def test_a_send_that_fails(
    pump: Pump, script: list[Any], error: type[Exception], expected: tuple[str, int | None, int]
) -> None:
    with pytest.raises(error):
        pump(pump.message.send([A], text=TEXT), *script)
    (event,) = pump.events
    assert summary(event) == send_event(*expected)
    assert event.accepted == 0
    assert event.rejected == int(expected[0] == "refused" and expected[1] == 404)


@pytest.mark.parametrize(
    ("script", "error", "expected"),
    [
        ([ok({"balance": 5})], None, ("succeeded", 0, 1)),
        ([GONE, ok({"balance": 5})], None, ("succeeded", 0, 2)),
        ([GONE], TransportError, ("failed", None, 4)),
        ([envelope(105, None, "X")], APIError, ("refused", 105, 1)),
        ([FATAL], APIError, ("failed", 999, 4)),
    ],
)
def test_a_call_that_only_reads(
    pump: Pump,
    script: list[Any],
    error: type[Exception] | None,
    expected: tuple[str, int | None, int],
) -> None:
    user: Any = User(pump.runtime(RetryPolicy(pause=0.01)))
    if error is None:
        pump(user.balance(), *script)
    else:
        with pytest.raises(error):
            pump(user.balance(), *script)
    (event,) = pump.events
    assert summary(event) == ("user/balance", *expected)
    assert (event.accepted, event.rejected) == (0, 0)


def test_each_batch_has_an_event(pump: Pump) -> None:
    answers = [accepted(*batch, code=800) for batch in BATCHES]
    pump(pump.message.send(MANY, text=TEXT), answers[0], GONE, answers[1], answers[2])
    assert [event.accepted for event in pump.events] == [5000, 5000, 2000]
    assert [event.attempts for event in pump.events] == [1, 2, 1]


def test_a_batch_that_is_refused_is_no_unknown_outcome(pump: Pump) -> None:
    first = accepted(*BATCHES[0], code=800)
    with pytest.raises(OutcomeUnknownError):
        pump(pump.message.send(MANY, text=TEXT), first, envelope(302, None, "X"))
    assert [event.outcome for event in pump.events] == ["succeeded", "refused"]


def test_many_sends_in_one_request(pump: Pump) -> None:
    answer = ok({"a": accepted(A), "b": refused(404, STOP_LIST, B)})
    pump(pump.message.send_multi({"a": send(A), "b": send(B)}), answer)
    (event,) = pump.events
    assert summary(event) == ("message/sendmulti", "succeeded", 0, 1)
    assert (event.accepted, event.rejected) == (1, 1)


def test_waiting_has_an_event_each_time_that_it_asks(pump: Pump) -> None:
    wait = pump.message.wait("id", hybrid=False, timeout=4, interval=2)
    with pytest.raises(WaitTimeoutError):
        pump(wait, ok([{"response_code": 0, "response_status": "OK", **status("id", "Sent")}]))
    assert len(pump.events) == 3
    assert {summary(event) for event in pump.events} == {("message/status", "succeeded", 0, 1)}


@pytest.mark.parametrize("script", [[KeyboardInterrupt()], [GONE, KeyboardInterrupt()]])
def test_an_interruption(pump: Pump, script: list[Any]) -> None:
    with pytest.raises(KeyboardInterrupt):
        pump(pump.message.send([A], text=TEXT), *script)
    (event,) = pump.events
    assert summary(event) == send_event("interrupted", None, len(script))


def test_what_never_leaves_has_no_event(pump: Pump) -> None:
    with pytest.raises(InvalidParameterError):
        pump(pump.message.send([A], text=""), accepted(A))
    assert pump.events == []


def test_a_deadline_that_is_over_before_the_first_attempt(pump: Pump) -> None:
    answers = [accepted(*batch, code=800) for batch in BATCHES]
    flow = pump.message.send(MANY, text=TEXT, deadline=5)
    running = pump.running(flow)
    running.advance(None)
    pump.now += 10
    assert running.advance(pump.outcome(answers[0])) is None
    assert summary(pump.events[1]) == send_event("not_sent", None, 0)


class BrokenHookError(Exception):
    """Of the application."""


def _break(_event: CallEvent) -> None:
    raise BrokenHookError("a bug")


def test_an_error_of_the_hook_is_logged_and_breaks_nothing(
    pump: Pump, caplog: pytest.LogCaptureFixture
) -> None:
    pump.on_call = _break
    report = pump(pump.message.send([A], text=TEXT), accepted(A))
    assert len(report.accepted) == 1
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.getMessage() == "message/send: on_call raised an error; the call goes on."
    assert record.exc_info is not None
    assert record.exc_info[0] is BrokenHookError
    assert TEXT not in caplog.text


def test_an_error_of_the_hook_hides_no_error_of_the_call(pump: Pump) -> None:
    pump.on_call = _break
    with pytest.raises(APIError):
        pump(pump.message.send([A], text=TEXT), refused(404, STOP_LIST, A))
    with pytest.raises(KeyboardInterrupt) as caught:
        pump(pump.message.send([A], text=TEXT), KeyboardInterrupt())
    assert isinstance(caught.value.__cause__, OutcomeUnknownError)


def test_ctrl_c_in_the_hook_leaves_the_means_to_complete_the_call(pump: Pump) -> None:
    def interrupt(_event: CallEvent) -> None:
        raise KeyboardInterrupt

    pump.on_call = interrupt
    with pytest.raises(KeyboardInterrupt) as caught:
        pump(pump.message.send([A], text=TEXT), accepted(A))
    assert isinstance(caught.value.__cause__, OutcomeUnknownError)


def test_both_clients_call_it(ask: AnyClient, control: Control) -> None:
    events: list[CallEvent] = []
    client = ask.of(control.url, token=control.token, on_call=events.append, sms_sender="TurboSMS")
    client.user.balance()
    control.fault("message/send", "drop_after")
    client.message.send([A], text=TEXT)
    assert [event.operation for event in events] == ["user/balance", "message/send"]
    assert (events[1].outcome, events[1].code, events[1].attempts) == ("succeeded", 507, 2)
    said = repr(events)
    assert not any(secret in said for secret in (A, TEXT, control.token))


def test_a_token_function_that_fails(control: Control) -> None:
    def fail() -> str:
        raise BrokenHookError

    events: list[CallEvent] = []
    with (
        TurboSMS(fail, control.url, on_call=events.append) as client,
        pytest.raises(BrokenHookError),
    ):
        client.user.balance()
    assert [event.outcome for event in events] == ["not_sent"]


@pytest.mark.parametrize("client", [TurboSMS, AsyncTurboSMS])
def test_what_cannot_be_called_is_refused(client: Any) -> None:
    async def awaited(_event: CallEvent) -> None:
        """Nothing would await it."""

    for value in (1, "metrics", awaited):
        with pytest.raises(InvalidParameterError) as caught:
            client("t", on_call=value)
        assert caught.value.parameter == "on_call"
