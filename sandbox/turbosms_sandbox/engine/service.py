"""The service: checks a call in the order of A-25, and has the method's function answer it."""

from __future__ import annotations

import secrets
import time
from math import inf
from typing import TYPE_CHECKING, Any, Final

import anyio.to_thread

from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account.changes import describe_account
from turbosms_sandbox.account.opening import Opening
from turbosms_sandbox.calls.answers import Refusal, ServiceAnswer
from turbosms_sandbox.calls.commands import Command, FetchedFile
from turbosms_sandbox.calls.parameters import Parameters
from turbosms_sandbox.calls.sequence_ids import read_sequence_id, sequence_id_of
from turbosms_sandbox.engine.background import Background
from turbosms_sandbox.engine.changes import DELETE_MESSAGES
from turbosms_sandbox.engine.context import Context
from turbosms_sandbox.engine.execution import execute, reset_command, state_after_reset
from turbosms_sandbox.engine.failures import log_failure
from turbosms_sandbox.engine.methods import METHODS, URLS_TO_FETCH
from turbosms_sandbox.engine.notifier import Notifier
from turbosms_sandbox.engine.recording import Recording
from turbosms_sandbox.engine.sequence_locks import SequenceLocks
from turbosms_sandbox.messages.search import read_search

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from types import ModuleType

    from turbosms_sandbox.calls.answers import Code
    from turbosms_sandbox.calls.call import Call
    from turbosms_sandbox.delivery.sends import StoredMessage
    from turbosms_sandbox.engine.state import State
    from turbosms_sandbox.journal.state_file import StateFile

CLOCK_POLL: Final = 0.1
_AFFECT_SENT_MESSAGES: Final = frozenset({"sandbox/clock", "sandbox/reads", "sandbox/clicks"})
"""The changes after which earlier messages may match a search that they did not match before."""
_NO_PARAMETERS = Parameters({}, typed=True)


