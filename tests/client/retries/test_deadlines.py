"""How long a send waits: as long as it takes, or until the caller's deadline."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import anyio
import httpx2
import pytest

from tests.client.network_errors import TOO_LATE
from tests.kit.answers import accepted
from tests.kit.service import Act, drips
from turbosms_client import (
    AsyncTurboSMS,
    InvalidParameterError,
    OutcomeUnknownError,
    RequestNotSentError,
    RetryPolicy,
    TurboSMS,
)

if TYPE_CHECKING:
    from tests.client.pump import Pump
    from tests.kit.clients import AnyClient
    from tests.kit.service import Service

A = "380501111111"
# httpx2 leaves the generator of a request's body to the garbage collector when sending it fails,
# which trio remarks on.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator 'httpx2:ResourceWarning")


def test_a_send_waits_as_long_as_it_takes(pump: Pump) -> None:
    pump(pump.message.send([A], text="x"), accepted(A))
    assert (pump.steps[0].timeouts.read, pump.steps[0].until) == (None, None)


def test_a_slow_answer_is_waited_for(ask: AnyClient, service: Service) -> None:
    service.answers(Act(json.dumps(accepted(A)).encode(), delay=0.5))
    assert ask.message.send([A], text="x").message_ids
    assert len(service.requests) == 1


@pytest.mark.timeout(30)  # the answer would take an hour
@pytest.mark.parametrize(
    "slow", [Act(b"{}", delay=3600), drips(b" " * 36000, 0.1)], ids=["delay", "drip"]
)
def test_a_deadline_ends_in_an_unknown_outcome(ask: AnyClient, service: Service, slow: Act) -> None:
    service.answers(slow)
    ask = ask.of(service.url, retry=RetryPolicy(pause=5))
    with pytest.raises(OutcomeUnknownError) as caught:
        ask.message.send([A], text="x", deadline=1)
    assert isinstance(caught.value.__cause__, TOO_LATE)
    assert len(service.requests) == 1
    service.answers(accepted(A, code=507))
    assert ask.resume(caught.value).replayed


def test_an_answer_in_parts_before_the_deadline(ask: AnyClient, service: Service) -> None:
    packed = gzip.compress(json.dumps(accepted(A)).encode())
    service.answers(drips(packed, 0.001, headers={"Content-Encoding": "gzip"}))
    assert ask.message.send([A], text="x", deadline=60).message_ids == [f"id-{A}"]


def test_a_hook_may_read_the_answer_before_the_deadline(service: Service) -> None:
    service.answers(accepted(A))
    with httpx2.Client(event_hooks={"response": [lambda response: response.read()]}) as http:
        client = TurboSMS("t", service.url, sms_sender="Shop", http_client=http)
        assert client.message.send([A], text="x", deadline=60).message_ids == [f"id-{A}"]


def test_a_deadline_holds_for_all_attempts_together(pump: Pump) -> None:
    patient = pump.client(RetryPolicy(attempts=50, pause=2, max_pause=2))
    with pytest.raises(OutcomeUnknownError):
        pump(patient.send([A], text="x", deadline=5), httpx2.Response(502))
    assert pump.slept == [2, 2]
    assert [step.timeouts.read for step in pump.steps] == [5, 3, 1]
    assert {step.until for step in pump.steps} == {1005}


def test_a_deadline_before_any_connection_is_surely_not_sent(
    ask: AnyClient, closed_port: str
) -> None:
    ask = ask.of(closed_port)
    with pytest.raises(RequestNotSentError):
        ask.message.send([A], text="x", deadline=1)


@pytest.mark.parametrize("deadline", [0, -1, True, "5", float("nan"), float("inf"), 10**400])
def test_a_deadline_is_a_time(ask: AnyClient, deadline: Any) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        ask.message.send([A], text="x", deadline=deadline)
    assert caught.value.parameter == "deadline"


@pytest.mark.anyio
async def test_a_cancelled_send_ends_at_once(service: Service) -> None:
    service.answers(Act(b"{}", delay=30))
    async with AsyncTurboSMS("t", service.url, sms_sender="Shop") as client:
        with anyio.move_on_after(0.2) as scope:
            await client.message.send([A], text="x")
    assert scope.cancelled_caught
    assert len(service.requests) == 1


def test_no_part_begins_behind_the_deadline(pump: Pump) -> None:
    many = [str(380_500_000_000 + place) for place in range(12_000)]

    def take_long(_: object) -> None:
        pump.now += 60

    flow = pump.message.send(many, text="x", deadline=30, on_report=take_long)
    with pytest.raises(OutcomeUnknownError, match="the deadline was over") as caught:
        pump(flow, accepted(*many[:5000], code=800))
    assert len(pump.steps) == 1
    assert caught.value.unsent == many[5000:]
