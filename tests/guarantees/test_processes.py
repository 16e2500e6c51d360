"""What only real processes, real signals and real twins can show."""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
import pytest

from tests.guarantees.drivers import end_of
from tests.guarantees.figures import Figures
from tests.guarantees.model import Sent
from turbosms_client import OutcomeUnknownError, RetryPolicy, Sms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.guarantees.control import Control
    from tests.guarantees.drivers import Driver

pytestmark = pytest.mark.filterwarnings("ignore:Async generator 'httpx2:ResourceWarning")
PROGRAM = """
import json, sys
from turbosms_client import OutcomeUnknownError, RetryPolicy, Sms, TurboSMS
url, number, text, *recipients = sys.argv[1:]
with TurboSMS("sandbox", url, sms_sender="TurboSMS", retry=RetryPolicy(attempts=1)) as client:
    print("ready", flush=True)
    try:
        report = client.message.send(recipients, text=text, sms=Sms(), sequence_id=number)
        print(json.dumps({"ids": report.message_ids, "replayed": report.replayed}))
    except OutcomeUnknownError as error:
        print(json.dumps({"unknown": error.sequence_id}))
"""
TO = ["380501111111", "380502222222"]


@pytest.fixture
def sent(control: Control) -> Sent:
    return Sent(control, Figures(""), TO)


def program(url: str, sent: Sent) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, url, sent.number, sent.text, *sent.recipients]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def end(process: subprocess.Popen[str]) -> Any:
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    return json.loads(output)


def wait_for(condition: Callable[[], Any]) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.parametrize("fault", ["drop_before", "drop_after"])
def test_a_later_process_finishes_it(
    control: Control, address: str, sent: Sent, fault: str
) -> None:
    control.faults("message/send", [{"kind": fault}])
    assert end(program(address, sent)) == {"unknown": sent.number}
    executed = fault == "drop_after"
    assert bool(sent.look()) == executed
    last = end(program(address, sent))
    assert last == {"ids": [sent.look()[number] for number in TO], "replayed": executed}


def test_a_process_that_is_killed_in_the_middle(control: Control, address: str, sent: Sent) -> None:
    control.faults("message/send", [{"kind": "delay", "seconds": 60}])
    process = program(address, sent)
    wait_for(sent.look)
    process.kill()
    process.communicate(timeout=60)
    control.clear()
    assert end(program(address, sent)) == {
        "ids": [sent.look()[number] for number in TO],
        "replayed": True,
    }


def test_processes_at_the_same_time(control: Control, address: str, sent: Sent) -> None:
    control.clear()
    ends = [end(process) for process in [program(address, sent) for _ in range(4)]]
    assert sorted(answer["replayed"] for answer in ends) == [False, True, True, True]
    assert {tuple(answer["ids"]) for answer in ends} == {
        tuple(sent.look()[number] for number in TO)
    }


class Listener(logging.Handler):
    """Hears the client say that it will make another attempt."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if "Attempt" in record.getMessage():
            self.heard.set()


@contextmanager
def in_the_middle(sent: Sent, pause: float) -> Iterator[Callable[[], None]]:
    """Gives a function that returns when the call waits: for its answer, or its next attempt."""
    listener, logger = Listener(), logging.getLogger("turbosms_client")
    logger.addHandler(listener)

    def wait() -> None:
        wait_for(sent.look)
        if pause:
            assert listener.heard.wait(60)
        time.sleep(0.2)  # what was seen comes just before it waits

    try:
        yield wait
    finally:
        logger.removeHandler(listener)


@pytest.mark.parametrize("pause", [0.0, 60.0])
def test_ctrl_c(
    control: Control, driver_of: Callable[[str], Driver], sent: Sent, pause: float
) -> None:
    """While it waits for the answer, or for the next attempt."""
    driver = driver_of("sync")
    client = driver.new_client(retry=RetryPolicy(pause=pause, max_pause=60))
    control.faults(
        "message/send", [{"kind": "delay", "seconds": 60} if not pause else {"kind": "drop_after"}]
    )

    def press() -> None:
        wait()
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    thread = threading.Thread(target=press)
    try:
        with in_the_middle(sent, pause) as wait:
            thread.start()
            with pytest.raises(KeyboardInterrupt) as caught:
                client.message.send(TO, text=sent.text, sms=Sms(), sequence_id=sent.number)
    finally:
        thread.join()
        signal.signal(signal.SIGINT, handler)
    control.clear()
    check_interrupted(driver, client, sent, caught.value)


@pytest.mark.parametrize("kind", ["asyncio", "trio"])
@pytest.mark.parametrize("pause", [0.0, 60.0])
def test_a_scope_that_ends(
    control: Control, driver_of: Callable[[str], Driver], sent: Sent, kind: str, pause: float
) -> None:
    driver = driver_of(kind)
    client = driver.new_client(retry=RetryPolicy(pause=pause, max_pause=60))
    control.faults(
        "message/send", [{"kind": "delay", "seconds": 60} if not pause else {"kind": "drop_after"}]
    )

    async def hurry() -> BaseException | None:
        caught = None
        async with anyio.create_task_group() as group:
            with anyio.CancelScope() as scope:
                group.start_soon(end_it, scope)
                try:
                    await client.message.send(
                        TO, text=sent.text, sms=Sms(), sequence_id=sent.number
                    )
                except BaseException as error:
                    caught = error
                    raise
        return caught

    async def end_it(scope: anyio.CancelScope) -> None:
        await anyio.to_thread.run_sync(wait)
        scope.cancel()

    with in_the_middle(sent, pause) as wait:
        caught = driver.portal(hurry)
    control.clear()
    check_interrupted(driver, client, sent, caught)


def check_interrupted(driver: Driver, client: Any, sent: Sent, caught: BaseException) -> None:
    assert isinstance(caught.__cause__, OutcomeUnknownError)
    assert [*client.interrupted] == [caught.__cause__]
    assert caught.__cause__.sequence_id == sent.number
    assert sent.look().keys() == sent.good
    report = driver.run(caught.__cause__.resume)
    assert report.replayed
    sent.judge(report)


@pytest.mark.parametrize("kind", ["sync", "asyncio"])
def test_the_same_message_in_another_call(
    control: Control, driver_of: Callable[[str], Driver], kind: str
) -> None:
    """Refused for 90 seconds (427).

    After a lost attempt that is no proof; when the time is over, resuming sends it.
    """
    driver, first = driver_of(kind), Sent(control, Figures(""), TO)
    control.clear()
    driver.run(lambda: driver.client.message.send(**first.parameters))
    second = {**first.parameters, "sequence_id": first.number[::-1]}
    refused = driver.ended(lambda: driver.client.message.send(**second))
    assert (refused.how, refused.value.code) == ("refused", 427)
    control.faults("message/send", [{"kind": "drop_before"}])
    ended = driver.ended(lambda: driver.client.message.send(**second))
    for _ in range(2):
        assert ended.how == "unknown"
        assert end_of(ended.value.__cause__).value.code == 427
        assert len(control.messages(first.text)) == len(TO)
        ended = driver.ended(ended.value.resume)
    control.advance(91)
    report = driver.run(ended.value.resume)
    assert len(control.messages(first.text)) == 2 * len(TO)
    assert not set(report.message_ids) & set(first_ids(control, first.text, report.message_ids))
    assert driver.run(ended.value.resume).message_ids == report.message_ids
    assert len(control.messages(first.text)) == 2 * len(TO)


def first_ids(control: Control, text: str, later: list[str]) -> list[str]:
    return [message_id for _, message_id in control.messages(text) if message_id not in later]
