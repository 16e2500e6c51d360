"""Sends, time and money against a small model of them: both agree at every moment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

pytestmark = pytest.mark.one_interpreter

OPENING = 1_000_000
SMS, VIBER = 34, 50
"""In kopecks."""

# The last digits of the magic numbers, and what becomes of a message there.
BY_VIBER = {
    "1000001": ("Rejected", 1),
    "1000002": ("Rejected", 1),
    "1000003": ("Rejected", 1),
    "1000004": ("Expired", None),
    "3000001": ("Read", 4),
    "3000002": ("Read", 4),
}
BY_SMS = {
    "2000001": "Undelivered",
    "2000002": "Expired",
    "2000003": "Rejected",
    "2000004": "Failed",
    "2000005": "Unknown",
    "2000006": "Cancelled",
    "2000007": "Accepted",
}
REFUSED = {"0000404": 404, "0000406": 406}
ORDINARY = ["6780001", "6780002", "6780003"]
TAILS = st.sampled_from([*BY_VIBER, *BY_SMS, *REFUSED, *ORDINARY])


class Half(NamedTuple):
    """One channel of a message: when it takes which status."""

    steps: list[tuple[float, str]]

    def status(self, now: float) -> str | None:
        passed = [status for at, status in self.steps if at <= now]
        return passed[-1] if passed else None


class Sent(NamedTuple):
    """One message of the model."""

    viber: Half | None
    sms: Half | None

    def seen(self, now: float) -> tuple[str, str]:
        """The channel that counts, and its status."""
        by_sms = self.sms.status(now) if self.sms else None
        if by_sms is not None:
            return "sms", by_sms
        assert self.viber is not None
        return "viber", cast("str", self.viber.status(now))


class Model:
    """What the documentation and docs/assumptions.md say, in as few words as possible."""

    def __init__(self) -> None:
        self.now = 0.0
        self.money = OPENING
        self.dues: list[tuple[float, int]] = []
        self.messages: dict[str, Sent] = {}

    def advance(self, seconds: float) -> None:
        self.now += seconds
        self.money += sum(amount for at, amount in self.dues if at <= self.now)
        self.dues = [due for due in self.dues if due[0] > self.now]

    def price(self, channels: list[str]) -> int:
        return max({"sms": SMS, "viber": VIBER}[channel] for channel in channels)

    def send(self, tail: str, channels: list[str], begins: float, ttl: int) -> Sent:
        """One recipient's message, paid for."""
        held = self.price(channels)
        self.money -= held
        viber = sms = None
        starts: float | None = begins
        if "viber" in channels:
            viber, fails = self.viber(tail, begins, ttl)
            if fails is None:
                due, decided = VIBER, begins + 2
            else:
                due, decided = SMS if "sms" in channels else 0, fails
            self.dues.append((decided, held - due))
            held, starts = due, fails
        if "sms" in channels and starts is not None:
            sms = self.sms(tail, starts, queued=viber is None)
            if BY_SMS.get(tail) == "Cancelled":
                self.dues.append((starts + 1, held))
        return Sent(viber, sms)

    def viber(self, tail: str, begins: float, ttl: int) -> tuple[Half, float | None]:
        """The Viber half, and when it fails if it does."""
        steps = [(self.now, "Queued"), (begins, "Sent")]
        status, after = BY_VIBER.get(tail, ("Delivered", 2))
        if status in ("Rejected", "Expired"):
            fails = begins + (after or ttl)
            return Half([*steps, (fails, status)]), fails
        steps += [(begins + 2, "Delivered")] + ([(begins + 4, "Read")] if status == "Read" else [])
        return Half(steps), None

    def sms(self, tail: str, begins: float, *, queued: bool) -> Half:
        steps = ([(self.now, "Queued")] if queued else []) + [(begins, "Accepted")]
        status = BY_SMS.get(tail, "Delivered")
        if status in ("Rejected", "Failed", "Cancelled"):
            steps.append((begins + 1, status))
        elif status != "Accepted":
            steps += [(begins + 1, "Sent"), (begins + 3, status)]
        return Half(steps)


