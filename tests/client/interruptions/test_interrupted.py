"""A call that is cut off in the middle leaves the caller with the means to finish it."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

import anyio
import httpx2
import pytest
import trio

from tests.kit.answers import accepted, ok, refused
from tests.kit.processes import PYTHON, Process
from tests.kit.service import Act
from turbosms_client import AsyncTurboSMS, OutcomeUnknownError, SendReport, TurboSMS
from turbosms_client._flows.instructions import Sleep
from turbosms_client._flows.running import Running
from turbosms_client._http.driver_interface import Lost

if TYPE_CHECKING:
    from tests.client.pump import Pump
    from tests.kit.service import Service

A = "380501111111"
MANY = [str(380_500_000_000 + place) for place in range(6000)]
PROGRAM = """
import sys
from turbosms_client import OutcomeUnknownError, TurboSMS

with TurboSMS("s3cret-t0ken", sys.argv[1], sms_sender="Shop") as client:
    try:
        client.message.send(["380501111111"], text="Hi")
    except KeyboardInterrupt as error:
        (left,) = client.interrupted
        assert isinstance(error.__cause__, OutcomeUnknownError) and error.__cause__ is left
        print(left.sequence_id, left.resume().sequence_id, flush=True)
        if len(sys.argv) > 2:
            raise
"""


def until_asked(service: Service) -> None:
    while not service.requests:
        time.sleep(0.01)


@pytest.mark.parametrize("shown", [False, True])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c(service: Service, shown: bool) -> None:
    service.answers(Act(delay=30), accepted(A))
    more = ["shown"] if shown else []
    with Process(PYTHON, "-c", PROGRAM, service.url, *more) as process:
        until_asked(service)
        _, told, trace = process.stop(signal.SIGINT)
    number, resumed = told.split()
    assert [body["sequence_id"] for body in service.bodies] == [number, resumed] == [number, number]
    if shown:
        assert f"sequence_id='{number}'" in trace
        assert "KeyboardInterrupt" in trace
        assert "s3cret-t0ken" not in trace


def test_a_cancelled_task(service: Service) -> None:
    async def main() -> None:
        async with AsyncTurboSMS("t", service.url, sms_sender="Shop") as client:
            task = asyncio.ensure_future(client.message.send([A], text="Hi"))
            await asyncio.to_thread(until_asked, service)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            (left,) = client.interrupted
            assert caught.value.__cause__ is left
            report = await left.resume()
        assert {body["sequence_id"] for body in service.bodies} == {
            report.sequence_id,
            left.sequence_id,
        }
        assert len(service.bodies) == 2

    service.answers(Act(delay=30), accepted(A))
    asyncio.run(main())


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancel_scope_that_swallows_the_error(service: Service, backend: str) -> None:
    async def main() -> None:
        async with AsyncTurboSMS("t", service.url, sms_sender="Shop") as client:
            with anyio.move_on_after(0.5) as scope:
                await client.message.send([A], text="Hi")
            assert scope.cancelled_caught
            (left,) = client.interrupted
            report = await left.resume()
        assert report.sequence_id == left.sequence_id
        assert [body["sequence_id"] for body in service.bodies] == [left.sequence_id] * 2

    service.answers(Act(delay=30), accepted(A))
    anyio.run(main, backend=backend)


def test_a_deadline_of_trio(service: Service) -> None:
    async def main() -> None:
        async with AsyncTurboSMS("t", service.url, sms_sender="Shop") as client:
            with pytest.raises(trio.TooSlowError), trio.fail_after(0.5):
                await client.message.send([A], text="Hi", sequence_id="mine")
            assert client.interrupted[0].sequence_id == "mine"

    service.answers(Act(delay=30), accepted(A))
    trio.run(main)


def interrupt(pump: Pump, flow: Any, *script: Any) -> tuple[Any, OutcomeUnknownError]:
    with pytest.raises(KeyboardInterrupt) as caught:
        pump(flow, *script, KeyboardInterrupt())
    left = pump.interrupted.pop()
    assert caught.value.__cause__ is left
    assert isinstance(left, OutcomeUnknownError)
    return caught.value, left


def test_between_the_batches_of_a_long_list(pump: Pump) -> None:
    batches = [accepted(*MANY[:5000]), accepted(*MANY[5000:])]
    _, left = interrupt(pump, pump.message.send(MANY, text="Hi", sequence_id="mine"), batches[0])
    assert left.sequence_id == "mine"
    assert left.report is not None
    assert (len(left.report.accepted), left.report.missing) == (5000, MANY[5000:])
    report = pump(left.resume(), batches[1])
    assert isinstance(report, SendReport)
    assert len(report.accepted) == 6000


def test_in_the_pause_before_a_repeat(pump: Pump) -> None:
    flow: Any = pump.message.send([A], text="Hi", sequence_id="mine")
    running: Running[SendReport] = Running(flow, pump.interrupted)
    running.advance(None)
    pause = running.advance(Lost(httpx2.ReadError("gone"), "https://api.turbosms.ua"))
    assert isinstance(pause, Sleep)
    interruption = KeyboardInterrupt()
    running.cut_off(interruption)
    assert interruption.__cause__ is pump.interrupted[0]
    assert pump.interrupted[0].sequence_id == "mine"


def test_many_in_one_request(pump: Pump) -> None:
    sends: Any = {
        "a": {"recipients": [A], "text": "Hi"},
        "b": {"recipients": ["380502222222"], "text": "Hi"},
    }
    first = {"a": accepted(A), "b": refused(999, "FATAL_ERROR")}
    answer = ok(first)
    _, left = interrupt(pump, pump.message.send_multi(sends, sequence_id="mine"), answer)
    outcomes = pump(left.resume(), {**answer, "response_result": {"b": accepted("380502222222")}})
    assert {key: report.message_ids for key, report in outcomes.items()} == {
        "a": [f"id-{A}"],
        "b": ["id-380502222222"],
    }


def test_one_of_many_resumed_and_interrupted_again(pump: Pump) -> None:
    def answer(inner: object) -> dict[str, Any]:
        return ok({"a": inner})

    doubt = answer(refused(999, "FATAL_ERROR"))
    outcomes = pump(pump.message.send_multi({"a": {"recipients": [A], "text": "Hi"}}), *[doubt] * 4)
    _, left = interrupt(pump, outcomes["a"].resume())
    assert left.sequence_id == outcomes["a"].sequence_id
    report = pump(left.resume(), answer(accepted(A)))
    assert isinstance(report, SendReport)
    assert report.message_ids == [f"id-{A}"]


def test_an_interrupted_question_leaves_nothing(pump: Pump) -> None:
    with pytest.raises(KeyboardInterrupt) as caught:
        pump(pump.message.status(["id"]), KeyboardInterrupt())
    assert caught.value.__cause__ is None
    assert not pump.interrupted


def test_the_log_names_the_number(pump: Pump, caplog: pytest.LogCaptureFixture) -> None:
    interrupt(pump, pump.message.send([A], text="Hi", sequence_id="mine"))
    assert "sequence_id='mine'" in caplog.text
    assert A not in caplog.text


def test_only_the_last_hundred_are_kept() -> None:
    with TurboSMS("t") as client:
        assert client.interrupted.maxlen == 100
