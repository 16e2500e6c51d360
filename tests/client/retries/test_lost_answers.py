"""Never twice, never a false report: what happens when the network fails, in both clients."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx2
import pytest

from tests.client.network_errors import NOT_CONNECTED, OF_THE_NETWORK
from tests.kit.answers import BALANCE, accepted, envelope, refused
from tests.kit.facts import UNKNOWN
from tests.kit.service import LOST, NOT_READ, Act
from turbosms_client import (
    APIError,
    InvalidParameterError,
    NotAllowedError,
    OutcomeUnknownError,
    ProtocolError,
    RequestNotSentError,
    RetryPolicy,
    TransportError,
    TurboSMS,
)

if TYPE_CHECKING:
    from tests.client.pump import Pump
    from tests.kit.clients import AnyClient
    from tests.kit.service import Service

A, B = "380501111111", "380502222222"
# httpx2 leaves the generator of a request's body to the garbage collector when sending it fails,
# which trio remarks on.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator 'httpx2:ResourceWarning")
ONCE = RetryPolicy(attempts=1)


LOSSES = {
    "reset before": NOT_READ,
    "reset after": LOST,
    "truncated": Act(b'{"response_code":0,', promise=500),
    "HTML": Act(b"<html>", headers={"Content-Type": "text/html"}),
    "502": Act(b"Bad gateway", status=502),
    "503": Act(b"", status=503),
    "520": Act(b"?", status=520),
    "429": Act(b"", status=429),
}
"""Ways to lose an answer."""


def numbers(service: Service) -> set[str]:
    return {body["sequence_id"] for body in service.bodies}


@pytest.mark.parametrize("way", LOSSES)
def test_a_lost_send_is_repeated_with_the_same_number(
    ask: AnyClient, service: Service, way: str
) -> None:
    service.answers(LOSSES[way], LOSSES[way], accepted(A, code=507))
    report = ask.message.send([A], text="x")
    assert (report.replayed, report.message_ids) == (True, [f"id-{A}"])
    assert len(numbers(service)) == 1
    assert len(service.requests) == (1 if way == "reset before" else 3)


@pytest.mark.parametrize("way", LOSSES)
def test_a_send_that_stays_lost_has_an_unknown_outcome(
    ask: AnyClient, service: Service, way: str
) -> None:
    before = dt.datetime.now(dt.UTC)
    service.answers(LOSSES[way])
    with pytest.raises(OutcomeUnknownError) as caught:
        ask.message.send([A], text="x", sequence_id="mine")
    error = caught.value
    assert (error.sequence_id, error.operation) == ("mine", "message/send")
    assert before <= error.started <= dt.datetime.now(dt.UTC)
    protocol = way in ("HTML", "502", "503", "520", "429")
    assert isinstance(error.__cause__, ProtocolError if protocol else OF_THE_NETWORK)
    service.answers(accepted(A, code=507))
    assert ask.resume(error).replayed
    assert numbers(service) == {"mine"}
    assert service.bodies[-1]["sms"]["text"] == "x"


@pytest.mark.parametrize("way", LOSSES)
def test_a_lost_read_is_repeated_and_then_named(ask: AnyClient, service: Service, way: str) -> None:
    service.answers(LOSSES[way], BALANCE)
    assert ask.user.balance() == 5
    service.answers(LOSSES[way])
    with pytest.raises((TransportError, ProtocolError)) as caught:
        ask.user.balance()
    assert not isinstance(caught.value, (RequestNotSentError, OutcomeUnknownError))
    if isinstance(caught.value, ProtocolError) and way[0].isdigit():
        assert caught.value.http_status == int(way)


@pytest.mark.timeout(30)  # a pause would take a minute
def test_a_refused_connection_is_surely_not_sent(ask: AnyClient, closed_port: str) -> None:
    patient = ask.of(closed_port, retry=RetryPolicy(attempts=4, pause=60))
    with pytest.raises(RequestNotSentError, match="nothing was sent") as caught:
        patient.message.send([A], text="x")
    assert isinstance(caught.value.__cause__, NOT_CONNECTED)
    with pytest.raises(RequestNotSentError):
        ask.of(closed_port).user.balance()


def test_a_lost_send_is_repeated_after_the_pause(pump: Pump) -> None:
    flow = pump.client(RetryPolicy(pause=2)).send([A], text="x")
    pump(flow, httpx2.ReadError("reset"), httpx2.Response(502), accepted(A))
    first, second = pump.slept
    assert 2 <= first <= 2.5
    assert 4 <= second <= 5


def test_a_send_that_did_not_leave_is_repeated_after_a_short_pause(pump: Pump) -> None:
    message = pump.client(RetryPolicy(pause=60))
    pump(
        message.send([A], text="x"),
        httpx2.ConnectError("refused"),
        httpx2.ConnectTimeout("late"),
        accepted(A),
    )
    assert len(pump.steps) == 3
    assert 0.75 <= sum(pump.slept) <= 0.9375


def test_after_a_lost_attempt_no_connection_is_no_proof(ask: AnyClient, service: Service) -> None:
    service.answers(replace(LOST, last=True))
    with pytest.raises(OutcomeUnknownError) as caught:
        ask.message.send([A], text="x")
    assert isinstance(caught.value.__cause__, OF_THE_NETWORK)
    assert "refused" not in str(caught.value.__cause__)


@pytest.mark.parametrize("code", [427, 203, 105])
def test_after_a_lost_attempt_a_failure_is_no_proof(
    ask: AnyClient, service: Service, code: int
) -> None:
    service.answers(LOST, refused(code, "NAME", A))
    with pytest.raises(OutcomeUnknownError) as caught:
        ask.message.send([A], text="x")
    assert isinstance(caught.value.__cause__, APIError)
    assert caught.value.__cause__.code == code
    assert len(service.requests) == 2


def test_a_427_row_beside_accepted_ones_on_a_repeat(ask: AnyClient, service: Service) -> None:
    answer = accepted(A, B, code=803)
    answer["response_result"][1] |= {"response_code": 427, "message_id": None}
    service.answers(LOST, answer)
    with pytest.raises(OutcomeUnknownError) as caught:
        ask.message.send([A, B], text="x")
    assert isinstance(caught.value.__cause__, APIError)
    assert caught.value.__cause__.report is not None
    assert caught.value.__cause__.report.message_ids == [f"id-{A}"]
    service.answers(answer)
    assert (
        ask.message.send([A, B], text="x").rejected[0].code == 427
    )  # of a first attempt it is an answer


def test_a_replay_of_a_refusal_is_the_first_result(ask: AnyClient, service: Service) -> None:
    service.answers(LOST, refused(404, "NOT_ALLOWED_NUMBER_STOPLIST", A, overall=507))
    with pytest.raises(NotAllowedError) as caught:
        ask.message.send([A], text="x")
    assert caught.value.code == 404


def test_a_refusal_of_a_resumed_send_is_no_proof_either(ask: AnyClient, service: Service) -> None:
    service.answers(LOST)
    with pytest.raises(OutcomeUnknownError) as first:
        ask.message.send([A], text="x")
    service.answers(refused(203, "REQUIRED_BALANCE"))
    with pytest.raises(OutcomeUnknownError) as second:
        ask.resume(first.value)
    assert second.value.started == first.value.started
    assert second.value.sequence_id == first.value.sequence_id
    second.value.started -= dt.timedelta(days=14)
    with pytest.raises(InvalidParameterError):
        ask.resume(second.value)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 400, 401, 404])
def test_redirects_are_not_followed_and_other_statuses_are_no_answer(
    ask: AnyClient, service: Service, status: int
) -> None:
    elsewhere = {"Location": f"{service.url}/elsewhere"} if status < 400 else {}
    service.answers(Act(b"{}", status=status, headers=elsewhere))
    with pytest.raises(OutcomeUnknownError) as caught:
        ask.message.send([A], text="x")
    assert isinstance(caught.value.__cause__, ProtocolError)
    assert caught.value.__cause__.http_status == status
    with pytest.raises(ProtocolError):
        ask.user.balance()
    assert [request.path for request in service.requests] == [
        "/message/send.json",
        "/user/balance.json",
    ]


def test_an_http_client_that_follows_redirects_is_overruled(service: Service) -> None:
    service.answers(Act(b"", status=302, headers={"Location": f"{service.url}/elsewhere"}))
    with (
        httpx2.Client(follow_redirects=True) as http,
        TurboSMS("t", service.url, retry=ONCE, http_client=http) as client,
        pytest.raises(ProtocolError),
    ):
        client.user.balance()
    assert len(service.requests) == 1


def test_retry_after_is_honoured(pump: Pump) -> None:
    asking = pump.client(RetryPolicy(pause=0.01, max_pause=9))
    pump(
        asking.status("a"),
        httpx2.Response(429, headers={"Retry-After": "7"}),
        BALANCE | {"response_result": []},
    )
    assert pump.slept == [7]
    with pytest.raises(ProtocolError):
        pump(asking.status("a"), httpx2.Response(503, headers={"Retry-After": "3600"}))
    assert (len(pump.steps), pump.slept) == (3, [7])


def test_both_clients_pause(ask: AnyClient, service: Service) -> None:
    service.answers(Act(status=429, headers={"Retry-After": "1"}), BALANCE)
    ask = ask.of(service.url, retry=RetryPolicy(pause=0.01, max_pause=2))
    assert ask.user.balance() == 5
    assert len(service.requests) == 2


def test_a_token_function_that_fails_on_a_repeat_leaves_the_number(
    ask: AnyClient, service: Service
) -> None:
    calls: list[int] = []

    def token() -> str:
        calls.append(1)
        if len(calls) == 2:
            raise LookupError("vault is closed")
        return "t"

    ask = ask.of(service.url, token=token)
    service.answers(LOST)
    with pytest.raises(OutcomeUnknownError) as caught:
        ask.message.send([A], text="x", sequence_id="mine")
    assert isinstance(caught.value.__cause__, LookupError)
    assert caught.value.sequence_id == "mine"


def test_a_token_function_that_fails_at_first_is_the_callers_own_error(
    ask: AnyClient, service: Service
) -> None:
    def token() -> str:
        raise LookupError("vault is closed")

    with pytest.raises(LookupError):
        ask.of(service.url, token=token).message.send([A], text="x")


@pytest.mark.parametrize("status", [502, 404])
def test_a_hook_that_raises_for_the_status_hides_no_answer(service: Service, status: int) -> None:
    service.answers(Act(b"Bad gateway", status=status))
    with httpx2.Client(
        event_hooks={"response": [lambda response: response.raise_for_status()]}
    ) as http:
        client = TurboSMS("t", service.url, sms_sender="Shop", http_client=http, retry=ONCE)
        for deadline in (None, 60):
            with pytest.raises(OutcomeUnknownError) as caught:
                client.message.send([A], text="x", deadline=deadline)
            assert isinstance(caught.value.__cause__, ProtocolError)
            assert caught.value.__cause__.http_status == status
        with pytest.raises(ProtocolError):
            client.user.balance()


def test_one_attempt_is_one(ask: AnyClient, service: Service) -> None:
    ask = ask.of(service.url, retry=ONCE)
    service.answers(Act(status=502))
    with pytest.raises(OutcomeUnknownError):
        ask.message.send([A], text="x")
    with pytest.raises(ProtocolError):
        ask.user.balance()
    assert len(service.requests) == 2


@pytest.mark.parametrize("code", UNKNOWN)
def test_retry_after_is_honoured_beside_a_code(pump: Pump, code: int) -> None:
    doubtful = envelope(code, None, "X")
    waiting = httpx2.Response(200, json=doubtful, headers={"Retry-After": "7"})
    patient = pump.client(RetryPolicy(attempts=3, pause=1, max_pause=9))
    pump(patient.send([A], text="Hi"), waiting, accepted(A))
    assert pump.slept == [7]
    too_long = httpx2.Response(200, json=doubtful, headers={"Retry-After": "10"})
    pump.slept.clear()
    with pytest.raises(OutcomeUnknownError):
        pump(patient.send([A], text="Hi"), too_long)
    assert pump.slept == []
