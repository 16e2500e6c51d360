"""The service itself.

Judges a call in the order that A-25 gives, and lets the method's handler answer it.
"""

from __future__ import annotations

import secrets
import time
from math import inf
from typing import TYPE_CHECKING, Any, Final

import anyio.to_thread

from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account import changes
from turbosms_sandbox.account.opening import Opening
from turbosms_sandbox.calls.answers import Answer, Refusal
from turbosms_sandbox.calls.commands import Command, Context, ControlError, Fetched
from turbosms_sandbox.calls.sequence_ids import Turns, read_sequence_id
from turbosms_sandbox.engine import failures
from turbosms_sandbox.engine.background import Background
from turbosms_sandbox.engine.changes import DELETE_MESSAGES
from turbosms_sandbox.engine.execution import (
    digest,
    execute,
    may_change,
    number_of,
    open_state,
    reset,
)
from turbosms_sandbox.engine.methods import HANDLERS, SOURCES
from turbosms_sandbox.engine.notifier import Notifier
from turbosms_sandbox.http.answer_bytes import write
from turbosms_sandbox.http.call_log import Calls
from turbosms_sandbox.http.call_reading import Data
from turbosms_sandbox.http.faults import Faults
from turbosms_sandbox.inbox.description_cache import Rows
from turbosms_sandbox.messages import search

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from types import ModuleType

    from starlette.types import Scope

    from turbosms_sandbox.delivery.campaigns import Message
    from turbosms_sandbox.engine.state import State
    from turbosms_sandbox.http.call_reading import Call
    from turbosms_sandbox.journal.state_file import StateFile

GLANCE: Final = 0.1
_CHANGE_MESSAGES: Final = frozenset({"sandbox/clock", "sandbox/reads", "sandbox/clicks"})
"""The changes after which messages that were there before may fit a search that they did not."""
_NO_DATA = Data({}, typed=True)


