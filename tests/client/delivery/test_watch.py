"""Watching messages: every change once, until all of them are final."""

from __future__ import annotations

import dataclasses
import gc
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.kit.answers import FATAL, accepted, details, lookups, refused, status
from tests.kit.service import LOST, Act
from turbosms_client import (
    APIError,
    InvalidParameterError,
    MessageStatus,
    ProtocolError,
    RetryPolicy,
    Sms,
    TransportError,
    Viber,
    WaitTimeoutError,
)
from turbosms_client._message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.client.pump import Pump
    from tests.kit.clients import AnyClient
    from tests.kit.control import Control
    from tests.kit.service import Service

pytestmark = pytest.mark.rules

A, B = "380501111111", "380502222222"
IDS = [f"id-{A}", f"id-{B}"]
ONCE = RetryPolicy(attempts=1)


def words(changes: Iterable[MessageStatus]) -> list[tuple[str, str | None]]:
    return [(change.message_id, change.status) for change in changes]


def watch(pump: Pump, *script: Any, messages: Any = "a", **options: Any) -> Iterator[MessageStatus]:
    """Watch on the clock of the pump: the questions get these answers one after the other."""
    answers = [*script]

    def run(flow: Any) -> Any:
        before = len(pump.steps)
        changed = pump(flow, *answers)
        used = len(pump.steps) - before
        del answers[: min(used, len(answers) - 1)]
        return changed

    module: Any = Message(dataclasses.replace(pump.runtime(ONCE), run=run))
    changes: Iterator[MessageStatus] = module.watch(messages, **options)
    return changes


def test_every_change_comes_once(ask: AnyClient, service: Service) -> None:
    service.answers(
        accepted(A, B),
        lookups(status(IDS[0], "Queued"), status(IDS[1], "Queued")),
        lookups(status(IDS[0], "Queued"), status(IDS[1], "Queued")),
        lookups(status(IDS[0], "Queued"), status(IDS[1], "Delivered")),
        lookups(status(IDS[0], "Sent")),
        lookups(),
        lookups(status(IDS[0], "Sent")),
        lookups(status(IDS[0], "Read")),
    )
    report = ask.message.send([A, B], text="x")
    changes = [*ask.message.watch(report, interval=0.01)]
    assert words(changes) == [
        (IDS[0], "Queued"),
        (IDS[1], "Queued"),
        (IDS[1], "Delivered"),
        (IDS[0], "Sent"),
        (IDS[0], "Read"),
    ]
    assert [body["messages"] for body in service.bodies[1:]] == [IDS] * 3 + [IDS[:1]] * 4


def test_it_ends_at_once_when_all_are_final(ask: AnyClient, service: Service) -> None:
    service.answers(lookups(details("a", "Delivered", None), details("b", None, "Failed")))
    changes = [*ask.message.watch(["a", "b"], timeout=30)]
    assert words(changes) == [("a", "Delivered"), ("b", "Failed")]
    assert len(service.requests) == 1


def test_changes_come_as_soon_as_they_are_known(ask: AnyClient, service: Service) -> None:
    service.answers(lookups(details("a", None, "Sent")))
    changes = ask.message.watch("a", interval=0.01)
    assert not service.requests
    assert next(changes).status == "Sent"
    assert len(service.requests) == 1
    service.answers(lookups(details("a", None, "Delivered")))
    assert next(changes).status == "Delivered"
    assert next(changes, None) is None
    assert len(service.requests) == 2


def test_the_sms_of_a_hybrid_is_watched_for(ask: AnyClient, service: Service) -> None:
    service.answers(
        accepted(A),
        lookups(details(IDS[0], "Sent", None)),
        lookups(details(IDS[0], "Rejected", None)),
        lookups(details(IDS[0], "Rejected", "Queued")),
        lookups(details(IDS[0], "Rejected", "Delivered")),
    )
    report = ask.message.send([A], text="x", sms=Sms(), viber=Viber(sender="V"))
    changes = [*ask.message.watch(report, interval=0.01)]
    assert [(change.type, change.status) for change in changes] == [
        ("viber", "Sent"),
        ("viber", "Rejected"),
        ("sms", "Queued"),
        ("sms", "Delivered"),
    ]


def test_of_ids_alone_the_sms_is_watched_for_if_told_so(pump: Pump) -> None:
    answers = [lookups(details("a", "Rejected", sms)) for sms in (None, "Sent", "Delivered")]
    assert words(watch(pump, *answers)) == [("a", "Rejected")]
    made = watch(pump, *answers, hybrid=True)
    assert words(made) == [("a", "Rejected"), ("a", "Sent"), ("a", "Delivered")]
    words(watch(pump, lookups(status("a", "Delivered")), hybrid=False))
    assert pump.steps[-1].request.operation == "message/status"


def test_running_out_of_time(pump: Pump) -> None:
    began = pump.now
    first = lookups(details("a", None, "Delivered"), details("b", None, "Sent"))
    then = lookups(details("b", None, "Sent"))
    changes = watch(pump, first, then, messages=["a", "b"], timeout=5, interval=2)
    assert words([next(changes), next(changes)]) == [("a", "Delivered"), ("b", "Sent")]
    with pytest.raises(WaitTimeoutError, match="1 of 2 messages are not final after 5 s") as caught:
        next(changes)
    known = {message_id: known.status for message_id, known in caught.value.statuses.items()}
    assert known == {"a": "Delivered", "b": "Sent"}
    assert caught.value.__cause__ is None
    assert pump.now - began == 5
    assert pump.slept == [2, 2, 1]


