"""The language between a call and what carries it out.

A flow is a generator without I/O. It yields an instruction, is sent what came of it, and returns
the result of the call. Both clients carry out the same flows: one blocks, the other awaits.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from ._errors import OutcomeUnknownError
from ._http.exchange import HTTPResponse, Lost, NotSent, Timeouts
from ._report import SendReport
from ._wire import Request

T = TypeVar("T")


class Interruptible(Protocol):
    """What is left unfinished if a call that creates something is cut off."""

    def cut_off(self, by: BaseException) -> OutcomeUnknownError:
        """The error with which the call can be finished."""
        ...


class SendRequest(NamedTuple):
    """Instruction: send the request, and hand back the outcome or `CannotSend`."""

    request: Request
    timeouts: Timeouts
    deadline: float | None = None
    """The time of `time.monotonic` at which the whole answer has to be there."""
    call: Interruptible | None = None
    """The call that is in doubt from now on; None if the request creates nothing."""


class Sleep(NamedTuple):
    """Instruction: wait."""

    seconds: float


class HandOver(NamedTuple):
    """Instruction: call a function of the caller's with the report of a part.

    What it raises is no error of the flow: it ends the call like an interruption.
    """

    on_report: Callable[[SendReport], object]
    report: SendReport


class CannotSend(NamedTuple):
    """Came of a `SendRequest`: the client itself has no token, is closed, or belongs to another
    event loop. Nothing has left.
    """

    reason: Exception


class CannotSendError(Exception):
    """Ends a flow, of which nothing is in doubt, with the `reason` why it cannot send."""

    def __init__(self, reason: BaseException) -> None:
        super().__init__()
        self.reason = reason


Instruction: TypeAlias = SendRequest | Sleep | HandOver
Result: TypeAlias = HTTPResponse | NotSent | Lost | CannotSend | None
Flow: TypeAlias = Generator[Instruction, Result, T]
