"""A call that creates something, from its first request to its result, resumed or not."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from copy import copy
from typing import Any, ClassVar, Generic, TypeVar

from . import _times
from ._errors import OutcomeUnknownError, TransportError, TurboSMSError
from ._flow import Flow
from ._report import SendReport
from ._runtime import Runtime

T = TypeVar("T")


class LogicalCall(ABC, Generic[T]):
    """One call of the application. It may take several requests, and several runs.

    It knows how far it is. So an error can hold a copy of it, which goes on from there.
    """

    may_be_made_again_as: ClassVar[str] = "the same call"

    def __init__(
        self, runtime: Runtime, operation: str, sequence_id: str, deadline: float | None
    ) -> None:
        self.runtime = runtime
        self.operation = operation
        self.sequence_id = sequence_id
        self.may_have_been_executed = False
        """Whether the service may have executed the request that is not settled."""
        self.has_begun = False
        """Whether an attempt of that request is under way, so that it may have left."""
        self._deadline = deadline
        self.began = _times.now()

    @abstractmethod
    def run(self) -> Flow[T]:
        """Make the requests that are not done."""

    def copy(self) -> LogicalCall[T]:
        """The call as it is now; what happens to either afterwards does not concern the other."""
        return copy(self)

    def has_created_something(self) -> bool:
        """Whether an earlier request of the call did: then "nothing was sent" is never true."""
        return False

    def report_so_far(self) -> SendReport | None:
        """What is known of a send in parts, some of which are done."""
        return None

    def unsent(self) -> list[str]:
        """The recipients to whom surely nothing was sent yet."""
        return []

    def until(self) -> float | None:
        """The time of `time.monotonic` at which a run that begins now has to be over."""
        return deadline_at(self._deadline)

    def cut_off(self, by: BaseException) -> OutcomeUnknownError:
        """The error that an interruption leaves behind."""
        interrupted = self.copy()
        if self.has_begun:
            interrupted.may_have_been_executed = True
        text = f"It was interrupted ({type(by).__name__})."
        return interrupted.unknown_outcome(TransportError(text, operation=self.operation))

    def unknown_outcome(self, reason: TurboSMSError) -> OutcomeUnknownError:
        """The error that leaves the caller with all that finishing the call takes."""
        doubt = "it may have been executed, or not"
        if self.has_created_something():
            doubt = "a part was executed, and perhaps more"
        error = OutcomeUnknownError(
            f"{self.operation}: {doubt}. {reason} Do not call it anew: resume() asks again, and so "
            f"does {self.may_be_made_again_as} with sequence_id={self.sequence_id!r}.",
            operation=self.operation,
            sequence_id=self.sequence_id,
            started=self.began,
            report=self.report_so_far(),
        )
        error.unsent = self.unsent()
        error.temporary = reason.temporary
        if isinstance(reason, TransportError):
            error.address = reason.address
            error.proxy = reason.proxy
        error.__cause__ = reason.__cause__ or reason
        unfinished = self.copy()

        def resume() -> Any:
            # A copy again: whoever resumes twice gets the same twice.
            return unfinished.runtime.run(unfinished.copy().run())

        error.resume_with(resume)
        return error


def deadline_at(seconds: float | None) -> float | None:
    """The time of `time.monotonic` in so many seconds."""
    if seconds is None:
        return None
    return time.monotonic() + seconds
