"""Executing commands with a journal, so that the journal always leads to the state in memory."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.engine.execution import (
    DifferentError,
    can_change_state,
    digest_of,
    execute,
    replay,
)
from turbosms_sandbox.engine.failures import RecordError, log_failure
from turbosms_sandbox.journal.journal import DamagedError
from turbosms_sandbox.journal.state_file import StateFileError, cannot_be_used

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbosms_sandbox.calls.answers import ServiceAnswer
    from turbosms_sandbox.calls.commands import Command
    from turbosms_sandbox.delivery.sends import StoredMessage
    from turbosms_sandbox.engine.state import State
    from turbosms_sandbox.journal.journal import Journal
    from turbosms_sandbox.journal.state_file import StateFile


class Recording:
    """The journal of a state file, and whether it leads to the state in memory."""

    def __init__(self, state_file: StateFile) -> None:
        self._state_file = state_file
        self._journal = state_file.journal
        self.is_sound = True
        """Whether the state in memory is the one that the journal leads to."""

    def open(self) -> State | None:
        """The state of the file, None if it is new; StateFileError leaves the file as it was."""
        try:
            return self._read()
        except BaseException:
            self._state_file.abandon()
            raise

    def _read(self) -> State | None:
        path = self._state_file.path
        try:
            return self.restore()
        except DamagedError:
            raise StateFileError(
                f"The state file {path} is damaged, so it was left as it is."
            ) from None
        except DifferentError:
            raise StateFileError(
                f"The state file {path} was written by a version of the sandbox that behaves "
                "differently, so it was left as it is."
            ) from None
        except OSError as problem:
            raise cannot_be_used(self._state_file.requested_path, problem) from None

    def close(self) -> None:
        self._state_file.close()

    def begin(self, reset: Command) -> None:
        """Record a reset. OSError if that is not possible; then nothing has changed."""
        self._journal.begin(reset)
        self.is_sound = True

    def restore(self) -> State | None:
        """The state that the journal leads to, None if it is empty; DamagedError, DifferentError.

        A command that was written and not answered is executed now, unless it changes nothing.
        """
        state = self._restore()
        self.is_sound = state is not None
        return state

    def _restore(self) -> State | None:
        state = _replay_answered(self._journal)
        command = self._journal.unanswered
        if command is None:
            return state
        if state is None:
            self._journal.withdraw()
            return None
        state.clock.resume(command.now)
        try:
            answer = execute(state, command)
        except (Refusal, ControlError):
            self._journal.withdraw()
        except Exception as problem:  # what cannot be executed has not happened
            log_failure(command.name, problem)
            self._journal.withdraw()
            return _replay_answered(self._journal)
        else:
            self._finish(digest_of(answer) if answer.changes_state else None)
        return state

    def execute(
        self, state: State, command: Command, matching: Sequence[StoredMessage] | None
    ) -> ServiceAnswer:
        """Execute a command that is written first.

        So a command that cannot be written is not executed, and nothing has to be undone.
        """
        if not can_change_state(command):
            answer = execute(state, command)
            if answer.changes_state:
                raise AssertionError(f"{command.name} is not expected to change anything")
            return answer
        self._propose(command)
        try:
            answer = execute(state, command, matching)
            digest = digest_of(answer) if answer.changes_state else None
        except (Refusal, ControlError):
            self._journal.withdraw()
            raise
        except Exception:
            # A fault of the sandbox itself, or a lack of memory: half of it may have happened.
            self._journal.withdraw()
            self.is_sound = False
            raise
        self._finish(digest)
        return answer

    def _propose(self, command: Command) -> None:
        try:
            self._journal.propose(command)
        except OSError as problem:
            raise RecordError(
                f"The state file cannot be written: {problem.strerror or problem}."
            ) from problem

    def _finish(self, answer_digest: bytes | None) -> None:
        """Confirm what was written; None: nothing changed, and it is removed."""
        if answer_digest is None:
            self._journal.withdraw()
        else:
            self._journal.confirm(answer_digest)


def _replay_answered(journal: Journal) -> State | None:
    records = journal.read()
    first = next(records, None)
    return None if first is None else replay(chain([first], records))