def test_running_out_of_time_tells_which_question_failed_last(pump: Pump) -> None:
    script = [
        lookups(details("a", None, "Sent")),
        httpx2.Response(502),
        httpx2.ReadError("the last"),
    ]
    changes = watch(pump, *script, timeout=5, interval=2)
    next(changes)
    with pytest.raises(WaitTimeoutError) as caught:
        next(changes)
    assert [*caught.value.statuses] == ["a"]
    assert isinstance(caught.value.__cause__, TransportError)
    assert "the last" in str(caught.value.__cause__)


def test_running_out_of_time_in_both_clients(ask: AnyClient, service: Service) -> None:
    service.answers(lookups(details("a", None, "Delivered"), details("b", None, "Sent")))
    changes: list[MessageStatus] = []
    with pytest.raises(WaitTimeoutError) as caught:
        changes.extend(ask.message.watch(["a", "b"], timeout=0.1, interval=0.03))
    assert words(changes) == [("a", "Delivered"), ("b", "Sent")]
    assert [*caught.value.statuses] == ["a", "b"]


def test_without_a_timeout_it_goes_on(pump: Pump) -> None:
    began = pump.now
    answers = [lookups(details("a", None, "Sent"))] * 1000
    changes = watch(pump, *answers, lookups(details("a", None, "Read")))
    assert words(changes) == [("a", "Sent"), ("a", "Read")]
    assert pump.now - began == 2_000


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
def test_a_temporary_failure_is_survived(pump: Pump, trouble: Any) -> None:
    changes = watch(
        pump,
        trouble,
        lookups(details("a", None, "Sent")),
        trouble,
        trouble,
        lookups(details("a", None, "Delivered")),
    )
    assert words(changes) == [("a", "Sent"), ("a", "Delivered")]
    assert pump.slept == [2.0] * 4


def test_a_temporary_failure_is_survived_by_both_clients(ask: AnyClient, service: Service) -> None:
    client = ask.of(service.url, retry=ONCE)
    service.answers(
        LOST,
        lookups(details("a", None, "Sent")),
        Act(status=503),
        lookups(details("a", None, "Delivered")),
    )
    changes = [*client.message.watch("a", interval=0.01)]
    assert words(changes) == [("a", "Sent"), ("a", "Delivered")]


@pytest.mark.parametrize("code", [105, 888])
def test_a_lasting_refusal_raises(ask: AnyClient, service: Service, code: int) -> None:
    service.answers(lookups(details("a", None, "Sent")), refused(code, "NAME"))
    changes: list[MessageStatus] = []
    with pytest.raises(APIError) as caught:
        changes.extend(ask.message.watch("a", interval=0.01))
    assert caught.value.code == code
    assert words(changes) == [("a", "Sent")]


def test_what_is_not_the_service_raises(ask: AnyClient, service: Service) -> None:
    service.answers(Act(status=404, body=b"<html>"))
    with pytest.raises(ProtocolError):
        list(ask.message.watch("a", interval=0.01))


@pytest.mark.parametrize("hybrid", [None, True, False])
def test_an_id_that_nobody_has_is_final(live: AnyClient, hybrid: bool | None) -> None:
    nobodys = "f83f8868-5e46-c6cf-e4fb-615e5a293754"
    (change,) = [*live.message.watch(nobodys, hybrid=hybrid, timeout=30)]
    assert (change.message_id, change.code, change.final) == (nobodys, 414, True)


def test_the_id_is_written_as_it_was_asked_for(ask: AnyClient, service: Service) -> None:
    service.answers(lookups(status("abc", "Delivered")))
    (change,) = [*ask.message.watch(["ABC"], hybrid=False, timeout=30)]
    assert change.message_id == "ABC"


def test_leaving_the_loop_early_needs_no_closing(ask: AnyClient, service: Service) -> None:
    """The tests turn the warning of an iterator that is left open into an error."""
    service.answers(lookups(details("a", None, "Sent")))
    changes = ask.message.watch("a", interval=0.01)
    assert next(changes).status == "Sent"
    del changes
    gc.collect()
    never_begun = ask.message.watch("a")
    del never_begun
    gc.collect()
    service.answers(lookups(details("a", None, "Delivered")))
    assert ask.message.wait("a", timeout=30)["a"].status == "Delivered"


@pytest.mark.parametrize(
    ("name", "value"), [("timeout", -1), ("timeout", "2"), ("interval", 0), ("interval", "2")]
)
def test_what_is_wrong_is_told_at_once(ask: AnyClient, name: str, value: Any) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        ask.message.watch("a", **{name: value})
    assert caught.value.parameter == name
    with pytest.raises(InvalidParameterError):
        ask.message.watch([])


def test_a_campaign_at_the_sandbox(live: AnyClient, control: Control) -> None:
    """And `wait`, which stands on the same, ends with the last changes."""
    sender = "TurboSMS"
    no_viber = "380000000002"
    report = live.message.send(
        [A, no_viber], text="Hi", sms=Sms(sender=sender), viber=Viber(sender=sender)
    )
    seen: list[MessageStatus] = []
    for change in live.message.watch(report, timeout=120, interval=0.01):
        seen.append(change)
        control.advance(60)
    last = {change.message_id: change for change in seen}
    assert live.message.wait(report, timeout=30) == last
    assert all(change.final for change in last.values())
    as_told = [(change.message_id, change.type, change.status) for change in seen]
    assert len(set(as_told)) == len(as_told) > 2
