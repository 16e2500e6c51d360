"""Executing commands: the only way the state changes, now or in a replay of the journal."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account import changes as account_changes
from turbosms_sandbox.account.change_values import AccountChangeError
from turbosms_sandbox.calls.answers import ServiceAnswer
from turbosms_sandbox.calls.commands import Command
from turbosms_sandbox.calls.parameters import Parameters
from turbosms_sandbox.calls.sequence_ids import sequence_id_of
from turbosms_sandbox.engine.changes import CHANGES, NOTE_ATTEMPTS
from turbosms_sandbox.engine.context import Context
from turbosms_sandbox.engine.methods import METHODS
from turbosms_sandbox.engine.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from turbosms_sandbox.delivery.sends import StoredMessage
    from turbosms_sandbox.journal.journal import RecordedCommand

RESET: Final = "sandbox/reset"
"""The command that every state begins with."""


_MARKS_AS_READ: Final = "chat/messages"


class DifferentError(Exception):
    """A recorded command has another result now than when it was recorded."""


def reset_command(now: float, seed: int, changes: Mapping[str, object]) -> Command:
    """The command of a reset after which the account has these changes."""
    values: dict[str, object] = {"seed": seed}
    if changes:
        values["account"] = dict(changes)
    return Command(RESET, now, Parameters(values, typed=True))


def state_after_reset(command: Command) -> State:
    seed = command.parameters.get("seed")
    changes = command.parameters.values.get("account", {})
    if command.name != RESET or not isinstance(seed, int) or not isinstance(changes, dict):
        raise DifferentError
    state = State(command.now, seed)
    account_changes.apply(state.account, changes, command.now)
    return state


def execute(
    state: State, command: Command, matching: Sequence[StoredMessage] | None = None
) -> ServiceAnswer:
    """Execute a command that is neither a reset nor a repeat. Refusal or ControlError if refused.

    `matching` is what the command would search for, if the search has been done already.
    """
    context = Context(state, command, matching)
    state.chats.settle_if_it_matters(command.now)
    if state.webhooks.is_used:
        state.webhooks.notice()
    if command.name in CHANGES:
        answer = ServiceAnswer(ResultCode.OK, CHANGES[command.name](context), changed=True)
    else:
        answer = METHODS[command.name](context)
        sequence_id = sequence_id_of(command)
        if sequence_id is not None:
            state.executed.remember(command.now, command.name, sequence_id, answer)
    # Attempts do not count: what ids are drawn must not depend on how quickly a receiver answers.
    if answer.changes_state and command.name != NOTE_ATTEMPTS:
        state.changes += 1
    return answer


def can_change_state(command: Command) -> bool:
    """Whether a command can change the state at all; most methods that only read cannot."""
    name = command.name
    return name in CHANGES or name == _MARKS_AS_READ or OPERATIONS[name].creates


def replay(records: Iterable[RecordedCommand]) -> State:
    """The state that recorded commands lead to, the first of which is a reset.

    DifferentError if the answer to one of them differs from the recorded one, as it may in another
    version of the sandbox.
    """
    state = None
    for command, answer_digest in records:
        if state is None or command.name == RESET:
            state = _replay_reset(command)
            continue
        state.clock.resume(command.now)
        try:
            answer = execute(state, command)
        except Exception as problem:
            raise DifferentError from problem
        if digest_of(answer) != answer_digest:
            raise DifferentError
    if state is None:
        raise DifferentError
    return state


def _replay_reset(command: Command) -> State:
    try:
        return state_after_reset(command)
    except AccountChangeError as problem:
        raise DifferentError from problem


def digest_of(answer: ServiceAnswer) -> bytes:
    return hashlib.blake2b(answer.encode(), digest_size=16).digest()
