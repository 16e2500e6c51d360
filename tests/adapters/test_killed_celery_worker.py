"""The task of docs/celery.md: whatever ends a worker, each message is sent, and none twice."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.adapters.celery_worker import CeleryWorkers, kill_children
from tests.effort import SEED, THOROUGH
from tests.kit.control import RICH, Control, phone
from tests.kit.processes import SandboxProcess
from tests.kit.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.kit.processes import Process

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

COUNT = 500 if THOROUGH else 60
PROCESSES = 4
A_LONG_TIME = 3600


def hold_answers(control: Control, number: int = 1) -> None:
    """The service executes the next sends, so many of them, and does not answer."""
    control.fault("message/send", "delay", seconds=A_LONG_TIME, times=number)


@pytest.fixture
def own_sandbox() -> Iterator[Control]:
    """One that the workers of the other tests, which get some tasks once more, do not send to."""
    with SandboxProcess("--seed", SEED) as process, Control(process.url) as control:
        control.account(balance=RICH)
        yield control


def test_kill_9_in_the_middle(tmp_path: Path, own_sandbox: Control) -> None:
    phones = [phone(number) for number in range(COUNT)]
    with CeleryWorkers(tmp_path, own_sandbox.url) as workers:
        task_ids = workers.send(phones, "Order 12345 is on its way.")
        first = workers.start(concurrency=PROCESSES)
        wait_for(lambda: len(own_sandbox.sent_to()) > COUNT / 4)
        # All of its processes are busy, so it is not about to take a task: Redis would forget it.
        hold_answers(own_sandbox, PROCESSES)
        own_sandbox.wait_until_met()
        wait_for(lambda: workers.taken() == PROCESSES)
        workers.kill(first)
        assert len(own_sandbox.sent_to()) < COUNT
        workers.start(concurrency=PROCESSES)
        workers.wait_until_ended(task_ids)
    assert Counter(own_sandbox.sent_to()) == Counter(phones)
    replayed = [call for call in own_sandbox.calls() if call["code"] == 507]
    assert len(replayed) >= PROCESSES, "what was sent before the kill was asked for again"


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory, sandbox: str) -> Iterator[CeleryWorkers]:
    with CeleryWorkers(tmp_path_factory.mktemp("celery"), sandbox) as made:
        yield made


@pytest.fixture(scope="module")
def worker(workers: CeleryWorkers) -> Process:
    """One that has one process for its tasks, so that they come one after the other."""
    return workers.start(concurrency=1)


@pytest.mark.thorough_only
def test_one_of_its_processes_is_killed(
    workers: CeleryWorkers, worker: Process, control: Control
) -> None:
    hold_answers(control)
    task_ids = workers.send([phone(1)], "Once")
    control.wait_until_met()
    kill_children(worker)
    workers.wait_until_ended(task_ids)
    assert control.sent_to() == [phone(1)]


@pytest.mark.one_case_in(2)
@pytest.mark.parametrize("limit", ["soft_time_limit", "time_limit"])
def test_a_time_limit(
    workers: CeleryWorkers, worker: Process, control: Control, limit: str
) -> None:
    """The soft one interrupts the send, the other one kills the process."""
    task_id = str(uuid4())
    hold_answers(control)
    workers.send([phone(1)], "Once", task_id=task_id, **{limit: 2})
    control.wait_until_met()
    said = re.compile(rf"ime limit \(2.*{task_id}")
    wait_for(lambda: said.search(worker.said()))
    workers.wait_until_ended([task_id])
    assert f"{task_id}] succeeded" in worker.said()
    assert control.sent_to() == [phone(1)]


@pytest.mark.thorough_only
@pytest.mark.usefixtures("worker")
def test_a_lost_response(workers: CeleryWorkers, control: Control) -> None:
    control.fault("message/send", "drop_after")
    task_ids = workers.send([phone(1)], "Once")
    control.wait_until_met()
    workers.wait_until_ended(task_ids)
    assert control.sent_to() == [phone(1)]


def test_a_refused_message_is_not_tried_again(
    workers: CeleryWorkers, worker: Process, control: Control
) -> None:
    task_ids = workers.send(["380000000404"], "Never")
    workers.wait_until_ended(task_ids)
    assert "NOT_ALLOWED_NUMBER_STOPLIST" in worker.said()
    assert "380000000404" not in worker.said()
    assert len([call for call in control.calls() if call["operation"] == "message/send"]) == 1
