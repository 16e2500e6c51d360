"""A `send_multi` into a script, finished in the end, and what became of each of its sends."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from tests.client.hostile.inner import MULTI
from tests.client.hostile.judgement import finish, judge
from tests.client.hostile.scenario import resume
from tests.kit.clients import outcome_of
from turbosms_client import MultiReport, OutcomeUnknownError, TurboSMSError

if TYPE_CHECKING:
    from tests.client.hostile.acts import HostileAct
    from tests.client.hostile.hostile_service import Hostile
    from tests.client.hostile.scenario import Tally
    from tests.kit.clients import AnyClient

Sends = dict[str, list[str]]
NEVER = "of a request that never came"


def play_multi(
    hostile: Hostile,
    caller: AnyClient,
    script: list[HostileAct],
    sends: Sends,
    *,
    named: bool,
    tally: Tally,
) -> None:
    """Make the sends, `named` by caller or client; resume doubts, at last with a good server."""
    before, whole = {*hostile.multi.executed}, uuid.uuid4().hex
    messages = _messages(sends, named=named)
    hostile.requests.clear()
    hostile.plays(script)
    told = outcome_of(lambda: caller.message.send_multi(messages, sequence_id=whole))
    _judge_all(hostile, whole, sends, told, tally)
    if isinstance(told, OutcomeUnknownError):
        told = _resumed(hostile, caller, whole, sends, told, tally=tally)
    elif not isinstance(told, MultiReport):
        return
    first = {
        key: outcome for key, outcome in told.items() if isinstance(outcome, OutcomeUnknownError)
    }
    later = {key: resume(caller, doubt) for key, doubt in first.items()}
    hostile.settle()
    numbers = _numbers(hostile, sends)
    for key, outcome in later.items():
        judge(hostile.multi, numbers[key], sends[key], outcome)
        tally["resumed"] += 1
    hostile.plays([])
    for key, outcome in later.items():
        if isinstance(outcome, OutcomeUnknownError):
            finish(hostile.multi, numbers[key], sends[key], resume(caller, outcome))
    assert {*hostile.multi.executed} - before <= {*numbers.values()}, (
        "executed under a number that nobody gave"
    )
    if named:
        given = {message["sequence_id"] for message in messages.values()}
        assert {*numbers.values()} <= {NEVER, *given}


def _messages(sends: Sends, *, named: bool) -> dict[str, Any]:
    messages: dict[str, Any] = {}
    for key, phones in sends.items():
        messages[key] = {"recipients": phones, "text": f"To {key}"}
        if named:
            messages[key]["sequence_id"] = uuid.uuid4().hex
    return messages


def _resumed(
    hostile: Hostile,
    caller: AnyClient,
    whole: str,
    sends: Sends,
    doubt: OutcomeUnknownError,
    *,
    tally: Tally,
) -> MultiReport:
    """The sends of a call that was in doubt as a whole.

    Within the script, or else with a server that is well.
    """
    told = resume(caller, doubt)
    _judge_all(hostile, whole, sends, told, tally)
    tally["resumed as a whole"] += 1
    if isinstance(told, OutcomeUnknownError):
        hostile.plays([])
        told = resume(caller, told)
        _judge_all(hostile, whole, sends, told, tally)
    assert isinstance(told, MultiReport), f"not resumed: {told!r}"
    return told


def _judge_all(hostile: Hostile, whole: str, sends: Sends, told: Any, tally: Tally) -> None:
    hostile.settle()
    numbers = _numbers(hostile, sends)
    if isinstance(told, MultiReport):
        assert [*told] == [*sends]
        for key, outcome in told.items():
            tally[type(outcome).__name__] += 1
            judge(hostile.multi, numbers[key], sends[key], outcome)
        return
    tally[f"{type(told).__name__} as a whole"] += 1
    assert isinstance(told, TurboSMSError), f"foreign: {told!r}"
    done = {key: hostile.multi.executed.get(number) for key, number in numbers.items()}
    assert all(times == 1 for counts in done.values() for times in (counts or {}).values()), (
        f"executed twice: {done}"
    )
    if isinstance(told, OutcomeUnknownError):
        assert told.sequence_id == whole
    else:
        assert not any(done.values()), f"executed, and reported as failed: {told!r}"


def _numbers(hostile: Hostile, sends: Sends) -> dict[str, str]:
    """The number under which each of the sends came.

    It is the same whenever it is asked for again.
    """
    bodies = [asked.json for asked in hostile.requests if asked.path == MULTI]
    for body in bodies:  # what is asked for again alone has no other number
        assert "sequence_id" not in body or body.keys() - {"sequence_id"} == {*sends}, body
    numbers: dict[str, str] = {}
    for key in sends:
        seen = {body[key]["sequence_id"] for body in bodies if key in body} or {NEVER}
        assert len(seen) == 1, f"another number for {key}: {seen}"
        numbers[key] = seen.pop()
    return numbers
