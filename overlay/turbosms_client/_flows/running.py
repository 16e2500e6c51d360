"""A flow under way, and what an interruption leaves to the caller."""

from __future__ import annotations

import logging
import sys
import time
from collections import deque
from typing import Final, Generic, TypeVar, cast

from .._results.base_error import TurboSMSError
from .._results.call_event import CallEvent, OnCall
from .._results.errors import OutcomeUnknownError
from .._results.foreign_exceptions import without_frames
from .instructions import (
    CallEnded,
    CannotSendError,
    Flow,
    HandOver,
    Instruction,
    InstructionResult,
    Interruptible,
    SendRequest,
    Sleep,
)

T = TypeVar("T")
logger: Final = logging.getLogger("turbosms_client")


class _RequestUnderWay:
    """A request with its retries, for `on_call`."""

    def __init__(self, operation: str) -> None:
        self.operation = operation
        self.attempts = 0
        self._started = time.monotonic()

    def seconds(self) -> float:
        """The seconds since its first attempt began."""
        return time.monotonic() - self._started


class Running(Generic[T]):
    """A flow under way.

    The flow's own result or error is kept here until the very end. Any other exception is an
    interruption: Ctrl-C, a cancelled task, an exception from a signal handler.
    """

    def __init__(
        self, flow: Flow[T], interrupted: deque[OutcomeUnknownError], on_call: OnCall | None = None
    ) -> None:
        self._flow = flow
        self._interrupted = interrupted
        self._on_call = on_call
        self._request: _RequestUnderWay | None = None
        self._handled_before = sys.exception()
        self._is_sending = False
        self._call: Interruptible | None = None
        self._doubt: OutcomeUnknownError | None = None
        self._result: T | None = None
        self._error: BaseException | None = None

    def advance(self, result: InstructionResult) -> SendRequest | Sleep | None:
        """Pass the flow the result of its last instruction; return the next, or None at the end."""
        self._is_sending = False
        instruction = self._step(result)
        while isinstance(instruction, (HandOver, CallEnded)):
            if isinstance(instruction, CallEnded):
                self._tell(instruction)
            elif not self._hand_over(instruction):
                return None
            instruction = self._step(None)
        if isinstance(instruction, SendRequest):
            self._count_attempt(instruction)
            self._is_sending = True
        return instruction

    def _step(self, result: InstructionResult) -> Instruction | None:
        try:
            instruction = self._flow.send(result)
        except StopIteration as stop:
            self._result = stop.value
            return None
        except TurboSMSError as error:
            self._error = error
            return None
        except CannotSendError as error:
            self._error = error.reason
            return None
        if isinstance(instruction, SendRequest) and instruction.call is not None:
            self._call = instruction.call
        return instruction

    def _hand_over(self, instruction: HandOver) -> bool:
        """Call the caller's function; return whether the flow continues."""
        try:
            instruction.on_report(instruction.report)
        except TurboSMSError as error:
            if self._call is None:
                raise
            # It belongs to another call that the function made. As an error of this call, it might
            # claim that nothing was sent.
            self._error = self._call.unknown_outcome(error)
            self._error.__cause__ = error
            return False
        return True

    def _count_attempt(self, instruction: SendRequest) -> None:
        if self._on_call is None:
            return
        if self._request is None:
            self._request = _RequestUnderWay(instruction.request.operation)
        self._request.attempts += 1

    def _tell(self, ended: CallEnded) -> None:
        """Tell `on_call` of a request. What goes wrong there is no failure of the call."""
        if self._on_call is None:
            return
        # There is none if the deadline was over before the first attempt.
        request = self._request or _RequestUnderWay(ended.operation)
        self._request = None
        event = CallEvent(
            operation=ended.operation,
            outcome=ended.outcome,
            code=ended.code,
            attempts=request.attempts,
            seconds=request.seconds(),
            accepted=sum(len(report.accepted) for report in ended.reports),
            rejected=sum(len(report.rejected) for report in ended.reports),
        )
        try:
            self._on_call(event)
        except Exception:
            logger.exception("%s: on_call raised an error; the call goes on.", ended.operation)

    def end(self) -> T:
        """Return the result of the flow, or raise its error."""
        if self._error is None:
            return cast("T", self._result)
        raise self._error

    def cut_off(self, by: BaseException) -> None:
        """Leave the caller the means to complete the call, unless the flow raised this error."""
        if by is self._error:
            self._error = None  # no cycle: the error's frames refer to this object
            return
        try:
            self._leave_doubt(by)
            if self._request is not None:
                self._tell(CallEnded(self._request.operation, "interrupted", None))
        except BaseException as second:  # a second interruption right after the first
            self._leave_doubt(second)
            raise

    def _leave_doubt(self, by: BaseException) -> None:
        if self._is_sending:
            # Frames of a request under way hold the token, even those of an earlier failure.
            without_frames(by, self._handled_before)
            by.__context__ = self._handled_before
        if self._call is None:
            return
        if self._doubt is None:
            self._doubt = self._call.interrupted_error(by)
            self._interrupted.append(self._doubt)
            logger.warning("%s", self._doubt)
        if by.__cause__ is not self._doubt:
            self._doubt.__context__ = by.__cause__
            by.__cause__ = self._doubt
