"""The task of docs/celery.md: whatever ends a worker, each message is sent, and none twice."""

from __future__ import annotations

import re
import signal
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.adapters.celery_worker import CeleryWorkers, signal_children
from tests.kit.control import phone
from tests.kit.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.kit.control import Control
    from tests.kit.processes import Process

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

COUNT = 500
PROCESSES = 4
A_LONG_TIME = 3600


def hold_workers(control: Control, number: int = 1) -> None:
    """Wait until the service has executed so many sends whose responses do not come."""
    control.fault("message/send", "delay", seconds=A_LONG_TIME, times=number)
    control.wait_until_met()


def test_kill_9_in_the_middle(tmp_path: Path, rich: Control) -> None:
    phones = [phone(number) for number in range(COUNT)]
    # Seconds, instead of minutes, until Redis gives out again what the killed worker had.
    with CeleryWorkers(tmp_path, rich.url, visibility_timeout=2) as workers:
        task_ids = workers.send(phones, "Order 12345 is on its way.")
        first = workers.start(concurrency=PROCESSES)
        wait_for(lambda: len(rich.sent_to()) > COUNT / 4)
        # All of its processes are busy, so it is not about to take a task: Redis would forget it.
        hold_workers(rich, PROCESSES)
        wait_for(lambda: workers.taken() == PROCESSES)
        workers.kill(first)
        assert len(rich.sent_to()) < COUNT
        workers.start(concurrency=PROCESSES)
        workers.wait_until_ended(task_ids)
    assert Counter(rich.sent_to()) == Counter(phones)
    # What was sent before the kill was asked for again. The sandbox lists the latest calls alone.
    last_call = rich.calls()[0]["number"]
    assert last_call >= COUNT + PROCESSES


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory, sandbox: str) -> Iterator[CeleryWorkers]:
    folder = tmp_path_factory.mktemp("celery")
    with CeleryWorkers(folder, sandbox, visibility_timeout=900) as made:
        yield made


@pytest.fixture(scope="module")
def worker(workers: CeleryWorkers) -> Process:
    """One that has one process for its tasks, so that they come one after the other."""
    return workers.start(concurrency=1)


def test_one_of_its_processes_is_killed(
    workers: CeleryWorkers, worker: Process, control: Control
) -> None:
    task_ids = workers.send([phone(1)], "Once")
    hold_workers(control)
    signal_children(worker, signal.SIGKILL)
    workers.wait_until_ended(task_ids)
    assert control.sent_to() == [phone(1)]


def test_a_soft_time_limit(workers: CeleryWorkers, worker: Process, control: Control) -> None:
    """With this signal, Celery has a task interrupted whose time is over."""
    (task_id,) = workers.send([phone(1)], "Once")
    hold_workers(control)
    signal_children(worker, signal.SIGUSR1)
    workers.wait_until_ended([task_id])
    assert re.search(rf"{task_id}\] retry: Retry in 5s: SoftTimeLimitExceeded", worker.said())
    assert f"{task_id}] succeeded" in worker.said()
    assert control.sent_to() == [phone(1)]


def test_a_hard_time_limit(workers: CeleryWorkers, worker: Process, control: Control) -> None:
    """It kills the process."""
    (task_id,) = workers.send([phone(1)], "Once", time_limit=10)
    hold_workers(control)
    workers.wait_until_ended([task_id])
    assert f"Hard time limit (10s) exceeded for tasks.send_sms[{task_id}]" in worker.said()
    assert f"{task_id}] succeeded" in worker.said()
    assert control.sent_to() == [phone(1)]


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
