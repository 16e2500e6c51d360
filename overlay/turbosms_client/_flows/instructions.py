"""The instructions by which a call asks its client for I/O.

A flow is a generator without I/O. It yields an instruction, receives its result, and returns the
result of the call. Both clients carry out the same flows: one blocks, the other awaits.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from .._http.driver_interface import HTTPResponse, Lost, NotSent, Timeouts
from .._requests.building import Request
from .._results.base_error import TurboSMSError
from .._results.call_event import CallOutcome
from .._results.errors import OutcomeUnknownError
from .._results.reports_and_refusals import SendReport

T = TypeVar("T")


class Interruptible(Protocol):
    """A call that creates something, as seen by what may interrupt it."""

    def interrupted_error(self, by: BaseException) -> OutcomeUnknownError:
        """The error with which the caller can complete the interrupted call."""
        ...

    def unknown_outcome(self, reason: TurboSMSError) -> OutcomeUnknownError:
        """The error with which the caller can complete the call that failed for this reason."""
        ...


class SendRequest(NamedTuple):
    """Instruction: send the request. Its result is what came of it, or `CannotSend`."""

    request: Request
    timeouts: Timeouts
    until: float | None = None
    """The time of `time.monotonic` by which the whole response must have arrived."""
    call: Interruptible | None = None
    """The call whose outcome is in doubt from now on; None if the request creates nothing."""


class Sleep(NamedTuple):
    """Instruction: wait."""

    seconds: float


class HandOver(NamedTuple):
    """Instruction: call the caller's function with the report of a request.

    If it raises, the call ends as if interrupted.
    """

    on_report: Callable[[SendReport], object]
    report: SendReport


class CallEnded(NamedTuple):
    """Instruction: a request has come to its end; `on_call` is told of it, if there is one."""

    operation: str
    outcome: CallOutcome
    code: int | None
    reports: Sequence[SendReport] = ()
    """What a send has come to, or each of several."""


class CannotSend(NamedTuple):
    """Result of a `SendRequest` that cannot be sent: there is no token, the client is closed, or it
    belongs to another event loop.
    """

    reason: Exception


class CannotSendError(Exception):
    """Ends a flow that cannot send and has nothing in doubt."""

    def __init__(self, reason: Exception) -> None:
        super().__init__()
        self.reason = reason


Instruction: TypeAlias = SendRequest | Sleep | HandOver | CallEnded
InstructionResult: TypeAlias = HTTPResponse | NotSent | Lost | CannotSend | None
Flow: TypeAlias = Generator[Instruction, InstructionResult, T]
