"""The service itself: judges a call in the order that A-25 gives, and lets the method's handler answer it."""

from __future__ import annotations

import logging
import time
from functools import partial
from typing import TYPE_CHECKING

from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.envelope import Answer, Refusal
from turbosms_sandbox.handlers import HANDLERS, Context
from turbosms_sandbox.sequences import read_sequence_id
from turbosms_sandbox.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from turbosms_sandbox.transport import Call

_log = logging.getLogger(__name__)


class Service:
    """One account of the service. `allowed_hosts` are those from which it may fetch files."""

    def __init__(self, allowed_hosts: Collection[str] = (), read_clock: Callable[[], float] = time.time) -> None:
        self._allowed_hosts = frozenset(allowed_hosts)
        self._read_clock = read_clock
        self.state = State(read_clock)

    def reset(self) -> None:
        """Everything back to the start. A request that is running ends in the old state and leaves no trace."""
        self.state = State(self._read_clock)

    async def answer(self, call: Call) -> Answer:
        """Answer any call at all; a refusal is an answer too."""
        try:
            return await self._execute(call)
        except Refusal as refusal:
            return Answer(refusal.code)
        except Exception:
            _log.exception("%s failed", call.operation)
            return Answer(ResultCode.FATAL_ERROR)

    async def _execute(self, call: Call) -> Answer:
        handler = HANDLERS.get(call.operation)
        if handler is None or call.verb not in ("GET", "POST"):
            raise Refusal(ResultCode.INVALID_REQUEST)
        state = self.state
        operation = OPERATIONS[call.operation]
        state.account.admit(call.token)
        if call.problem is not None:
            raise Refusal(call.problem)
        if call.data is None and operation.takes_data:
            raise Refusal(ResultCode.REQUIRED_CONTENT)
        context = Context(state, call, self._allowed_hosts)
        sequence_id = read_sequence_id(context.data.values.get("sequence_id"))
        if not operation.creates or call.operation == "message/sendmulti":
            # the numbers of a sendmulti stand inside its requests.
            sequence_id = None
        return await state.sequences.once(call.operation, sequence_id, partial(handler, context))
