"""The language between a call and what carries it out.

A flow is a generator without I/O. It yields an instruction, is sent the reply, and returns the
result of the call. Both clients carry out the same flows: one blocks, the other awaits.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from ._base_error import TurboSMSError
from ._errors import OutcomeUnknownError
from ._http.messages import HTTPResponse, Lost, NotSent, Timeouts
from ._report import SendReport
from ._requests import Request

T = TypeVar("T")


class Interruptible(Protocol):
    """What is left unfinished if a call that creates something is cut off."""

    def interrupted_error(self, by: BaseException) -> OutcomeUnknownError:
        """The error with which the call can be finished that was interrupted."""
        ...

    def unknown_outcome(self, reason: TurboSMSError) -> OutcomeUnknownError:
        """The error with which the call can be finished that failed for this reason."""
        ...


class SendRequest(NamedTuple):
    """Instruction: send the request, and reply with its outcome or `CannotSend`."""

    request: Request
    timeouts: Timeouts
    until: float | None = None
    """The time of `time.monotonic` at which the whole answer has to be there."""
    call: Interruptible | None = None
    """The call that is in doubt from now on; None if the request creates nothing."""


class Sleep(NamedTuple):
    """Instruction: wait."""

    seconds: float


class HandOver(NamedTuple):
    """Instruction: call a function of the caller's with the report of a request.

    What it raises ends the call like an interruption.
    """

    on_report: Callable[[SendReport], object]
    report: SendReport


class CannotSend(NamedTuple):
    """Reply to a `SendRequest` that could not be sent: there is no token, the client is closed, or
    it belongs to another event loop.
    """

    reason: Exception


class CannotSendError(Exception):
    """Ends a flow that cannot send, and has nothing in doubt."""

    def __init__(self, reason: Exception) -> None:
        super().__init__()
        self.reason = reason


Instruction: TypeAlias = SendRequest | Sleep | HandOver
Reply: TypeAlias = HTTPResponse | NotSent | Lost | CannotSend | None
Flow: TypeAlias = Generator[Instruction, Reply, T]
