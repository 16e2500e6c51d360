"""The calls of methods on the wire: the faults they will meet, and the latest of them.

Both belong to the running process, like the connections that they stand for. No state file keeps
them, and a reset clears them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbosms_sandbox.http.call_log import CallLog
from turbosms_sandbox.http.faults import Faults

if TYPE_CHECKING:
    from starlette.types import Scope

    from turbosms_sandbox.calls.call import Call
    from turbosms_sandbox.engine.service import Service
    from turbosms_sandbox.http.faults import Fault


class Traffic:
    """The calls of one service on the wire."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.faults = Faults()
        self.calls = CallLog(service.opening.token)
        service.when_reset(self._clear)

    def note(self, scope: Scope, call: Call, answer: bytes, fault: Fault | None) -> None:
        """Keep a call that was answered for those who look at the inbox."""
        kind = None if fault is None else fault.kind
        self.calls.add(scope, call, answer, self._service.now(), kind)
        self._service.notifier.changed()

    def _clear(self) -> None:
        self.faults.clear()
        self.calls = CallLog(self._service.opening.token)
