"""Executing commands: the only way the state changes, now or when its journal is read again."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account import changes
from turbosms_sandbox.calls.answers import Answer
from turbosms_sandbox.calls.commands import Command, Context
from turbosms_sandbox.calls.sequence_ids import read_sequence_id
from turbosms_sandbox.engine.changes import CONTROLS
from turbosms_sandbox.engine.methods import HANDLERS
from turbosms_sandbox.engine.state import State
from turbosms_sandbox.http.call_reading import Data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from turbosms_sandbox.delivery.campaigns import Message

RESET: Final = "sandbox/reset"
"""The command that every state begins with."""


_MARKS_AS_READ: Final = "chat/messages"


class Recorded(NamedTuple):
    """A command that changed the state, and the digest of what was answered to it."""

    command: Command
    digest: bytes


class DifferentError(Exception):
    """A recorded command is executed differently than it was when it was recorded."""


def reset(now: float, seed: int, account: Mapping[str, object]) -> Command:
    """The command of a reset after which the account has these changes."""
    values: dict[str, object] = {"seed": seed}
    if account:
        values["account"] = dict(account)
    return Command(RESET, now, Data(values, typed=True))


def open_state(command: Command) -> State:
    """The state that a reset leaves behind."""
    seed = command.data.values.get("seed")
    account_changes = command.data.values.get("account", {})
    if command.name != RESET or not isinstance(seed, int) or not isinstance(account_changes, dict):
        raise DifferentError
    state = State(command.now, seed)
    changes.apply(state.account, account_changes, command.now)
    return state


def execute(state: State, command: Command, found: Sequence[Message] | None = None) -> Answer:
    """Execute any command but a reset. Refusal or ControlError if nothing changed.

    `found` is what the command would search for, if somebody has found it already.
    """
    context = Context(state, command, found)
    state.chats.settle_if_it_matters(state.account, command.now)
    if command.name in CONTROLS:
        answer = Answer(ResultCode.OK, CONTROLS[command.name](context), changed=True)
    else:
        handler = partial(HANDLERS[command.name], context)
        answer = state.sequences.once(command.now, command.name, number_of(command), handler)
    if answer.created or answer.changed:
        state.changes += 1
    return answer


def may_change(command: Command) -> bool:
    """Whether a command can change the state at all; most methods that only look never do."""
    name = command.name
    return name in CONTROLS or name == _MARKS_AS_READ or OPERATIONS[name].creates


def number_of(command: Command) -> str | None:
    """The number that protects a command. A-36: those of a sendmulti stand inside its requests."""
    if command.name in CONTROLS or command.name == "message/sendmulti":
        return None
    if not OPERATIONS[command.name].creates:
        return None
    return read_sequence_id(command.data.values.get("sequence_id"))


def replay(records: Iterable[Recorded]) -> State:
    """The state that recorded commands lead to, the first of which is a reset.

    DifferentError if one of them is answered otherwise than it was, as another version of the
    sandbox may do.
    """
    state = None
    for command, expected in records:
        if state is None or command.name == RESET:
            state = _reopened(command)
            continue
        state.clock.resume(command.now)
        try:
            answer = execute(state, command)
        except Exception as problem:
            raise DifferentError from problem
        if digest(answer) != expected:
            raise DifferentError
    if state is None:
        raise DifferentError
    return state


def _reopened(command: Command) -> State:
    try:
        return open_state(command)
    except changes.PatchError as problem:
        raise DifferentError from problem


def digest(answer: Answer) -> bytes:
    return hashlib.blake2b(answer.encode(), digest_size=16).digest()
