"""A flow under way, and the one place that knows what is in doubt when it is cut off."""

from __future__ import annotations

import logging
import sys
from collections import deque
from typing import Final, Generic, TypeVar, cast

from ._errors import OutcomeUnknownError, TurboSMSError
from ._flow import (
    CannotSendError,
    Flow,
    HandOver,
    Instruction,
    Interruptible,
    Result,
    SendRequest,
    Sleep,
)

T = TypeVar("T")
logger: Final = logging.getLogger("turbosms_client")


class Running(Generic[T]):
    """A flow under way.

    How the flow ends, by a result or by an error of ours, is kept here until the very end, so that
    whatever else is raised on the way is an interruption: Ctrl-C, a cancelled task, an exception
    out of a signal handler.
    """

    def __init__(self, flow: Flow[T], interrupted: deque[OutcomeUnknownError]) -> None:
        self._flow = flow
        self._interrupted = interrupted
        self._failing_before = sys.exception()
        self._call: Interruptible | None = None
        self._result: T | None = None
        self._error: BaseException | None = None

    def advance(self, result: Result) -> SendRequest | Sleep | None:
        """Hand the flow what came of its last instruction; its next one, or None at the end."""
        instruction = self._step(result)
        while isinstance(instruction, HandOver):
            instruction.on_report(instruction.report)
            instruction = self._step(None)
        return instruction

    def _step(self, result: Result) -> Instruction | None:
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

    def end(self) -> T:
        """Return the result of the flow, or raise its error."""
        if self._error is None:
            return cast("T", self._result)
        raise self._error

    def cut_off(self, by: BaseException) -> None:
        """Leave the caller the means to finish the call, unless the flow ended with this error."""
        if by is self._error:
            self._error = None  # no circle of an error and its frames, this object among them
            return
        if self._call is not None:
            doubt = self._call.cut_off(by)
            by.__cause__ = doubt
            self._interrupted.append(doubt)
            logger.warning("%s", doubt)
        # Without the frames that hold the token, and without what failed on the way, which has
        # such frames too.
        by.__context__ = self._failing_before
        by.__traceback__ = None
