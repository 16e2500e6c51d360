"""A call that creates something, from its first request to its result, even if resumed."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from copy import copy
from typing import Any, ClassVar, Generic, TypeVar

from .._flows.instructions import CannotSendError, Flow, Interruptible
from .._flows.runtime import Runtime
from .._formats import times
from .._requests.attempts import Attempts, until_of
from .._requests.policy import AttemptFailure
from .._results.base_error import TurboSMSError
from .._results.code_meaning import is_refusal
from .._results.errors import OutcomeUnknownError, TransportError, UnfinishedCall
from .._results.foreign_exceptions import without_frames
from .._results.reports_and_refusals import APIError, SendReport

T = TypeVar("T")


class LogicalCall(Interruptible, UnfinishedCall, ABC, Generic[T]):
    """One call by the application. It may take several requests, and several runs.

    It keeps its own progress, so that an error can hold a copy that continues from there.
    """

    _same_call: ClassVar[str] = "the same call"

    def __init__(
        self, runtime: Runtime, operation: str, sequence_id: str, deadline: float | None
    ) -> None:
        self.runtime = runtime
        self.operation = operation
        self.sequence_id = sequence_id
        self.may_have_been_executed = False
        """Whether the service may have executed the current request."""
        self.attempt_is_under_way = False
        """Whether an attempt at that request has begun, so that it may have left."""
        self._deadline = deadline
        self.started = times.now()

    @abstractmethod
    def run(self) -> Flow[T]:
        """Make the remaining requests."""

    def copy(self) -> LogicalCall[T]:
        """Copy the call in its current state; later changes to one do not affect the other."""
        return copy(self)

    def has_created_something(self) -> bool:
        """Whether an earlier request of the call did; then "nothing was sent" would be wrong."""
        return False

    def has_report(self) -> bool:
        """Whether there is a report so far. Making the report takes longer than this check."""
        return False

    def report_so_far(self) -> SendReport | None:
        """What is known so far about a send."""
        return None

    def unsent(self) -> list[str]:
        """The recipients to whom certainly nothing was sent yet."""
        return []

    def attempts(self) -> Attempts:
        """The attempts that a run starting now may make."""
        return Attempts(self.runtime.retry, until_of(self._deadline))

    def begin_attempt(self) -> None:
        """Record that the request is about to leave."""
        self.attempt_is_under_way = True

    def note(self, failure: AttemptFailure) -> None:
        """Record a failed attempt."""
        self.attempt_is_under_way = False
        if failure.kind != "not_sent":  # otherwise, nothing has changed
            proves = proves_nothing_was_done(failure.error, self.may_have_been_executed)
            self.may_have_been_executed = not proves

    def settle(self) -> None:
        """Record that the request has its result, so that nothing is in doubt any more."""
        self.attempt_is_under_way = False
        self.may_have_been_executed = False

    def final_error(self, reason: TurboSMSError) -> TurboSMSError:
        """The error that the call raises when its last attempt has failed for this reason."""
        if self.may_have_been_executed or self.has_created_something():
            return self.unknown_outcome(reason)
        return reason

    def cannot_send(self, reason: Exception) -> Exception:
        """The error that the call raises when the client cannot send the next request."""
        self.attempt_is_under_way = False
        has_begun = self.may_have_been_executed or self.has_report()
        if not has_begun and not self.has_created_something():
            return CannotSendError(reason)
        without_frames(reason, sys.exception())
        text = f"{self.operation}: {type(reason).__name__} in the middle of the call."
        error = TransportError(text, operation=self.operation)
        error.__cause__ = reason
        return self.unknown_outcome(error)

    def interrupted_error(self, by: BaseException) -> OutcomeUnknownError:
        """The error that an interruption leaves behind."""
        interrupted = self.copy()
        if self.attempt_is_under_way:
            interrupted.may_have_been_executed = True
        text = f"{self.operation}: the call was interrupted ({type(by).__name__})."
        return interrupted.unknown_outcome(TransportError(text, operation=self.operation))

    def unknown_outcome(self, reason: TurboSMSError) -> OutcomeUnknownError:
        """The error that tells the caller what is known, and how to complete the call."""
        error = OutcomeUnknownError(
            f"{reason} {self._progress()} To complete it without sending twice, call resume(), or "
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
        """Run a copy of the call; with `AsyncTurboSMS`, return an awaitable that does so.

        It is a copy so that resuming twice has the same result twice.
        """
        return self.runtime.run(self.copy().run())

    def _progress(self) -> str:
        """What is known so far, in a sentence."""
        return "It may or may not have been executed."


def proves_nothing_was_done(error: TurboSMSError, may_have_been_executed: bool) -> bool:
    """Whether an error proves that nothing was executed.

    A refusal does. The refusal of a retry does not, since the lost attempt may be the reason for
    it, unless the service says that it is the result of the first attempt.
    """
    if not (isinstance(error, APIError) and is_refusal(error.code)):
        return False
    is_first_result = error.report is not None and error.report.replayed
    return is_first_result or not may_have_been_executed
