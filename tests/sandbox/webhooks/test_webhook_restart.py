"""What webhooks are told after a restart: what was due and not answered, and nothing twice else."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.control import Control
from tests.kit.receiver import OK, Receiver, answer, never_answer
from tests.kit.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.kit.processes import SandboxProcess
    from tests.kit.receiver import Told

if sys.platform != "win32":
    import resource

MESSAGE = {"recipients": ["380002000007"], "sms": {"sender": "TurboSMS", "text": "Hi"}}
"""It stays Accepted: one event."""


@pytest.mark.one_interpreter
@pytest.mark.one_case_in(4)
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_what_was_not_answered_is_told_by_itself(
    start_process: Callable[..., SandboxProcess], tmp_path: Path, how: int
) -> None:
    """Without anybody who calls the sandbox after its start, under the same id, as the same try."""
    process = start_process("--state", tmp_path / "state")
    with Receiver(write=never_answer) as silent:
        with Control(process.url) as control:
            control.control("PUT", "webhooks", {"webhooks": [silent.webhook()]})
            control.result("message/send", MESSAGE)
        wait_for(lambda: silent.told)
        process.stop(how)
        (before,) = silent.take()
        port = silent.port
    with Receiver(port=port) as receiver:
        process = start_process("--state", tmp_path / "state")
        wait_for(lambda: receiver.told)
        (after,) = receiver.take()
        assert process.stop().code == 0
    for key in ("id", "data", "try"):
        assert before.values[key] == after.values[key]


def test_what_was_answered_is_not_told_again(
    api: Any, told: Receiver, tmp_path: Path, set_webhooks: Callable[..., Any]
) -> None:
    api.state_file = tmp_path / "state"
    api.restart()
    set_webhooks(told.webhook())
    told.decide = lambda each: OK if each.summary[1] != "Sent" else answer(500)
    api.sms("380678998668")
    api.advance(10)
    told.take()
    api.restart()
    api.advance(0)
    assert told.take() == []
    api.advance(60)
    assert told.summaries() == [("DLR_SMS_API", "Sent", 2)]
    shown = api.control("GET", "webhooks/calls")["calls"]
    api.restart()
    assert api.control("GET", "webhooks/calls")["calls"] == shown


@pytest.mark.one_interpreter
@pytest.mark.skipif(sys.platform != "linux", reason="a limit of Linux")
def test_what_cannot_be_recorded_is_recorded_later(
    start_process: Callable[..., SandboxProcess], tmp_path: Path
) -> None:
    """With a full disk, what came of an attempt waits, and the attempt is not made again."""
    path = tmp_path / "state"
    process = start_process("--state", path)
    hard = resource.RLIM_INFINITY

    def fill_the_disk(_: Told) -> bytes:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (path.stat().st_size, hard))
        return OK

    with Receiver(fill_the_disk) as receiver, Control(process.url) as control:
        control.control("PUT", "webhooks", {"webhooks": [receiver.webhook()]})
        control.result("message/send", MESSAGE)
        wait_for(lambda: receiver.told)
        with pytest.raises(ValueError, match="state file cannot be written"):
            control.advance(60)
        assert control.control("GET", "webhooks/calls") == {"calls": []}
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        receiver.decide = lambda _: OK
        wait_for(lambda: control.control("GET", "webhooks/calls")["calls"])
        control.advance(100_000)
        (call,) = control.control("GET", "webhooks/calls")["calls"]
        assert (call["try"], call["status"]) == (1, 200)
        assert len(receiver.told) == 1
    ended = process.stop()
    assert (ended.code, "state file cannot be written" in ended.stderr) == (0, True)
