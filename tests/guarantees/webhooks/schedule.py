"""Random schedules: a shop sends, is told what became of it, and everything fails now and then."""

from __future__ import annotations

import json
import threading
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, Final

import httpx2

from tests.guarantees.webhooks.forging import forgeries
from tests.guarantees.webhooks.line import MISHAPS
from tests.guarantees.webhooks.promises import (
    WHOLE_SCHEDULE,
    Told,
    check_attempts,
    check_completeness,
    check_order,
    check_passed,
    told_by,
    without_settled,
)
from tests.guarantees.webhooks.shop import SECRET
from tests.kit.control import RICH
from tests.kit.facts import REPLAY, SUCCESS
from tests.kit.waiting import wait_for
from turbosms_sandbox.http.faults import WEBHOOK, WEBHOOK_KINDS
from turbosms_sandbox.webhooks.event_types import STATUS_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tests.guarantees.webhooks.killable import Killable
    from tests.guarantees.webhooks.line import PassedCall
    from tests.guarantees.webhooks.shop_world import World

NUMBERS: Final = (
    *("380678998668", "380503288668", "380631112233"),
    *("380001000001", "380001000004", "380002000001", "380002000003", "380002000007"),
    *("380003000001", "380003000002", "380003000003"),
)
CHANNELS: Final = ("sms", "viber", "hybrid")
BUTTON: Final = {"caption": "Go", "action": "https://example.com/", "count_clicks": 1}
PAUSES: Final = (0, 0, 1, 3, 10, 60, 200, 1000, 5000)
SOON: Final = 0.03
"""Seconds within which a process is killed, while something is done."""
_TYPES: Final = {"sms": "DLR_SMS_API", "viber": "DLR_VIBER_API"}


