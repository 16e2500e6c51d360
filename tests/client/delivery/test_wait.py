"""Waiting until every message is final."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.kit.answers import FATAL, accepted, details, lookups, refused, status
from turbosms_client import (
    APIError,
    InvalidParameterError,
    ProtocolError,
    RetryPolicy,
    Sms,
    TransportError,
    Viber,
    WaitTimeoutError,
)

if TYPE_CHECKING:
    from tests.client.pump import Pump
    from tests.kit.clients import AnyClient
    from tests.kit.service import Service

A, B = "380501111111", "380502222222"
IDS = [f"id-{A}", f"id-{B}"]


def test_a_campaign_on_one_channel_asks_for_the_status_of_what_is_open(
    ask: AnyClient, service: Service
) -> None:
    service.answers(
        accepted(A, B),
        lookups(status(IDS[0], "Sent"), status(IDS[1], "Delivered")),
        lookups(),
        lookups(status(IDS[0], "Read")),
    )
    report = ask.message.send([A, B], text="x")
    made = ask.message.wait(report, timeout=30, interval=0.01)
    assert [(number, one.status) for number, one in made.items()] == [
        (IDS[0], "Read"),
        (IDS[1], "Delivered"),
    ]
    assert [request.path for request in service.requests[1:]] == ["/message/status.json"] * 3
    assert [body["messages"] for body in service.bodies[1:]] == [IDS, IDS[:1], IDS[:1]]


def test_a_hybrid_is_open_while_its_sms_is_on_the_way(ask: AnyClient, service: Service) -> None:
    service.answers(
        accepted(A),
        lookups(details(IDS[0], "Sent", None)),
        lookups(details(IDS[0], "Rejected", None)),
        lookups(details(IDS[0], "Rejected", "Queued")),
        lookups(details(IDS[0], "Rejected", "Delivered")),
    )
    report = ask.message.send([A], text="x", sms=Sms(), viber=Viber(sender="V"))
    assert report.hybrid
    made = ask.message.wait(report, timeout=30, interval=0.01)[IDS[0]]
    assert (made.status, made.type, made.rejected_status, made.final) == (
        "Delivered",
        "sms",
        "SRVC_NOT_VIBER_USER",
        True,
    )
    assert [request.path for request in service.requests[1:]] == ["/message/details.json"] * 4


@pytest.mark.parametrize(
    ("halves", "end"),
    [
        (("Delivered", None), ("Delivered", "viber")),
        (("Read", "Cancelled"), ("Read", "viber")),
        (("Expired", "Undelivered"), ("Undelivered", "sms")),
        ((None, "Failed"), ("Failed", "sms")),
        (("Rejected", None), ("Rejected", "viber")),
    ],
)
def test_ids_alone_are_asked_for_on_both_channels(
    ask: AnyClient, service: Service, halves: tuple[str | None, str | None], end: tuple[str, str]
) -> None:
    service.answers(lookups(details("a", *halves)))
    made = ask.message.wait("a", timeout=30)["a"]
    assert (made.status, made.type) == end
    assert service.requests[0].line == "POST /message/details.json HTTP/1.1"


def test_an_id_that_is_not_the_accounts_is_not_waited_for(ask: AnyClient, service: Service) -> None:
    row = {
        "message_id": "a",
        "response_code": 414,
        "response_status": "NOT_ALLOWED_MESSAGE_ID",
        "sms": None,
        "viber": None,
    }
    service.answers(lookups(row))
    assert ask.message.wait(["a"], timeout=30)["a"].code == 414


def test_running_out_of_time_tells_what_is_known(pump: Pump) -> None:
    flow = pump.message.wait(["a", "b", "a", "c"], timeout=5, interval=2)
    first = lookups(details("a", None, "Delivered"), details("b", None, "Teleported"))
    with pytest.raises(WaitTimeoutError, match="2 of 3 messages are not final after 5 s") as caught:
        pump(flow, first, lookups(details("b", None, "Sent")))
    assert {number: one.status for number, one in caught.value.statuses.items()} == {
        "a": "Delivered",
        "b": "Sent",
    }
    assert caught.value.__cause__ is None
    assert pump.slept == [2, 2, 1]


def test_running_out_of_time_in_both_clients(ask: AnyClient, service: Service) -> None:
    service.answers(lookups(details("a", None, "Delivered"), details("b", None, "Teleported")))
    with pytest.raises(WaitTimeoutError, match="1 of 2") as caught:
        ask.message.wait(["a", "b"], timeout=0.1, interval=0.03)
    assert list(caught.value.statuses) == ["a", "b"]


def test_no_question_outlasts_the_waiting(pump: Pump) -> None:
    began = pump.now
    with pytest.raises(WaitTimeoutError) as caught:
        pump(pump.message.wait("a", timeout=10, interval=2), httpx2.ReadTimeout("silence"))
    assert isinstance(caught.value.__cause__, TransportError)
    assert caught.value.statuses == {}
    assert pump.steps[0].timeouts.read == 10
    assert pump.now - began <= 11


@pytest.mark.parametrize(
    "trouble",
    [
        httpx2.ReadError("reset"),
        httpx2.ConnectError("refused"),
        httpx2.Response(502),
        httpx2.Response(429),
        FATAL,
    ],
)
def test_trouble_on_the_way_loses_nothing(pump: Pump, trouble: Any) -> None:
    once = pump.client(RetryPolicy(attempts=1))
    first = lookups(details("a", None, "Delivered"), details("b", None, "Sent"))
    made = pump(
        once.wait(["a", "b"]),
        trouble,
        first,
        trouble,
        trouble,
        lookups(details("b", None, "Delivered")),
    )
    assert [one.status for one in made.values()] == ["Delivered", "Delivered"]
    assert pump.slept == [2.0] * 4
    with pytest.raises(WaitTimeoutError) as caught:
        pump(once.wait(["a", "b"], timeout=10), first, trouble)
    assert list(caught.value.statuses) == ["a", "b"]
    assert isinstance(caught.value.__cause__, (TransportError, ProtocolError, APIError))


@pytest.mark.parametrize("code", [105, 888])
def test_a_final_refusal_ends_the_waiting(pump: Pump, code: int) -> None:
    with pytest.raises(APIError) as caught:
        pump(pump.message.wait("a"), lookups(details("a", None, "Sent")), refused(code, "NAME"))
    assert caught.value.code == code
    with pytest.raises(ProtocolError):
        pump(pump.message.wait("a"), httpx2.Response(404))


def test_ids_of_a_hybrid_are_waited_for_if_told_so(pump: Pump) -> None:
    answers = [lookups(details("a", "Rejected", sms)) for sms in (None, None, "Sent", "Delivered")]
    assert pump(pump.message.wait("a"), *answers)["a"].status == "Rejected"
    answers.insert(1, lookups())
    made = pump(pump.message.wait("a", hybrid=True), *answers)["a"]
    assert (made.status, made.type) == ("Delivered", "sms")
    pump(pump.message.wait("a", hybrid=False), lookups(status("a", "Delivered")))
    assert pump.steps[-1].request.operation == "message/status"


def test_no_sms_follows_a_cancelled_hybrid(pump: Pump) -> None:
    made = pump(pump.message.wait("a", hybrid=True), lookups(details("a", "Cancelled", None)))
    assert made["a"].status == "Cancelled"


def test_no_time_is_one_question(ask: AnyClient, service: Service) -> None:
    service.answers(lookups(details("a", None, "Sent")))
    with pytest.raises(WaitTimeoutError):
        ask.message.wait("a", timeout=0)
    assert len(service.requests) == 1


@pytest.mark.parametrize(
    ("name", "value"), [("timeout", -1), ("timeout", None), ("interval", 0), ("interval", "2")]
)
def test_times_are_times(ask: AnyClient, name: str, value: Any) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        ask.message.wait("a", **{name: value})
    assert (caught.value.parameter, caught.value.code) == (name, None)
