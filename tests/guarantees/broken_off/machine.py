"""Random sends, faults, interruptions and second attempts, held against the sandbox each step."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.guarantees.broken_off.fuse import Cut, Fuse
from tests.guarantees.broken_off.model import REFUSED, Sent
from tests.guarantees.ends import classify, classify_call
from tests.guarantees.faults import DEADLINE, LATE_ANSWER, UNREADABLE, VARIANTS, Variant, predict
from tests.kit.control import RICH
from turbosms_api.tables.operations import OPERATIONS
from turbosms_client import InvalidParameterError, OutcomeUnknownError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.guarantees.broken_off.figures import Figures
    from tests.kit.clients import AnyClient
    from tests.kit.control import Control

FORGOTTEN: Final = 14 * 86_400
RUNS_PER_SANDBOX: Final = 25
_ELSEWHERE: Final = (
    "380501111111",
    "+38 (050) 222-22-22",
    "067 333 33 33",
    "380001000001",
    "380001000004",
)
RECIPIENTS: Final = st.lists(st.sampled_from((*_ELSEWHERE, *REFUSED)), min_size=1, max_size=6)
BULK: Final = st.integers(7, 40).map(
    lambda count: [f"38063{number:07d}" for number in range(count)]
)
SCHEDULES: Final = st.lists(st.sampled_from(VARIANTS), max_size=5)
CUTS: Final = st.builds(Cut, st.sampled_from(("request", "response")), st.integers(1, 3))
SECONDS: Final = st.sampled_from((1, 89, 91, 86_400, 13 * 86_400, FORGOTTEN))


class Doubt(NamedTuple):
    """An error to resume, and the sends that it speaks of."""

    error: OutcomeUnknownError
    sends: Mapping[str, Sent]


class Action:
    """A call of the client, with the sends that it stands for and the errors to resume."""

    def __init__(
        self, operation: str, sends: Mapping[str, Sent], call: Callable[..., Any], since: float
    ) -> None:
        self.operation, self.sends, self.call, self.since = operation, sends, call, since
        self.doubts: list[Doubt] = []
        self.hurried = False
        """Whether it has a deadline, and so ends by how fast the machine is."""


class Machine(RuleBasedStateMachine):
    """One account, one program, one bad day."""

    control: Control
    client: AnyClient
    fuse: Fuse
    figures: Figures

    def __init__(self) -> None:
        super().__init__()
        if self.figures.runs % RUNS_PER_SANDBOX == 0:
            self.control.reset(balance=RICH)
        self.actions: list[Action] = []
        self.now = 0.0
        self.log: list[str] = []

    # What a program does.

    @initialize(recipients=RECIPIENTS | BULK, hybrid=st.booleans(), schedule=SCHEDULES.filter(bool))
    def begin(self, recipients: list[str], hybrid: bool, schedule: list[Variant]) -> None:
        self.send(recipients, hybrid, schedule)

    @rule(recipients=RECIPIENTS | BULK, hybrid=st.booleans(), schedule=SCHEDULES)
    def send(self, recipients: list[str], hybrid: bool, schedule: list[Variant]) -> None:
        self._make(self._single(recipients, hybrid), schedule)

    @rule(
        many=st.lists(RECIPIENTS | BULK, min_size=1, max_size=3),
        hybrid=st.booleans(),
        schedule=SCHEDULES,
    )
    def send_multi(self, many: list[list[str]], hybrid: bool, schedule: list[Variant]) -> None:
        self._make(self._multi(many, hybrid), schedule)

    @rule(recipients=RECIPIENTS, late=st.booleans(), chance=st.integers(0, 15))
    def send_in_a_hurry(self, recipients: list[str], late: bool, chance: int) -> None:
        if chance == 0:  # it takes real time
            action = self._single(recipients, False)
            action.hurried = True
            self._make(action, [LATE_ANSWER] if late else [], deadline=DEADLINE)

    @rule(
        many=st.lists(RECIPIENTS, min_size=1, max_size=2),
        multi=st.booleans(),
        schedule=SCHEDULES,
        cut=CUTS,
    )
    def interrupt(
        self, many: list[list[str]], multi: bool, schedule: list[Variant], cut: Cut
    ) -> None:
        action = self._multi(many, False) if multi else self._single(many[0], False)
        self._plan(action, schedule, f"interrupt {cut}")
        ended = self.fuse.burn(action.call, cut)
        self._count()
        if ended.how == "cut":
            self.figures.cut_off += 1
            action.doubts.append(Doubt(ended.value, action.sends))
            for sent in action.sends.values():
                sent.look()
        else:
            self._judge(action.sends, action, ended.value)

    @precondition(lambda self: any(action.doubts for action in self.actions))
    @rule(data=st.data(), schedule=SCHEDULES)
    def resume(self, data: st.DataObject, schedule: list[Variant]) -> None:
        action = data.draw(st.sampled_from([action for action in self.actions if action.doubts]))
        self._resume(action, action.doubts.pop(), schedule)

    @precondition(lambda self: bool(self.actions))
    @rule(data=st.data(), schedule=SCHEDULES, elsewhere=st.booleans())
    def make_again(self, data: st.DataObject, schedule: list[Variant], elsewhere: bool) -> None:
        """Another process, or this one, makes the same call with the same numbers."""
        action = data.draw(st.sampled_from(self.actions))
        if self.now - action.since < FORGOTTEN:
            self.figures.made_again += 1
            self._make(action, schedule, client=self.client.elsewhere if elsewhere else self.client)

    @rule(seconds=SECONDS)
    def wait(self, seconds: float) -> None:
        self.log.append(f"wait {seconds}")
        self.control.advance(seconds)
        self.now += seconds

    def teardown(self) -> None:
        """The network is well again.

        Every call that can still be finished is, and ends in exactly one.
        """
        for action in self.actions:
            while action.doubts:
                doubt = action.doubts.pop()
                self._resume(action, doubt, [])
                if action.doubts and not any(sent.good for sent in doubt.sends.values()):
                    # it is refused again and again: after a lost answer that proves nothing
                    action.doubts.pop()
            if self.now - action.since < FORGOTTEN:
                self._make(action, [])
                assert all(sent.complete for sent in action.sends.values())
        if self.log:
            self.figures.runs += 1
            self.figures.different.add(tuple(self.log))

    # How it is done.

    def _single(self, recipients: Sequence[str], hybrid: bool) -> Action:
        sent = Sent(self.control, self.figures, recipients, hybrid)

        def call(client: Any, **options: Any) -> Any:
            return client.message.send(**sent.parameters, **options)

        return self._new(Action("message/send", {"": sent}, call, self.now))

    def _multi(self, many: Sequence[Sequence[str]], hybrid: bool) -> Action:
        sends = {
            f"k{place}": Sent(self.control, self.figures, to, hybrid)
            for place, to in enumerate(many)
        }

        def call(client: Any, **options: Any) -> Any:
            return client.message.send_multi(
                {key: sent.parameters for key, sent in sends.items()}, **options
            )

        return self._new(Action("message/sendmulti", sends, call, self.now))

    def _new(self, action: Action) -> Action:
        self.actions.append(action)
        return action

    def _plan(self, action: Action, schedule: Sequence[Variant], what: str) -> None:
        sizes = [len(sent.recipients) for sent in action.sends.values()]
        self.log.append(f"{action.operation} {what} {sizes}, {[str(fault) for fault in schedule]}")
        self.figures.calls += 1
        self.control.plan(action.operation, [fault.wire for fault in schedule], count=False)

    def _count(self) -> int:
        met = self.control.arrived()
        self.figures.faults_met += met
        return met

    def _make(
        self,
        action: Action,
        schedule: Sequence[Variant],
        *,
        client: Any = None,
        **options: Any,
    ) -> None:
        client = client or self.client
        self._run(action.sends, action, schedule, lambda: action.call(client, **options))

    def _resume(self, action: Action, doubt: Doubt, schedule: Sequence[Variant]) -> None:
        # The client's own clock would have gone on as the sandbox's did.
        doubt.error.started -= dt.timedelta(seconds=self.now - action.since)
        self.figures.resumed += 1
        if self.now - action.since >= FORGOTTEN:
            ended = classify_call(lambda: self.client.resume(doubt.error))
            assert isinstance(ended.value, InvalidParameterError), ended
        else:
            self._run(
                doubt.sends, action, schedule, lambda: self.client.resume(doubt.error), lost=True
            )

    def _run(
        self,
        sends: Mapping[str, Sent],
        action: Action,
        schedule: Sequence[Variant],
        call: Callable[[], Any],
        *,
        lost: bool = False,
    ) -> None:
        before = {key: sent.held for key, sent in sends.items()}
        self._plan(action, schedule, "resume" if lost else "call")
        ended = classify_call(call)
        met = self._count()
        outcomes = self._judge(sends, action, ended.value, before, lost=lost)
        if (
            not action.hurried
            and all(sent.good for sent in sends.values())
            and len({*before.values()}) == 1
        ):
            row, held = OPERATIONS[action.operation], any(before.values())
            expected = predict(row, UNREADABLE, schedule, doubt=lost, held=held)
            assert met == min(expected.attempts, len(schedule)), (ended, expected)
            for key, outcome in outcomes.items():
                assert classify(outcome).how == expected.how, (outcome, expected)
                assert sends[key].held == expected.held

    def _judge(
        self,
        sends: Mapping[str, Sent],
        action: Action,
        value: Any,
        before: Mapping[str, bool] = MappingProxyType({}),
        *,
        lost: bool = False,
    ) -> dict[str, Any]:
        """Hold the end of each send against the sandbox, and keep the errors to be resumed."""
        outcomes = dict(value) if isinstance(value, dict) else dict.fromkeys(sends, value)
        assert outcomes.keys() == sends.keys()
        for key, outcome in outcomes.items():
            how = classify(outcome).how
            assert how in ("result", "refused", "unknown"), outcome
            self.figures.reports += how == "result"
            self.figures.refused += how == "refused"
            self.figures.unknown += how == "unknown"
            if how == "refused" and before.get(key) and not lost:
                sends[key].look()  # of a call made anew, a refusal speaks of that call alone
            else:
                sends[key].judge(outcome)
            if how == "unknown" and isinstance(value, dict):
                action.doubts.append(Doubt(outcome, {key: sends[key]}))
        if isinstance(value, OutcomeUnknownError):
            action.doubts.append(Doubt(value, sends))
        return outcomes


def play(control: Control, client: AnyClient, figures: Figures, examples: int) -> None:
    """Draw so many random runs."""
    parts = {"control": control, "client": client, "figures": figures, "fuse": Fuse(client)}
    run_state_machine_as_test(
        type("Machine", (Machine,), parts),
        settings=settings(
            max_examples=examples,
            stateful_step_count=5,
            suppress_health_check=[*HealthCheck],
        ),
    )