class Schedule:
    """What happens on one random day; `play` raises AssertionError if a promise is not kept."""

    def __init__(self, world: World, seed: str) -> None:
        self._world = world
        self._figures = world.figures
        self._chance = Random(seed)
        self._sends = 0
        self._messages: list[str] = []
        self._replies: list[Told] = []
        self._resent: set[str] = set()
        self._killers: list[threading.Timer] = []
        self._steps: dict[Callable[[], None], int] = {
            self._send: 3,
            self._wait: 6,
            self._ask_for_a_fault: 6,
            self._plan_mishaps: 4,
            self._have_a_recipient_act: 2,
            self._reply: 1,
            self._resend: 2,
            self._forge: 3,
            self._change_the_webhook: 1,
            self._kill_the_shop: 1,
            self._restart_the_shop: 1,
            self._kill_the_sandbox: 1,
            self._kill_both: 1,
            self._have_a_long_outage: 1,
        }
        self.log: list[str] = [f"seed {seed}"]

    def play(self) -> None:
        world = self._world
        world.control.reset(balance=RICH)
        self._change_the_webhook()
        if not world.shop.is_running:
            world.start_shop()
        first_handled = len(world.handled)
        self._send()
        for step in self._chance.choices(
            [*self._steps], [*self._steps.values()], k=self._chance.randint(3, 7)
        ):
            step()
        self._let_everything_come()
        self._check(first_handled)
        self._figures.schedules += 1

    # What happens.

    def _note(self, *words: object) -> None:
        self.log.append(" ".join(map(str, words)))
        self._figures.steps += 1

    def _send(self) -> None:
        self._sends += 1
        recipients = self._chance.sample(NUMBERS, self._chance.choice([1, 1, 1, 2, 3]))
        channel = self._chance.choice(CHANNELS)
        self._note("send", channel, *recipients)
        text = {"sender": "TurboSMS", "text": f"Text {self._sends}"}
        body: dict[str, Any] = {
            "recipients": recipients,
            "sequence_id": f"{self._chance.randrange(2**100):x}",
        }
        if channel != "viber":
            body["sms"] = text
        if channel != "sms":
            button = BUTTON if self._chance.random() < 0.5 else {}
            body["viber"] = {**text, "ttl": 60, **button}
        send = partial(self._call, "message/send", body)
        # If the sandbox was killed, nobody knows whether it was executed, and the repeat tells.
        answer = self._try(send) or send()
        assert answer["response_code"] in (*SUCCESS, *REPLAY), answer
        self._messages += [row["message_id"] for row in answer["response_result"]]
        self._figures.messages += len(recipients)

    def _call(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._world.control.call(operation, body)

    def _wait(self) -> None:
        seconds = self._chance.choice(PAUSES)
        self._note("wait", seconds)
        self._try(lambda: self._world.control.advance(seconds))

    def _ask_for_a_fault(self) -> None:
        kind = self._chance.choice([*WEBHOOK_KINDS])
        times = self._chance.randint(1, 4)
        self._note("fault", kind, times)
        self._try(lambda: self._world.control.fault(WEBHOOK, kind, times=times))

    def _plan_mishaps(self) -> None:
        mishaps = self._chance.choices(MISHAPS, k=self._chance.randint(1, 5))
        self._note(*mishaps)
        self._world.line.plan(mishaps)

    def _have_a_recipient_act(self) -> None:
        message = self._chance.choice(self._messages)
        action = self._chance.choice(["reads", "clicks"])
        self._note(action, message)
        self._try(partial(self._ask_for, action, {"message_id": message}))

    def _reply(self) -> None:
        number = self._chance.choice(NUMBERS)
        text = f"Reply {len(self._replies)}"
        self._note("reply of", number)
        reply = self._try(lambda: self._world.control.reply(number, text, sender="TurboSMS"))
        if reply is not None:
            key = f"{reply.message_id} {text}"
            self._replies.append(Told("INBOX_VIBER_SESSION", key, ""))

    def _resend(self) -> None:
        calls = self._world.control.control("GET", "webhooks/calls")["calls"]
        if calls:
            event = self._chance.choice(calls)["id"]
            self._note("resend", event)
            self._resent.add(event)
            self._try(partial(self._ask_for, "webhooks/resend", {"id": event}))

    def _ask_for(self, path: str, body: dict[str, Any]) -> Any:
        """Make a call of the control plane, which may refuse it."""
        try:
            return self._world.control.control("POST", path, body)
        except ValueError:
            return None

    def _forge(self) -> None:
        """Somebody else calls the shop, and has seen its calls."""
        world = self._world
        if not world.shop.is_running:
            return
        for forgery in forgeries(self._chance, world.line.taken()):
            self._note("forge", forgery.reason)
            forgery.check(world.shop.port)
            self._figures.refused[forgery.reason] += 1

    def _change_the_webhook(self) -> None:
        webhook = {
            "url": f"{self._world.line.url}/hook",
            "secret": SECRET,
            "format": self._chance.choice(["json", "form"]),
            "array": self._chance.random() < 0.3,
        }
        self._note("set", json.dumps(webhook))
        body = {"webhooks": [webhook]}
        self._try(lambda: self._world.control.control("PUT", "webhooks", body))

    def _kill_the_shop(self) -> None:
        self._kill_while_busy(self._world.shop)

    def _kill_the_sandbox(self) -> None:
        self._kill_while_busy(self._world.sandbox)

    def _kill_both(self) -> None:
        self._kill_while_busy(self._world.shop, self._world.sandbox)

    def _restart_the_shop(self) -> None:
        """In good order, or after it was killed."""
        self._note("restart the shop")
        if self._world.shop.is_running:
            self._world.shop.stop()
            self._figures.restarts_of_the_shop += 1
        self._world.start_shop()

    def _have_a_long_outage(self) -> None:
        """Longer than an event is repeated."""
        self._note("long outage")
        if self._world.shop.is_running:
            self._world.shop.stop()
            self._figures.restarts_of_the_shop += 1
        self._try(lambda: self._world.control.advance(2 * WHOLE_SCHEDULE))

    def _kill_while_busy(self, *processes: Killable) -> None:
        for process in processes:
            if process.is_running:
                self._figures.killed[process.name] += 1
                killer = threading.Timer(self._chance.uniform(0, SOON), process.kill)
                self._killers.append(killer)
        self._note("kill", *(process.name for process in processes))
        for killer in self._killers:
            killer.start()
        busy = self._chance.choice([self._send, self._wait])
        busy()
        self._after_the_killing()

    def _try(self, action: Callable[[], Any]) -> Any:
        """What it answers; None if the sandbox was killed before, and runs again."""
        try:
            return action()
        except httpx2.TransportError:
            self._after_the_killing()
            return None

    def _after_the_killing(self) -> None:
        for killer in self._killers:
            killer.join()
        self._killers.clear()
        if not self._world.sandbox.is_running:
            self._world.start_sandbox()

    # What has to come of it.

    def _let_everything_come(self) -> None:
        world = self._world
        if not world.shop.is_running:
            world.start_shop()
        world.line.clear()
        world.control.clear_faults()
        world.control.advance(WHOLE_SCHEDULE)

    def _check(self, first_handled: int) -> None:
        world = self._world
        query = {"limit": 10_000}
        calls = world.control.control("GET", "webhooks/calls", query=query)["calls"][::-1]
        passed = world.line.take()
        check_passed(passed)
        check_attempts(calls, self._resent)
        check_completeness(calls, [*self._statuses(), *self._replies])
        told = {call["id"]: told_by(call) for call in calls}
        taken = {call.id for call in passed if call.status == 200}
        assert taken <= told.keys(), "the sandbox knows what it has told"
        answered = {call["id"] for call in calls if call["status"] == 200}
        assert answered <= taken, "nothing but the shop answers 200"
        wanted: list[Told] = []
        for event in taken:
            wanted += told[event]
        own = self._wait_until_settled(wanted, first_handled)
        check_order(own)
        self._count(calls, passed, wanted, own)

    def _count(
        self,
        calls: Sequence[Mapping[str, Any]],
        passed: Sequence[PassedCall],
        wanted: Sequence[Told],
        handled: Sequence[Told],
    ) -> None:
        figures = self._figures
        events = {call["id"] for call in calls}
        figures.events += len(events)
        figures.in_arrays += sum(isinstance(call["data"], list) for call in calls)
        figures.attempts += len(calls)
        figures.never_taken += len(events - {call.id for call in passed if call.status == 200})
        signed = [call for call in passed if call.is_signed and call.status == 200]
        figures.taken_again += len(signed) - len({call.id for call in signed})
        figures.handled += len({*handled})
        figures.handled_again += len(handled) - len({*handled})
        figures.late += len({*wanted} - {*handled})
        for call in calls:
            figures.faults[call["fault"]] += 1
        figures.mishaps = self._world.line.mishaps
        figures.refused["wrong signature"] += sum(call.status == 401 for call in passed)

    def _wait_until_settled(self, wanted: Sequence[Told], first_handled: int) -> list[Told]:
        """Every event that was answered with 200 is handled in the end, or late."""
        world = self._world

        def unsettled() -> list[Told]:
            world.read_handled()
            return without_settled(wanted, world.handled[first_handled:])

        try:
            wait_for(lambda: not unsettled())
        except AssertionError as problem:
            problem.add_note(f"not handled: {unsettled()}")
            raise
        return world.handled[first_handled:]

    def _statuses(self) -> Iterator[Told]:
        """What became of the messages, as the sandbox shows it elsewhere."""
        for message in self._world.control.shown(limit=1000):
            for channel in message["channels"]:
                for step in channel["statuses"]:
                    word = STATUS_WORDS[step["status"]]
                    yield Told(_TYPES[channel["type"]], message["message_id"], word)
                if channel.get("click_time"):
                    yield Told("VIBER_BUTTON_CLICK", message["message_id"], "")