class Service:
    """One account of the service.

    Files may be fetched from `allowed_hosts`. With a `seed`, the same requests get the same ids
    after every reset. With a `state_file` the account continues from there, and what changes it is
    recorded. `opening` is the account at the start.
    """

    def __init__(
        self,
        allowed_hosts: Collection[str] = (),
        read_clock: Callable[[], float] = time.time,
        *,
        seed: int | None = None,
        state_file: StateFile | None = None,
        opening: Opening | None = None,
    ) -> None:
        self._allowed_hosts = frozenset(allowed_hosts)
        self._read_clock = read_clock
        self._seed = seed
        self._recording = None if state_file is None else Recording(state_file)
        self.opening = opening or Opening()
        self._sequence_locks = SequenceLocks()
        self._when_reset: list[Callable[[], object]] = []
        self.notifier = Notifier()
        """Notified whenever the state has changed, or a call was answered."""
        self.background = Background()
        self.clock_poll = inf if read_clock is time.time else CLOCK_POLL
        """Seconds after which those who wait for a moment of the clock look at it again.

        They know when it will come, unless it is the clock of a test, which jumps.
        """
        self.generation = ""
        """Changes with a reset and a deletion, after which pages have to begin anew."""
        state = None if self._recording is None else self._recording.open()
        if state is None:
            self.reset()
        else:
            self.state = state
            self.begin_generation()
            self._complete_account()

    def now(self) -> float:
        """The virtual time, in seconds since the epoch."""
        return self.state.clock.at(self._read_clock())

    def look(self) -> tuple[State, float]:
        """The state at this moment, and the moment.

        What is due is settled first, as before every command. Otherwise reading the balance would
        let refunds arrive before an earlier charge that they must not pay for.
        """
        now = self.now()
        self.state.chats.settle_if_it_matters(now)
        return self.state, now

    def when_reset(self, function: Callable[[], object]) -> None:
        """Have `function` called after each reset."""
        self._when_reset.append(function)

    def reset(self) -> None:
        """Back to the start.

        A request that is being executed ends in the old state and leaves no trace.
        """
        seed = secrets.randbits(64) if self._seed is None else self._seed
        command = reset_command(self._read_clock(), seed, self.opening.changes())
        state = state_after_reset(command)
        if self._recording is not None:
            self._recording.begin(command)
        self.state = state
        self._sequence_locks = SequenceLocks()
        for function in self._when_reset:
            function()
        self.begin_generation()
        self.notifier.reconsider()
        self.notifier.changed()

    def _complete_account(self) -> None:
        """Give the account of a state file what it lacks of the opening."""
        if not self.opening.changes():
            return
        state, now = self.look()
        missing = self.opening.missing(describe_account(state.account, now))
        if missing:
            self.control("sandbox/account", missing)

    def begin_generation(self) -> None:
        self.generation = secrets.token_hex(8)

    def close(self) -> None:
        """Wake everybody who waits, and close the state file."""
        self.notifier.stop()
        if self._recording is not None:
            self._recording.close()

    def control(
        self, name: str, values: Mapping[str, object], base_url: str = ""
    ) -> dict[str, Any]:
        """Make one of the `CHANGES` of the control plane; ControlError if it cannot be made.

        `base_url`: the address by which the caller reached the sandbox, if it matters.
        """
        command = Command(name, self.now(), Parameters(values, typed=True), base_url)
        result: dict[str, Any] = self._run(self.state, command).result
        if name in _AFFECT_SENT_MESSAGES:
            self.notifier.reconsider()
        return result

    async def delete_messages(self, values: Mapping[str, object]) -> dict[str, Any]:
        """Remove the messages that a search finds from the list; ControlError if it is no search.

        They are those that existed when the search began, as they were then.
        """
        state, began = self.state, self.now()
        sent = state.sent
        send_count = sent.send_count
        search = read_search(values, sent)
        work = search.find_in_steps(sent, began, send_count=send_count)
        matching = (await self.background.do(work)).messages
        recorded = {**values, "sends": send_count, "at": began}
        now = state.clock.at(self._read_clock())
        command = Command(DELETE_MESSAGES, now, Parameters(recorded, typed=True))
        result: dict[str, Any] = self._run(state, command, matching).result
        if state is self.state:
            self.begin_generation()
            self.notifier.changed()
        await self.background.do(sent.tidy())
        return result

    async def answer(self, call: Call) -> ServiceAnswer:
        """Answer any call at all; a refusal is an answer too.

        `refusal_code` was asked before: its answer is the `problem` of the call.
        """
        try:
            command = self._judge(call)
            if command.name in URLS_TO_FETCH:
                return await self._fetch_and_run(command)
            return self._run(self.state, command)
        except Refusal as refusal:
            return ServiceAnswer(refusal.code)
        except Exception as problem:
            log_failure(call.operation, problem)
            return ServiceAnswer(ResultCode.FATAL_ERROR)

    def refusal_code(self, verb: str, operation: str, token: object) -> Code | None:
        """Why a call is refused whatever its parameters; None if method and token are good."""
        if operation not in METHODS or verb not in ("GET", "POST"):
            return ResultCode.INVALID_REQUEST
        try:
            self.state.account.admit(token, self.opening.token)
        except Refusal as refusal:
            return refusal.code
        return None

    def _judge(self, call: Call) -> Command:
        """The command that a call means, or a refusal before any method has looked at it."""
        if call.problem is not None:
            raise Refusal(call.problem)
        parameters = call.parameters
        if parameters is None and OPERATIONS[call.operation].takes_data:
            raise Refusal(ResultCode.REQUIRED_CONTENT)
        if parameters is None:
            parameters = _NO_PARAMETERS
        if parameters.is_list and _lacks_names(parameters, call.operation):
            raise Refusal(ResultCode.FAILED_PARSE_BODY)
        now = self.now()
        if "sequence_id" in parameters.values:
            read_sequence_id(parameters)
        return Command(call.operation, now, parameters, call.base_url)

    async def _fetch_and_run(self, command: Command) -> ServiceAnswer:
        """Run a command that may need a file fetched first; repeats of it wait meanwhile.

        A-110: the command is executed when the file is there.
        """
        state, locks = self.state, self._sequence_locks
        async with locks.hold(command.name, sequence_id_of(command)):
            repeated = _answer_to_repeat(state, command)
            if repeated is not None:
                return repeated
            url = URLS_TO_FETCH[command.name](Context(state, command))
            if url is not None:
                command = command._replace(fetched=await self._fetch(url))
            was_reset = locks is not self._sequence_locks
            if not was_reset:
                state = self.state  # a failed command may have replaced it
            return self._run(state, command._replace(now=state.clock.at(self._read_clock())))

    async def _fetch(self, url: str) -> FetchedFile:
        # httpx2 is slow to import, and most sandboxes never fetch anything. It is imported in a
        # thread, because importing it would block the event loop.
        fetching = await anyio.to_thread.run_sync(_import_fetching)
        try:
            return FetchedFile(*await fetching.fetch(url, self._allowed_hosts))
        except Refusal as refusal:
            return FetchedFile(b"", "", refusal.code)

    def _run(
        self, state: State, command: Command, matching: Sequence[StoredMessage] | None = None
    ) -> ServiceAnswer:
        """Answer a repeat, or execute the command and wake those who wait for what it changes."""
        if state is self.state:
            state = self._sound_state()
        repeated = _answer_to_repeat(state, command)
        if repeated is not None:
            return repeated
        is_expected = self.notifier.is_expecting
        send_count = state.sent.send_count if is_expected else 0
        answer = self._execute(state, command, matching)
        if answer.changes_state:
            self.notifier.changed()
        if is_expected and state is self.state:
            self.notifier.arrived(state.sent.added_after(send_count))
        return answer

    def _execute(
        self, state: State, command: Command, matching: Sequence[StoredMessage] | None
    ) -> ServiceAnswer:
        if self._recording is None or state is not self.state:
            return execute(state, command, matching)
        try:
            return self._recording.execute(state, command, matching)
        except Exception:
            # Half of the command may have happened: nobody is to see that, not even a reader.
            self._sound_state()
            raise

    def _sound_state(self) -> State:
        """The state; restored from the journal first if a command was executed on it only half."""
        if self._recording is None or self._recording.is_sound:
            return self.state
        state = self._recording.restore()
        if state is None:
            self.reset()
        else:
            self.state = state
            self.notifier.reconsider()
        return self.state


def _answer_to_repeat(state: State, command: Command) -> ServiceAnswer | None:
    sequence_id = sequence_id_of(command)
    if sequence_id is None:
        return None
    return state.executed.answer_to_repeat(command.now, command.name, sequence_id)


def _lacks_names(parameters: Parameters, operation: str) -> bool:
    """Whether parameters that came as a list need names (A-23).

    An empty list is an empty object to PHP, and the names of sends in a sendmulti may be numbers
    (A-43).
    """
    if operation == "message/sendmulti":
        return not all(isinstance(send, (dict, list)) for send in parameters.values.values())
    return bool(parameters.values)


def _import_fetching() -> ModuleType:
    from turbosms_sandbox.files import fetching  # noqa: PLC0415

    return fetching
