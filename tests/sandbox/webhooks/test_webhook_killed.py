"""A sandbox that is killed again and again, under faults: no event that was due gets lost."""

from __future__ import annotations

import random
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

import httpx2
import pytest

from tests.effort import examples
from tests.kit.control import Control
from tests.kit.receiver import OK, Receiver, answer
from turbosms_sandbox.http.faults import WEBHOOK_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.kit.processes import SandboxProcess
    from tests.kit.receiver import Told

pytestmark = [
    pytest.mark.one_interpreter,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without a signal"),
]

TRIES: Final = 10
WHOLE_SCHEDULE: Final = 5 * 3600
WORDS: Final = {
    "DLR_SMS_API": ["Accepted", "Sent", "DELIVRD"],
    "DLR_VIBER_API": ["Sent", "DELIVRD"],
}


class Shop:
    """Sends through a sandbox that is killed, and counts what it is told."""

    def __init__(self, start: Callable[..., SandboxProcess], path: Path, seed: int) -> None:
        self._start_process = start
        self._path = path
        self._chance = random.Random(seed)
        self._format = self._chance.choice(["json", "form"])
        self.receiver = Receiver(self._answer)
        self.sent: dict[str, str] = {}
        """The type of the reports on each message whose send was answered."""
        self.accepted: set[str] = set()
        """The ids of events that were answered with 200."""
        self._is_well = False
        self._sends = 0
        self._process = self._start()

    def _start(self) -> SandboxProcess:
        return self._start_process("--state", self._path)

    def close(self) -> None:
        self._process.stop()
        self.receiver.close()

    def set_webhook(self) -> None:
        with Control(self._process.url) as control:
            webhook = self.receiver.webhook(format=self._format)
            control.control("PUT", "webhooks", {"webhooks": [webhook]})

    def _answer(self, told: Told) -> bytes | None:
        is_good = self._is_well or self._chance.random() < 0.6
        if not told.is_signed:
            return answer(401)
        if is_good:
            self.accepted.add(told.values["id"])
            return OK
        return self._chance.choice([answer(500), answer(204), None])

    def work(self, control: Control) -> None:
        """Something that a shop or a tester does."""
        self._sends += 1
        channel = self._chance.choice(["sms", "viber"])
        action = self._chance.random()
        if action < 0.5 or not self.sent:
            body = {
                "recipients": [f"38050{self._sends:07}"],
                channel: {"sender": "TurboSMS", "text": f"Text {self._sends}"},
            }
            rows = control.result("message/send", body)
            self.sent[rows[0]["message_id"]] = f"DLR_{channel.upper()}_API"
        elif action < 0.75:
            control.advance(self._chance.choice([0, 1, 3, 60, 200, 1000]))
        else:
            control.fault("webhook", self._chance.choice([*WEBHOOK_KINDS]))

    def live(self, steps: int) -> None:
        """Work so many steps, and go on until it is killed soon after."""
        moment = self._chance.uniform(0, 0.1)
        killer = threading.Timer(moment, self._process.send_signal, [signal.SIGKILL])
        with Control(self._process.url) as control:
            for _step in range(steps):
                self.work(control)
            killer.start()
            try:
                while True:
                    self.work(control)
            except (httpx2.TransportError, ValueError):
                pass  # it was killed in the middle of a call
            finally:
                killer.join()
                self._process.wait()
                self._process = self._start()

    def settle(self) -> list[dict[str, Any]]:
        """Let everything come that will, with a receiver that is well; returns all attempts."""
        self._is_well = True
        with Control(self._process.url) as control:
            control.advance(WHOLE_SCHEDULE)
            query = {"limit": 10_000}
            calls: list[dict[str, Any]] = control.control("GET", "webhooks/calls", query=query)[
                "calls"
            ]
            assert control.control("GET", "webhooks")["webhooks"][0]["url"].startswith(
                self.receiver.url
            )
        return calls[::-1]


def check(shop: Shop, calls: list[dict[str, Any]]) -> None:
    reports: dict[str, list[tuple[str, str]]] = {}
    data_of: dict[str, Any] = {}
    for told in shop.receiver.take():
        values = told.values
        assert data_of.setdefault(values["id"], values["data"]) == values["data"], "data stays"
        assert 1 <= int(values["try"]) <= TRIES
    for call in calls:
        pair = (call["type"], call["data"]["status"])
        seen = reports.setdefault(call["message_ids"][0], [])
        if pair not in seen:
            seen.append(pair)
    for message, kind in shop.sent.items():
        assert sorted(reports[message]) == sorted((kind, word) for word in WORDS[kind]), message
    by_event: dict[str, list[dict[str, Any]]] = {}
    for call in calls:
        by_event.setdefault(call["id"], []).append(call)
    for event, attempts in by_event.items():
        assert [each["try"] for each in attempts] == list(range(1, len(attempts) + 1))
        was_taken = attempts[-1]["status"] == 200
        assert was_taken or len(attempts) == TRIES, attempts
        assert all(each["status"] != 200 for each in attempts[:-1])
        assert not was_taken or event in shop.accepted


@pytest.mark.one_case_in(2)
@pytest.mark.parametrize("seed", range(examples(1, 40)))
def test_every_event_is_told_within_its_schedule(
    start_process: Callable[..., SandboxProcess], tmp_path: Path, seed: int
) -> None:
    shop = Shop(start_process, tmp_path / "state", seed)
    try:
        shop.set_webhook()
        for steps in (5, 0, 15):
            shop.live(steps)
        check(shop, shop.settle())
    finally:
        shop.close()
