"""`RetryPolicy(attempts=n)` is n requests, in every call."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.kit.answers import FATAL, accepted, ok
from tests.kit.batches import BATCHES, MANY
from tests.kit.service import LOST
from turbosms_client import OutcomeUnknownError, RequestNotSentError, RetryPolicy, TransportError
from turbosms_client._chat import Chat
from turbosms_client._file import File

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.client.pump import Pump
    from tests.kit.clients import AnyClient
    from tests.kit.control import Control
    from tests.kit.service import Service

pytestmark = pytest.mark.rules

A, B, C = "380501111111", "380502222222", "380503333333"
THREE: dict[str, Any] = {
    "a": {"recipients": [A], "text": "Hi"},
    "b": {"recipients": [B], "text": "Hi"},
    "c": {"recipients": [C], "text": "Hi"},
}
GONE = httpx2.ReadError("gone")
NO_CONNECTION = httpx2.ConnectError("no")
TROUBLES = [GONE, NO_CONNECTION, httpx2.Response(502), FATAL]
COUNTS = [1, 2, 3, 4]


def policy(count: int) -> RetryPolicy:
    return RetryPolicy(attempts=count, pause=0.01, max_pause=0.05)


def together(**answers: Any) -> dict[str, Any]:
    return ok(answers)


def flows(pump: Pump, retry: RetryPolicy) -> Iterator[Any]:
    """A call of each operation."""
    message: Any = pump.client(retry)
    chat: Any = Chat(pump.runtime(retry), "https://turbosms.ua")
    file: Any = File(pump.runtime(retry))
    yield message.send([A], text="Hi")
    yield message.send(MANY, text="Hi")
    yield message.send_multi(THREE)
    yield chat.send(1, text="Hi")
    yield file.add(b"GIF89a", name="a.gif")
    yield message.status("id")
    yield message.details("id")


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("trouble", TROUBLES, ids=["lost", "not sent", "HTTP 502", "999"])
def test_every_operation(pump: Pump, count: int, trouble: Any) -> None:
    for flow in flows(pump, policy(count)):
        before = len(pump.steps)
        with pytest.raises(Exception) as caught:  # noqa: PT011 - which one is not the point
            pump(flow, trouble)
        assert len(pump.steps) - before == count, caught.value


@pytest.mark.usefixtures("sent_in_batches")
@pytest.mark.parametrize("count", COUNTS)
def test_each_part_of_a_long_list(pump: Pump, count: int) -> None:
    answers = [accepted(*batch, code=800) for batch in BATCHES]
    script: list[Any] = []
    for answer in answers:
        script += [GONE] * (count - 1) + [answer]
    report = pump(pump.client(policy(count)).send(MANY, text="Hi"), *script)
    assert len(report.accepted) == len(MANY)
    assert len(pump.steps) == 3 * count
    with pytest.raises(OutcomeUnknownError):
        pump(pump.client(policy(count)).send(MANY, text="Hi"), answers[0], GONE)
    assert len(pump.steps) == 3 * count + 1 + count


@pytest.mark.parametrize("count", COUNTS)
def test_send_multi_of_which_single_sends_stay_in_doubt(pump: Pump, count: int) -> None:
    answer = together(a=accepted(A), b=FATAL, c={})
    outcomes = pump(pump.client(policy(count)).send_multi(THREE), answer)
    assert len(pump.steps) == count
    assert outcomes["a"].message_ids == [f"id-{A}"]
    for key in ("b", "c"):
        assert isinstance(outcomes[key], OutcomeUnknownError)
    # And n again, to resume one of them.
    with pytest.raises(OutcomeUnknownError):
        pump(outcomes["b"].resume(), GONE)
    assert len(pump.steps) == 2 * count


DOUBT = together(a=accepted(A), b=FATAL, c=accepted(C))


@pytest.mark.parametrize("first", [GONE, NO_CONNECTION, DOUBT], ids=["lost", "no", "doubt"])
@pytest.mark.parametrize("second", [GONE, NO_CONNECTION, DOUBT], ids=["lost", "no", "doubt"])
@pytest.mark.parametrize("count", COUNTS)
def test_send_multi_in_which_these_mix(pump: Pump, count: int, first: Any, second: Any) -> None:
    script = [first, second, GONE, DOUBT]
    try:
        outcomes = pump(pump.client(policy(count)).send_multi(THREE), *script)
    except (OutcomeUnknownError, RequestNotSentError):
        assert DOUBT not in script[:count]
    else:
        assert isinstance(outcomes["b"], OutcomeUnknownError)
    assert len(pump.steps) == count


def test_send_multi_asks_again_only_for_what_is_in_doubt(pump: Pump) -> None:
    script = [GONE, together(a=accepted(A), b=FATAL, c=FATAL), GONE, together(b=accepted(B))]
    outcomes = pump(pump.client(policy(4)).send_multi(THREE), *script)
    asked = [[*body] for body in pump.bodies]
    as_a_whole = ["a", "b", "c", "sequence_id"]
    assert asked == [as_a_whole, as_a_whole, ["b", "c"], ["b", "c"]]
    assert outcomes["b"].message_ids == [f"id-{B}"]
    assert isinstance(outcomes["c"], OutcomeUnknownError)


@pytest.mark.parametrize("count", COUNTS)
def test_on_the_wire(ask: AnyClient, service: Service, count: int) -> None:
    service.answers(LOST)
    client = ask.of(service.url, retry=policy(count))
    calls: list[Callable[[], Any]] = [
        lambda: client.message.send([A], text="Hi"),
        lambda: client.message.send_multi(THREE),
        lambda: client.chat.send(1, text="Hi"),
        lambda: client.file.add(b"GIF89a", name="a.gif"),
        lambda: client.message.status("id"),
    ]
    for number, call in enumerate(calls, 1):
        with pytest.raises(TransportError):
            call()
        assert len(service.requests) == number * count


def test_at_the_sandbox(live: AnyClient, control: Control) -> None:
    client = live.of(control.url, token="sandbox", retry=policy(3))
    control.fault("message/sendmulti", "drop_after", times=9)
    with pytest.raises(OutcomeUnknownError) as caught:
        client.message.send_multi({"a": THREE["a"] | {"sender": "TurboSMS"}})
    calls = [row for row in control.calls() if "sendmulti" in json.dumps(row)]
    assert len(calls) == 3
    control.clear_faults()
    assert client.resume(caught.value)["a"].replayed


@pytest.mark.parametrize("operation", range(5))
def test_what_surely_did_not_leave_is_sent_again_after_a_short_pause(
    pump: Pump, operation: int
) -> None:
    flow = [*flows(pump, RetryPolicy())][operation]
    with pytest.raises(RequestNotSentError):
        pump(flow, NO_CONNECTION)
    assert len(pump.steps) == 4
    expected = [0.25, 0.5, 1.0]
    assert len(pump.slept) == len(expected)
    for slept, least in zip(pump.slept, expected, strict=True):
        assert least <= slept <= least * 1.25
