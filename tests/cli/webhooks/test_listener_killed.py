"""`turbosms webhook listen` is killed, and goes on: nothing is lost, and little comes twice."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import rows
from tests.effort import examples
from tests.kit.processes import free_port
from tests.kit.waiting import wait_for
from tests.webhooks.calls import as_json, call, report

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.webhooks.conftest import Listen
    from tests.cli.webhooks.listening_command import Listening
    from tests.kit.control import Control

CALLS = 60


def printed_by(listening: Listening) -> list[str]:
    """The messages on its whole lines."""
    whole, _, _ = listening.stdout.rpartition("\n")
    return [row["message_id"] for row in rows(whole)]


@pytest.mark.parametrize("seed", range(examples(2, 30)))
def test_every_call_that_was_answered_is_printed(listen: Listen, tmp_path: Path, seed: int) -> None:
    choice = random.Random(seed)
    database = tmp_path / "webhooks.db"
    names = [f"m{number}" for number in range(CALLS)]
    bodies = [as_json(call(name, report(message_id=name))) for name in names]
    waiting = [*bodies]
    printed: list[str] = []
    kills = 0
    while waiting:
        listening = listen("--database", database)
        for _ in range(min(choice.randint(5, 30), len(waiting))):
            assert listening.post(waiting.pop(0)) == 200
        listening.kill()
        kills += 1
        printed += printed_by(listening)
    last = listen("--database", database)
    wait_for(lambda: {*printed, *printed_by(last)} >= {*names})
    for body in bodies:
        assert last.post(body) == 200
    ended = last.stop()
    assert ended.code == 0
    assert f"Received {CALLS} calls: 0 new, {CALLS} repeated." in ended.stderr
    printed += printed_by(last)
    assert {*printed} == {*names}
    # What was printed and not yet noted when it was killed is printed again.
    assert len(printed) <= CALLS + kills


def test_the_next_start_gets_what_the_sandbox_repeats(listen: Listen, control: Control) -> None:
    port = free_port()
    options = ("--sandbox", control.url)
    listening = listen(*options, port=port)
    assert listening.stop().code == 0
    body = {"recipients": ["380501111111"], "sms": {"sender": "TurboSMS", "text": "Hello"}}
    sent = control.result("message/send", body)[0]["message_id"]
    control.advance(30)  # nobody answers
    listening = listen(*options, port=port)
    control.advance(70)
    wait_for(lambda: '"status":"Delivered"' in listening.stdout)
    assert printed_by(listening)[-1] == sent
