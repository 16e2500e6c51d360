"""What only real processes, real signals and real twins can show."""

from __future__ import annotations

import json
import logging
import signal
import threading
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
import pytest

from tests.effort import THOROUGH
from tests.guarantees.broken_off.figures import Figures
from tests.guarantees.broken_off.model import Sent
from tests.guarantees.ends import classify, classify_call
from tests.guarantees.message_calls import messages_of
from tests.kit.processes import PYTHON, Process
from tests.kit.waiting import wait_for
from tests.kit.warm.forks import Fork
from turbosms_client import OutcomeUnknownError, RetryPolicy, Sms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.kit.clients import AnyClient
    from tests.kit.control import Control
    from tests.kit.warm.programs import Programs

pytestmark = pytest.mark.filterwarnings("ignore:Async generator 'httpx2:ResourceWarning")
PROGRAM = """
import json, sys
from turbosms_client import OutcomeUnknownError, RetryPolicy, Sms, TurboSMS
url, sequence_id, text, *recipients = sys.argv[1:]
with TurboSMS("sandbox", url, sms_sender="TurboSMS", retry=RetryPolicy(attempts=1)) as client:
    print("ready", flush=True)
    try:
        report = client.message.send(recipients, text=text, sms=Sms(), sequence_id=sequence_id)
        print(json.dumps({"ids": report.message_ids, "replayed": report.replayed}))
    except OutcomeUnknownError as error:
        print(json.dumps({"unknown": error.sequence_id}))
"""
TO = ["380501111111", "380502222222"]
SLOW = {"kind": "delay", "seconds": 60}
LOST_AFTER = {"kind": "drop_after"}


@pytest.fixture
def sent(control: Control) -> Sent:
    return Sent(control, Figures(""), TO)


@pytest.fixture
def start(
    control: Control, sent: Sent, programs: Programs, tmp_path: Path
) -> Callable[[], Process]:
    """Starts a process that makes the call; in a thorough run, with a Python of its own."""
    file = tmp_path / "send.py"
    file.write_text(PROGRAM, "utf-8")
    words = (control.url, sent.sequence_id, sent.text, *sent.recipients)

    def start() -> Process:
        process = Process(PYTHON, file, *words) if THOROUGH else Fork(programs, file, *words)
        assert process.line() == "ready"
        return process

    return start


def end(process: Process) -> Any:
    ended = process.wait()
    assert ended.code == 0, ended.stderr
    return json.loads(ended.stdout)


@pytest.mark.parametrize("fault", ["drop_before", "drop_after"])
def test_a_later_process_finishes_it(
    control: Control, sent: Sent, start: Callable[[], Process], fault: str
) -> None:
    control.plan("message/send", [{"kind": fault}])
    assert end(start()) == {"unknown": sent.sequence_id}
    executed = fault == "drop_after"
    assert bool(sent.look()) == executed
    last = end(start())
    assert last == {"ids": [sent.look()[phone] for phone in TO], "replayed": executed}


def test_a_process_that_is_killed_in_the_middle(
    control: Control, sent: Sent, start: Callable[[], Process]
) -> None:
    control.plan("message/send", [SLOW])
    process = start()
    wait_for(sent.look)
    process.stop(signal.SIGKILL)
    control.clear_faults()
    assert end(start()) == {
        "ids": [sent.look()[phone] for phone in TO],
        "replayed": True,
    }


def test_processes_at_the_same_time(
    control: Control, sent: Sent, start: Callable[[], Process]
) -> None:
    control.clear_faults()
    processes = [start() for _ in range(4)]
    ends = [end(process) for process in processes]
    assert sorted(answer["replayed"] for answer in ends) == [False, True, True, True]
    assert {tuple(answer["ids"]) for answer in ends} == {tuple(sent.look()[phone] for phone in TO)}


