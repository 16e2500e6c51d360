"""The service itself.

Judges a call in the order that A-25 gives, and lets the method's handler answer it.
"""

from __future__ import annotations

import logging
import secrets
import time
from typing import TYPE_CHECKING, Any

import anyio.to_thread

from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox import patches
from turbosms_sandbox.commands import Command, Context, ControlError, Fetched
from turbosms_sandbox.envelope import Answer, Refusal
from turbosms_sandbox.execution import digest, execute, number_of, open_state, replay, reset
from turbosms_sandbox.faults import Faults
from turbosms_sandbox.handlers import HANDLERS, SOURCES
from turbosms_sandbox.inbox.calls import Calls
from turbosms_sandbox.opening import Opening
from turbosms_sandbox.pulse import Pulse
from turbosms_sandbox.sequences import read_sequence_id
from turbosms_sandbox.transport import Data
from turbosms_sandbox.written import write

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from types import ModuleType

    from starlette.types import Scope

    from turbosms_sandbox.state import State
    from turbosms_sandbox.state_file import StateFile
    from turbosms_sandbox.transport import Call

_log = logging.getLogger(__name__)
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
        self.pulse = Pulse()
        """Beats whenever the state has changed, or a call was answered."""
        self.faults = Faults()
        """They belong to this process, like the network they stand for, and are kept nowhere."""
        self.calls = Calls(self.opening.token)
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
        self.faults.clear()
        self.calls = Calls(self.opening.token)
        self.begin_life()
        self.pulse.beat()

    def _complete_account(self) -> None:
        """Give the account of a state file what it lacks of the one that is wanted."""
        if not self.opening.changes():
            return
        state, now = self.look()
        missing = self.opening.missing(patches.describe(state.account, now))
        if missing:
            self.control("sandbox/account", missing)

    def begin_life(self) -> None:
        self.life = secrets.token_hex(8)

    def note(self, scope: Scope, call: Call, answer: bytes, fault: str | None = None) -> None:
        """Keep a call that was answered for those who look at the inbox."""
        self.calls.add(scope, call, answer, self.now(), fault)
        self.pulse.beat()

    def close(self) -> None:
        """Let nobody wait any more, and let go of the state file."""
        self.pulse.stop()
        if self._state_file is not None:
            self._state_file.close()

    def control(self, name: str, values: Mapping[str, object]) -> dict[str, Any]:
        """Make a change by the control plane: one of `controls.CONTROLS`.

        ControlError if it cannot be made.
        """
        result: dict[str, Any] = self._run(
            self.state, Command(name, self.now(), Data(values, typed=True))
        ).result
        return result

    async def respond(self, call: Call) -> bytes:
        """The bytes that answer a call."""
        return write(await self.answer(call), call, self.state.account.quirks)

    async def answer(self, call: Call) -> Answer:
        """Answer any call at all; a refusal is an answer too."""
        try:
            command = self._judge(call)
            if command.name in SOURCES:
                return await self._fetch_and_run(self.state, command)
            return self._run(self.state, command)
        except Refusal as refusal:
            return Answer(refusal.code)
        except Exception:
            _log.exception("%s failed", call.operation)
            return Answer(ResultCode.FATAL_ERROR)

    def _judge(self, call: Call) -> Command:
        """The command that a call means, or a refusal before it is even looked at."""
        if call.operation not in HANDLERS or call.verb not in ("GET", "POST"):
            raise Refusal(ResultCode.INVALID_REQUEST)
        self.state.account.admit(call.token, self.opening.token)
        if call.problem is not None:
            raise Refusal(call.problem)
        if call.data is None and OPERATIONS[call.operation].takes_data:
            raise Refusal(ResultCode.REQUIRED_CONTENT)
        if call.data is not None and _names_nothing(call.data, call.operation):
            raise Refusal(ResultCode.FAILED_PARSE_BODY)
        command = Command(call.operation, self.now(), call.data or _NO_DATA, call.base_url)
        read_sequence_id(command.data.values.get("sequence_id"))
        return command

    async def _fetch_and_run(self, state: State, command: Command) -> Answer:
        """Run a command whose request may want a file fetched first; its twins wait meanwhile.

        A-110: it happens when the file is there.
        """
        sequence_id = number_of(command)
        async with state.sequences.turn(command.name, sequence_id):
            if state.sequences.earlier(command.now, command.name, sequence_id) is None:
                url = SOURCES[command.name](Context(state, command))
                if url is not None:
                    command = command._replace(fetched=await self._fetch(url))
            return self._run(state, command._replace(now=state.clock.at(self._read_clock())))

    async def _fetch(self, url: str) -> Fetched:
        # httpx2 is slow to import, and most sandboxes never fetch anything. It is imported in a
        # thread, because nobody is answered while the event loop imports.
        fetching = await anyio.to_thread.run_sync(_import_fetching)
        try:
            return Fetched(*await fetching.fetch(url, self._allowed_hosts))
        except Refusal as refusal:
            return Fetched(b"", "", refusal.code)

    def _run(self, state: State, command: Command) -> Answer:
        answer = self._execute(state, command)
        if answer.created or answer.changed:
            self.pulse.beat()
        return answer

    def _execute(self, state: State, command: Command) -> Answer:
        if self._state_file is None or state is not self.state:
            return execute(state, command)
        journal = self._state_file.journal
        written = journal.write(command)
        try:
            answer = execute(state, command)
            if answer.created or answer.changed:
                journal.append(command, written, digest(answer))
        except (Refusal, ControlError):
            raise
        except Exception:
            # What is not recorded has not happened.
            self.state = replay(journal.records())
            raise
        return answer


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
    from turbosms_sandbox import fetching  # noqa: PLC0415

    return fetching
