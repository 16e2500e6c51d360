"""Faults of the calls of webhooks, each as a receiver sees it, and what is made good later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.kit.receiver import Receiver

ONE_EVENT = "380002000007"
"""Its SMS stays Accepted."""


def attempts(api: Any) -> list[tuple[Any, ...]]:
    """Oldest first: number, status, failure and fault."""
    calls = api.control("GET", "webhooks/calls")["calls"][::-1]
    return [(each["try"], each["status"], each["failure"], each["fault"]) for each in calls]


def test_dropped(api: Any, told: Receiver) -> None:
    api.fault("webhook", "drop", times=2)
    api.sms(ONE_EVENT)
    api.advance(60)
    assert told.take() == []
    api.advance(180)
    (call,) = told.take()
    assert call.values["try"] == 3
    assert attempts(api) == [
        (1, None, "dropped", "drop"),
        (2, None, "dropped", "drop"),
        (3, 200, None, None),
    ]


def test_hung_up(api: Any, told: Receiver) -> None:
    """The receiver has it, and answered, but the sender has not waited."""
    api.fault("webhook", "hang_up")
    api.sms(ONE_EVENT)
    api.advance(60)
    first, second = sorted(told.take(), key=lambda call: call.values["try"])
    assert first.values["id"] == second.values["id"]
    assert first.values["data"] == second.values["data"]
    assert attempts(api) == [(1, None, "hung_up", "hang_up"), (2, 200, None, None)]


def test_a_duplicate(api: Any, told: Receiver) -> None:
    api.fault("webhook", "duplicate")
    api.sms(ONE_EVENT)
    api.advance(600)
    first, second = told.take()
    assert first.body == second.body
    assert attempts(api) == [(1, 200, None, "duplicate")]


def test_a_wrong_signature(api: Any, told: Receiver) -> None:
    api.fault("webhook", "wrong_signature")
    api.sms(ONE_EVENT)
    api.sms(ONE_EVENT, text="Another")
    api.advance(0)
    calls = told.take()
    assert sorted(call.is_signed for call in calls) == [False, True]
    assert {len(call.values["signature"]) for call in calls} == {40}


def test_another_order(api: Any, told: Receiver) -> None:
    """What was held back comes after the next event."""
    api.fault("webhook", "reorder")
    api.sms("380678998668")
    api.advance(10)
    assert [call.summary[1] for call in told.take()] == ["Sent", "Accepted", "DELIVRD"]
    assert {fault for *_, fault in attempts(api)} == {"reorder", None}


def test_another_order_of_nothing(api: Any, told: Receiver) -> None:
    """Everything due has been attempted, even if nothing comes that could be told before."""
    api.fault("webhook", "reorder", times=3)
    api.sms(ONE_EVENT)
    api.advance(0)
    assert [call.summary[1] for call in told.take()] == ["Accepted"]
    assert [fault["times"] for fault in api.faults()] == [2]


def test_others_meet_none_of_them(api: Any, told: Receiver) -> None:
    """Calls of methods do not use them up, nor do those of webhooks use up faults of methods."""
    api.fault("webhook", "drop")
    api.fault("*", "code", code=999)
    assert api.code("user/ping") == 999
    assert [fault["method"] for fault in api.faults()] == ["webhook"]
    api.fault("*", "code", code=999)
    api.sms(ONE_EVENT)
    api.sms(ONE_EVENT)
    api.advance(0)
    assert api.faults() == []


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "code", "code": 1},
        {"kind": "drop", "seconds": 1},
        {"kind": "drop", "times": 0},
        {"kind": "truncate"},
    ],
)
def test_what_is_no_fault_of_them(api: Any, fault: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"kind|unknown key|times"):
        api.control("POST", "faults", {"method": "webhook", **fault})
    with pytest.raises(ValueError, match="kind"):
        api.control("POST", "faults", {"method": "message/send", "kind": "duplicate"})


def test_a_reset_removes_them_and_everything_else(api: Any, told: Receiver) -> None:
    api.fault("webhook", "drop")
    api.sms(ONE_EVENT)
    api.advance(0)
    assert attempts(api)
    api.reset()
    assert (api.faults(), attempts(api)) == ([], [])
    api.sms(ONE_EVENT)
    api.advance(10_000)
    assert told.take() == []
