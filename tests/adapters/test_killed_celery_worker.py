"""The task of docs/celery.md: whatever ends a worker, each message is sent, and none twice."""

from __future__ import annotations

import signal
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.adapters.celery_worker import CeleryWorkers, kill_children
from tests.effort import THOROUGH
from tests.kit.control import phone
from tests.kit.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.kit.control import Control

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

COUNT = 500 if THOROUGH else 60
A_LONG_TIME = 3600


def hold_a_worker(control: Control) -> None:
    """Wait until the service has executed a send whose response does not come."""
    control.fault("message/send", "delay", seconds=A_LONG_TIME)
    control.wait_until_met()


def test_kill_9_in_the_middle(tmp_path: Path, rich: Control) -> None:
    phones = [phone(number) for number in range(COUNT)]
    with CeleryWorkers(tmp_path, rich) as workers:
        workers.send(phones, "Order 12345 is on its way.")
        first = workers.start(concurrency=4)
        wait_for(lambda: len(rich.sent_to()) > COUNT / 4)
        hold_a_worker(rich)
        first.stop(signal.SIGKILL)
        assert len(rich.sent_to()) < COUNT
        assert workers.taken() > 0
        second = workers.start(concurrency=4)
        wait_for(lambda: workers.unfinished() == 0)
        assert "succeeded" in second.said()
    assert Counter(rich.sent_to()) == Counter(phones)
    replayed = [call for call in rich.calls() if call["code"] == 507]
    assert replayed, "no message was sent, and asked for again after the kill"


def test_one_of_its_processes_is_killed(tmp_path: Path, rich: Control) -> None:
    with CeleryWorkers(tmp_path, rich) as workers:
        worker = workers.start(concurrency=1)
        workers.send([phone(1)], "Once")
        hold_a_worker(rich)
        kill_children(worker)
        wait_for(lambda: workers.unfinished() == 0)
    assert rich.sent_to() == [phone(1)]


@pytest.mark.parametrize("limit", ["soft_time_limit", "time_limit"])
def test_a_time_limit(tmp_path: Path, rich: Control, limit: str) -> None:
    """The soft one interrupts the send, the other one kills the process."""
    changes = f"send_sms.soft_time_limit = None\nsend_sms.{limit} = 2"
    with CeleryWorkers(tmp_path, rich, changes) as workers:
        worker = workers.start(concurrency=1)
        workers.send([phone(1)], "Once")
        hold_a_worker(rich)
        wait_for(lambda: "ime limit (2" in worker.said())
        wait_for(lambda: "succeeded" in worker.said())
        wait_for(lambda: workers.unfinished() == 0)
    assert rich.sent_to() == [phone(1)]


def test_a_refused_message_is_not_tried_again(tmp_path: Path, rich: Control) -> None:
    with CeleryWorkers(tmp_path, rich) as workers:
        worker = workers.start(concurrency=1)
        workers.send(["380000000404"], "Never")
        wait_for(lambda: workers.unfinished() == 0)
        said = worker.said()
    assert "NOT_ALLOWED_NUMBER_STOPLIST" in said
    assert "380000000404" not in said
    assert len([call for call in rich.calls() if call["method"] == "message/send"]) == 1