class Life(RuleBasedStateMachine):
    """The machine that does things to both."""

    make_api: Any = None

    @initialize()
    def begin(self) -> None:
        self.api = type(self).make_api()
        self.model = Model()
        self.texts = 0
        self.last: tuple[dict[str, Any], dict[str, Any]] | None = None

    @rule(
        channels=st.sampled_from([["sms"], ["viber"], ["viber", "sms"]]),
        tails=st.lists(TAILS, min_size=1, max_size=8, unique=True),
        ttl=st.sampled_from([60, 3600]),
        wait=st.sampled_from([None, None, 0, 30, 3600, 14 * 86_400]),
        number=st.booleans(),
    )
    def send(
        self, channels: list[str], tails: list[str], ttl: int, wait: int | None, number: bool
    ) -> None:
        self.texts += 1
        model = self.model
        body: dict[str, Any] = {
            "recipients": [f"38000{tail}" for tail in tails],
            **{name: {} for name in channels},
        }
        body |= {"sender": "TurboSMS", "text": f"Text {self.texts}", "ttl": ttl}
        if wait is not None:
            start = datetime.fromtimestamp(self.api.time + model.now + wait, UTC)
            body["start_time"] = start.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        if number:
            body["sequence_id"] = f"number {self.texts}"
        answer = self.api.send(**body)
        accepted = [tail for tail in tails if tail not in REFUSED]
        codes = [REFUSED.get(tail, 0) for tail in tails]
        if not accepted:
            assert answer["response_code"] == codes[0]
        elif model.price(channels) * len(accepted) > model.money:
            assert (answer["response_code"], answer["response_result"]) == (203, None)
            return
        else:
            at_once = len(accepted) <= 5
            expected = (801 if at_once and wait is None else 800) + (2 if any(codes) else 0)
            assert answer["response_code"] == expected
            if wait is None:
                wait = 0 if at_once else 2
            begins = model.now + wait
            sent = [model.send(tail, channels, begins, ttl) for tail in accepted]
            model.advance(0)
            ids = [row["message_id"] for row in answer["response_result"] if row["message_id"]]
            model.messages.update(zip(ids, sent, strict=True))
            if number:
                self.last = body, answer
        assert [row["response_code"] for row in answer["response_result"]] == codes

    @rule(seconds=st.sampled_from([0.5, 1, 1, 2, 3, 57, 60, 3600, 86_400]))
    def advance(self, seconds: float) -> None:
        self.api.advance(seconds)
        self.model.advance(seconds)

    @rule(kopecks=st.sampled_from([0, 33, 34, 50, 99, 100, 170, 10_000]))
    def set_balance(self, kopecks: int) -> None:
        self.api.account(balance=kopecks / 100)
        self.model.money = kopecks

    @precondition(lambda self: self.last is not None)
    @rule()
    def repeat(self) -> None:
        assert self.last is not None
        body, first = self.last
        if self.model.now > 14 * 86_400:
            self.last = None
            return
        again = self.api.send(**body)
        assert (again["response_code"], again["response_result"]) == (507, first["response_result"])

    @invariant()
    def money_agrees(self) -> None:
        assert round(self.api.user_balance() * 100) == self.model.money

    @invariant()
    def statuses_agree(self) -> None:
        model = self.model
        if not model.messages:
            return
        rows = self.api.status(*model.messages)
        seen = [message.seen(model.now) for message in model.messages.values()]
        assert [(row["type"], row["status"]) for row in rows] == seen
        details = self.api.details(*model.messages)
        for half in ("viber", "sms"):
            expected = [
                getattr(message, half) and getattr(message, half).status(model.now)
                for message in model.messages.values()
            ]
            assert [row[half] and row[half]["status"] for row in details] == expected

    @invariant()
    def prices_are_what_was_paid(self) -> None:
        """Once nothing is under way, the prices of the messages tell where the money went."""
        model = self.model
        if model.dues or not model.messages:
            return
        details = self.api.details(*model.messages)
        for row, message in zip(details, model.messages.values(), strict=True):
            halves = [row[name] for name in ("viber", "sms") if row[name]]
            assert len(halves) == sum(half is not None for half in message), row
            assert sum(half["price"] > 0 for half in halves) <= 1


def live(api: Any, **options: Any) -> None:
    machine = type("Machine", (Life,), {"make_api": type(api)})
    run_state_machine_as_test(
        machine, settings=settings(stateful_step_count=25, deadline=None, **options)
    )


@pytest.mark.parametrize("examples", [8, pytest.param(60, marks=pytest.mark.thorough_only)])
def test_life(api: Any, examples: int) -> None:
    live(api, max_examples=examples)


@pytest.mark.parametrize("mistake", ["price", "sms"])
def test_a_mistake_of_the_sandbox_would_be_found(
    api: Any, monkeypatch: pytest.MonkeyPatch, mistake: str
) -> None:
    """The same with a model that differs in one point: the machine has to notice."""
    if mistake == "price":
        monkeypatch.setattr(Model, "price", lambda *_: SMS)
    else:
        monkeypatch.setattr(
            Model, "sms", lambda _, tail, begins, queued: Half([(begins, "Accepted")])
        )
    with pytest.raises(AssertionError):
        live(api, phases=[Phase.generate], report_multiple_bugs=False, database=None)