class Listener(logging.Handler):
    """Hears the client say that it will make another attempt."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if getattr(record, "turbosms_retry", False):
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
    control: Control, client_of: Callable[[str], AnyClient], sent: Sent, pause: float
) -> None:
    """While it waits for the answer, or for the next attempt."""
    client = client_of("sync").another(retry=RetryPolicy(pause=pause, max_pause=60))
    control.plan("message/send", [LOST_AFTER if pause else SLOW])

    def press() -> None:
        wait()
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    thread = threading.Thread(target=press)
    try:
        with in_the_middle(sent, pause) as wait:
            thread.start()
            with pytest.raises(KeyboardInterrupt) as caught:
                client.message.send(TO, text=sent.text, sms=Sms(), sequence_id=sent.sequence_id)
    finally:
        thread.join()
        signal.signal(signal.SIGINT, handler)
    control.clear_faults()
    check_interrupted(client, sent, caught.value)


@pytest.mark.parametrize("kind", ["asyncio", "trio"])
@pytest.mark.parametrize("pause", [0.0, 60.0])
def test_a_scope_that_ends(
    control: Control, client_of: Callable[[str], AnyClient], sent: Sent, kind: str, pause: float
) -> None:
    client = client_of(kind).another(retry=RetryPolicy(pause=pause, max_pause=60))
    control.plan("message/send", [LOST_AFTER if pause else SLOW])

    async def hurry() -> BaseException | None:
        caught = None
        async with anyio.create_task_group() as group:
            with anyio.CancelScope() as scope:
                group.start_soon(end_it, scope)
                try:
                    await client.client.message.send(
                        TO, text=sent.text, sms=Sms(), sequence_id=sent.sequence_id
                    )
                except BaseException as error:
                    caught = error
                    raise
        return caught

    async def end_it(scope: anyio.CancelScope) -> None:
        await anyio.to_thread.run_sync(wait)
        scope.cancel()

    with in_the_middle(sent, pause) as wait:
        caught = client.run(hurry)
    control.clear_faults()
    check_interrupted(client, sent, caught)


def check_interrupted(client: AnyClient, sent: Sent, caught: BaseException) -> None:
    assert isinstance(caught.__cause__, OutcomeUnknownError)
    assert client.interrupted == [caught.__cause__]
    assert caught.__cause__.sequence_id == sent.sequence_id
    assert sent.look().keys() == sent.good
    report = client.resume(caught.__cause__)
    assert report.replayed
    sent.judge(report)


@pytest.mark.parametrize("kind", ["sync", "asyncio"])
def test_the_same_message_in_another_call(
    control: Control, client_of: Callable[[str], AnyClient], kind: str
) -> None:
    """Refused for 90 seconds (427).

    After a lost attempt that is no proof; when the time is over, resuming sends it.
    """
    client, first = client_of(kind), Sent(control, Figures(""), TO)
    control.clear_faults()
    client.message.send(**first.parameters)
    second = {**first.parameters, "sequence_id": first.sequence_id[::-1]}
    refused = classify_call(lambda: client.message.send(**second))
    assert (refused.how, refused.value.code) == ("refused", 427)
    control.plan("message/send", [{"kind": "drop_before"}])
    ended = classify_call(lambda: client.message.send(**second))
    for _ in range(2):
        assert ended.how == "unknown"
        assert classify(ended.value.__cause__).value.code == 427
        assert len(messages_of(control, first.text)) == len(TO)
        ended = classify_call(partial(client.resume, ended.value))
    control.advance(91)
    report = client.resume(ended.value)
    assert len(messages_of(control, first.text)) == 2 * len(TO)
    assert not set(report.message_ids) & set(first_ids(control, first.text, report.message_ids))
    assert client.resume(ended.value).message_ids == report.message_ids
    assert len(messages_of(control, first.text)) == 2 * len(TO)


def first_ids(control: Control, text: str, later: list[str]) -> list[str]:
    ids = [message_id for _, message_id in messages_of(control, text)]
    return [message_id for message_id in ids if message_id not in later]
