"""A call that creates something, from its first request to its result, resumed or not."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from copy import copy
from typing import Any, ClassVar, Generic, TypeVar

from . import _times
from ._attempts import Attempts, until_of
from ._base_error import TurboSMSError
from ._errors import OutcomeUnknownError, TransportError
from ._flow import CannotSendError, Flow
from ._http.failures import without_frames
from ._outcome import is_refusal
from ._policy import AttemptFailure
from ._report import APIError, SendReport
from ._runtime import Runtime

T = TypeVar("T")


class LogicalCall(ABC, Generic[T]):
    """One call of the application. It may take several requests, and several runs.

    It keeps its progress, so that an error can hold a copy that continues from there.
    """

    _same_call: ClassVar[str] = "the same call"

    def __init__(
        self, runtime: Runtime, operation: str, sequence_id: str, deadline: float | None
    ) -> None:
        self.runtime = runtime
        self.operation = operation
        self.sequence_id = sequence_id
        self.may_have_been_executed = False
        """Whether the service may have executed the request that is not settled."""
        self.attempt_is_under_way = False
        """Whether an attempt of that request has begun, so that it may have left."""
        self._deadline = deadline
        self.started = _times.now()

    @abstractmethod
    def run(self) -> Flow[T]:
        """Make the requests that are not done."""

    def copy(self) -> LogicalCall[T]:
        """The call as it is now; what happens to either afterwards does not concern the other."""
        return copy(self)

    def has_created_something(self) -> bool:
        """Whether an earlier request of the call did: then "nothing was sent" is never true."""
        return False

    def has_report(self) -> bool:
        """Whether something is known of a send by now; the report itself takes a while to make."""
        return False

    def report_so_far(self) -> SendReport | None:
        """What is known of a send, as far as it is done."""
        return None

    def unsent(self) -> list[str]:
        """The recipients to whom surely nothing was sent yet."""
        return []

    def attempts(self) -> Attempts:
        """The attempts that a run which begins now may make."""
        return Attempts(self.runtime.retry, until_of(self._deadline))

    def begin_attempt(self) -> None:
        """The request is about to leave."""
        self.attempt_is_under_way = True

    def note(self, failure: AttemptFailure) -> None:
        """Take in what an attempt came to that brought no result."""
        self.attempt_is_under_way = False
        if failure.kind != "not_sent":  # else it is as much in doubt as before
            proves = proves_nothing_was_done(failure.error, self.may_have_been_executed)
            self.may_have_been_executed = not proves

    def settle(self) -> None:
        """The request has its result; the next one begins without doubt."""
        self.attempt_is_under_way = False
        self.may_have_been_executed = False

    def final_error(self, reason: TurboSMSError) -> TurboSMSError:
        """The error of the call when its last attempt has failed for this reason."""
        if self.may_have_been_executed or self.has_created_something():
            return self.unknown_outcome(reason)
        return reason

    def cannot_send(self, reason: Exception) -> Exception:
        """The error of the call when the client itself cannot send the next request."""
        self.attempt_is_under_way = False
        has_begun = self.may_have_been_executed or self.has_report()
        if not has_begun and not self.has_created_something():
            return CannotSendError(reason)
        without_frames(reason, sys.exception())
        text = f"{self.operation}: {type(reason).__name__} in the middle."
        error = TransportError(text, operation=self.operation)
        error.__cause__ = reason
        return self.unknown_outcome(error)

    def interrupted_error(self, by: BaseException) -> OutcomeUnknownError:
        """The error that an interruption leaves behind."""
        interrupted = self.copy()
        if self.attempt_is_under_way:
            interrupted.may_have_been_executed = True
        text = f"{self.operation}: it was interrupted ({type(by).__name__})."
        return interrupted.unknown_outcome(TransportError(text, operation=self.operation))

    def unknown_outcome(self, reason: TurboSMSError) -> OutcomeUnknownError:
        """The error that leaves the caller with all that finishing the call takes."""
        error = OutcomeUnknownError(
            f"{reason} {self._progress()} To finish it and send nothing twice, call resume(), or "
            f"make {self._same_call} with sequence_id={self.sequence_id!r}.",
            operation=self.operation,
            sequence_id=self.sequence_id,
            started=self.started,
        )
        error.stands_for(self.copy())
        error.temporary = reason.temporary
        if isinstance(reason, TransportError):
            error.address = reason.address
            error.proxy = reason.proxy
        error.__cause__ = reason.__cause__ or reason
        return error

    def resume(self) -> Any:
        """Make the requests that are not done; from `AsyncTurboSMS`, an awaitable of that.

        Whoever resumes twice gets the same twice.
        """
        return self.runtime.run(self.copy().run())

    def _progress(self) -> str:
        """What is known by now, in a sentence."""
        return "It may have been executed, or not."


def proves_nothing_was_done(error: TurboSMSError, may_have_been_executed: bool) -> bool:
    """Whether an error says for sure that nothing was executed.

    A refusal does. Of a repeat only its own first result does: the refusal may be about what the
    lost attempt has done.
    """
    if not (isinstance(error, APIError) and is_refusal(error.code)):
        return False
    is_first_result = error.report is not None and error.report.replayed
    return is_first_result or not may_have_been_executed