class Service:
    """One account of the service.

    `allowed_hosts` are those from which it may fetch files. With a `seed`, the same requests are
    given the same ids after every reset. With a `state_file` the account goes on from there, and
    what changes it is recorded. `opening` is the account that it begins with.
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
        self._state_file = state_file
        self.opening = opening or Opening()
        self._is_sound = True
        """Whether the state is what the journal leads to."""
        self._turns = Turns()
        self.notifier = Notifier()
        """Told whenever the state has changed, or a call was answered."""
        self.background = Background()
        self.rows = Rows()
        self.glance = inf if read_clock is time.time else GLANCE
        """Seconds after which those who wait for a moment of the clock look at it again.

        They know when it will come, unless the clock is one that goes as a test wants it to.
        """
        self.faults = Faults()
        """They belong to this process, like the network they stand for, and are kept nowhere."""
        self.calls = Calls(self.opening.token)
        self.let_go: Callable[[], object] = lambda: None
        """Called when a whole state was let go of."""
        self.life = ""
        """Names the time for which what a page was told stays true.

        A reset and a deletion begin another.
        """
        if state_file is not None and state_file.state is not None:
            self.state = state_file.state
            self.begin_life()
            self._complete_account()
        else:
            self.reset()

    def now(self) -> float:
        """The virtual time, in seconds since the epoch."""
        return self.state.clock.at(self._read_clock())

    def look(self) -> tuple[State, float]:
        """The state as time has left it, and the moment.

        What falls due is settled, as before every command.

        Whoever looked at the balance before that would let refunds come in that an earlier charge
        must not have.
        """
        now = self.now()
        self.state.chats.settle_if_it_matters(self.state.account, now)
        return self.state, now

    def reset(self) -> None:
        """Everything back to the start.

        A request that is running ends in the old state and leaves no trace.
        """
        seed = secrets.randbits(64) if self._seed is None else self._seed
        command = reset(self._read_clock(), seed, self.opening.changes())
        state = open_state(command)
        if self._state_file is not None:
            self._state_file.journal.begin(command)
        self.state = state
        self._is_sound = True
        self._turns = Turns()
        self.faults.clear()
        self.calls = Calls(self.opening.token)
        self.rows = Rows()
        self.let_go()
        self.begin_life()
        self.notifier.reconsider()
        self.notifier.changed()

    def _complete_account(self) -> None:
        """Give the account of a state file what it lacks of the one that is wanted."""
        if not self.opening.changes():
            return
        state, now = self.look()
        missing = self.opening.missing(changes.describe(state.account, now))
        if missing:
            self.control("sandbox/account", missing)

    def begin_life(self) -> None:
        self.life = secrets.token_hex(8)

    def note(self, scope: Scope, call: Call, answer: bytes, fault: str | None = None) -> None:
        """Keep a call that was answered for those who look at the inbox."""
        self.calls.add(scope, call, answer, self.now(), fault)
        self.notifier.changed()

    def close(self) -> None:
        """Let nobody wait any more, and let go of the state file."""
        self.notifier.stop()
        if self._state_file is not None:
            self._state_file.close()

    def control(self, name: str, values: Mapping[str, object]) -> dict[str, Any]:
        """Make a change by the control plane: one of `controls.CONTROLS`.

        ControlError if it cannot be made.
        """
        command = Command(name, self.now(), Data(values, typed=True))
        result: dict[str, Any] = self._run(self.state, command).result
        if name in _CHANGE_MESSAGES:
            self.notifier.reconsider()
        return result

    async def delete_messages(self, values: Mapping[str, object]) -> dict[str, Any]:
        """Take the messages that a search finds from the list; ControlError if it is no search.

        They are those that were there when the search began, as they were then.
        """
        state, at = self.state, self.now()
        storage = state.storage
        sends = storage.sends
        work = search.read(values, storage).look(storage, at, sends=sends)
        found = (await self.background.do(work)).messages
        bounds = {"sends": sends, "at": at}
        now = state.clock.at(self._read_clock())
        command = Command(DELETE_MESSAGES, now, Data({**values, **bounds}, typed=True))
        result: dict[str, Any] = self._run(state, command, found).result
        if state is self.state:
            self.begin_life()
            self.notifier.changed()
        await self.background.do(storage.tidy())
        return result

    async def respond(self, call: Call) -> bytes:
        """The bytes that answer a call."""
        return write(await self.answer(call), call, self.state.account.quirks)

    async def answer(self, call: Call) -> Answer:
        """Answer any call at all; a refusal is an answer too."""
        try:
            command = self._judge(call)
            if command.name in SOURCES:
                return await self._fetch_and_run(command)
            return self._run(self.state, command)
        except Refusal as refusal:
            return Answer(refusal.code)
        except Exception as problem:
            failures.note(call.operation, problem)
            return Answer(ResultCode.FATAL_ERROR)

    def admits(self, verb: str, operation: str, token: object) -> bool:
        """Whether a call is to be listened to: the method exists, and the caller may call it."""
        try:
            self._admit(verb, operation, token)
        except Refusal:
            return False
        return True

    def _admit(self, verb: str, operation: str, token: object) -> None:
        if operation not in HANDLERS or verb not in ("GET", "POST"):
            raise Refusal(ResultCode.INVALID_REQUEST)
        self.state.account.admit(token, self.opening.token)

    def _judge(self, call: Call) -> Command:
        """The command that a call means, or a refusal before it is even looked at."""
        self._admit(call.verb, call.operation, call.token)
        if call.problem is not None:
            raise Refusal(call.problem)
        if call.data is None and OPERATIONS[call.operation].takes_data:
            raise Refusal(ResultCode.REQUIRED_CONTENT)
        if call.data is not None and _names_nothing(call.data, call.operation):
            raise Refusal(ResultCode.FAILED_PARSE_BODY)
        command = Command(call.operation, self.now(), call.data or _NO_DATA, call.base_url)
        read_sequence_id(command.data.values.get("sequence_id"))
        return command

    async def _fetch_and_run(self, command: Command) -> Answer:
        """Run a command whose request may want a file fetched first; its twins wait meanwhile.

        A-110: it happens when the file is there.
        """
        state, turns = self.state, self._turns
        sequence_id = number_of(command)
        async with turns.take(command.name, sequence_id):
            if state.sequences.earlier(command.now, command.name, sequence_id) is None:
                url = SOURCES[command.name](Context(state, command))
                if url is not None:
                    command = command._replace(fetched=await self._fetch(url))
            if turns is self._turns:
                state = self.state  # unless there was a reset, what counts is the state of now
            return self._run(state, command._replace(now=state.clock.at(self._read_clock())))

    async def _fetch(self, url: str) -> Fetched:
        # httpx2 is slow to import, and most sandboxes never fetch anything. It is imported in a
        # thread, because nobody is answered while the event loop imports.
        fetching = await anyio.to_thread.run_sync(_import_fetching)
        try:
            return Fetched(*await fetching.fetch(url, self._allowed_hosts))
        except Refusal as refusal:
            return Fetched(b"", "", refusal.code)

    def _run(
        self, state: State, command: Command, found: Sequence[Message] | None = None
    ) -> Answer:
        storage, is_expecting = state.storage, self.notifier.is_expecting
        sends = storage.sends if is_expecting else 0
        answer = self._execute(state, command, found)
        if answer.created or answer.changed:
            self.notifier.changed()
        if is_expecting and state is self.state:
            self.notifier.arrived(storage.newest_messages_since(sends))
        return answer

    def _execute(self, state: State, command: Command, found: Sequence[Message] | None) -> Answer:
        if self._state_file is None or state is not self.state:
            return execute(state, command, found)
        if not self._is_sound:
            self._replay(self._state_file)
        if not may_change(command):
            answer = execute(self.state, command)
            if answer.created or answer.changed:
                raise AssertionError(f"{command.name} is not expected to change anything")
            return answer
        return self._record(self._state_file, command, found)

    def _record(
        self, state_file: StateFile, command: Command, found: Sequence[Message] | None
    ) -> Answer:
        """Execute a command that is written first.

        So one that cannot be written has not happened, and nothing has to be undone.
        """
        journal, state = state_file.journal, self.state
        known = state.sequences.earlier(command.now, command.name, number_of(command))
        if known is not None:
            return known
        try:
            journal.propose(command)
        except OSError as problem:
            raise failures.RecordError(
                f"The state file cannot be written: {problem.strerror or problem}."
            ) from problem
        try:
            answer = execute(state, command, found)
            changes = answer.created or answer.changed
            written = digest(answer) if changes else b""
        except (Refusal, ControlError):
            journal.withdraw()
            raise
        except Exception:
            # A fault of the sandbox itself, or no memory left: half of it may have happened.
            journal.withdraw()
            self._is_sound = False
            self._replay(state_file)
            raise
        if changes:
            journal.confirm(written)
        else:
            journal.withdraw()
        return answer

    def _replay(self, state_file: StateFile) -> None:
        state = state_file.replay()
        if state is None:
            self.reset()
        else:
            self.state = state
            self.notifier.reconsider()
        self._is_sound = True


def _names_nothing(data: Data, operation: str) -> bool:
    """Whether parameters came as a list although they need names (A-23).

    An empty list is an empty object to PHP, and the names of sends in `sendmulti` may be numbers
    (A-43).
    """
    if not data.is_list:
        return False
    if operation == "message/sendmulti":
        return not all(isinstance(request, (dict, list)) for request in data.values.values())
    return bool(data.values)


def _import_fetching() -> ModuleType:
    from turbosms_sandbox.files import fetching  # noqa: PLC0415

    return fetching
