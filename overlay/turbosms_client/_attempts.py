"""One request, attempted as often as the policy allows."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from turbosms_api.tables.operations import RetryClass

from ._errors import APIError, ProtocolError, RequestNotSentError, TransportError, TurboSMSError
from ._flow import CannotSend, CannotSendError, Flow, SendRequest, Sleep
from ._http.exchange import HTTPResponse, Lost, NotSent
from ._http.failures import without_frames
from ._logical_call import LogicalCall
from ._outcome import is_refusal
from ._policy import (
    AttemptFailure,
    FailureKind,
    RetryPolicy,
    decide,
    is_temporary_status,
    retry_after,
    timeouts,
)
from ._wire import Answer, Request, read_envelope

T = TypeVar("T")
logger: Final = logging.getLogger("turbosms_client")


class Attempts:
    """How many requests a call has made, and until when it may make more."""

    def __init__(self, policy: RetryPolicy, until: float | None) -> None:
        self.until = until
        """The time of `time.monotonic` at which the last one has to be over."""
        self._policy = policy
        self._count = 0

    def count_one(self) -> None:
        """A further request is made."""
        self._count += 1

    def pause_after(self, failure: AttemptFailure, retry: RetryClass) -> float | None:
        """Seconds to pause before the next attempt, or None to give up."""
        pause = decide(self._policy, retry, failure, self._count)
        if pause is None:
            return None
        is_too_late = self.until is not None and time.monotonic() + pause >= self.until
        return None if is_too_late else pause

    def announce(self, failure: AttemptFailure, pause: float) -> None:
        """Log that there will be a further one."""
        logger.warning(
            "%s Attempt %d of %d in %.1f s.",
            failure.error,
            self._count + 1,
            self._policy.attempts,
            pause,
        )


def exchange(
    request: Request,
    read: Callable[[Answer], T],
    attempts: Attempts,
    call: LogicalCall[Any] | None = None,
) -> Flow[T]:
    """Make a request, again and again if need be, and read its answer.

    Without a `call` it is a question, which changes nothing.

    Raises:
        OutcomeUnknownError: the request, or an earlier one of the call, may have been executed.
        TurboSMSError: nothing was executed, or it is a question.
    """
    doubt: TurboSMSError | None = None
    while True:
        attempts.count_one()
        ended = yield from _attempt(request, read, attempts.until, call)
        if not isinstance(ended, AttemptFailure):
            return ended  # until the call has noted the result, the request is under way
        was_in_doubt = call is not None and call.may_have_been_executed
        proof = is_proof(ended.error, was_in_doubt)
        has_left = ended.kind not in ("not_sent", "cannot_send")
        is_in_doubt = has_left and not proof
        if is_in_doubt:
            doubt = ended.error
        if call is not None:
            call.may_have_been_executed = was_in_doubt or is_in_doubt
            call.has_begun = False
        pause = attempts.pause_after(ended, request.operation_row.retry)
        if pause is None:
            reason = ended.error
            if doubt is not None and ended.kind == "not_sent":
                reason = doubt
            reason.temporary = ended.temporary
            raise _final_error(ended, reason, proof, call)
        attempts.announce(ended, pause)
        yield Sleep(pause)


def _final_error(
    failure: AttemptFailure, reason: TurboSMSError, proof: bool, call: LogicalCall[Any] | None
) -> Exception:
    cause = failure.error.__cause__ if failure.kind == "cannot_send" else None
    if call is not None:
        if proof:
            call.may_have_been_executed = False
        is_between_parts = cause is not None and call.report_so_far() is not None
        is_in_doubt = call.may_have_been_executed or call.has_created_something()
        if is_in_doubt or is_between_parts:
            if cause is not None:
                without_frames(cause, sys.exception())
            return call.unknown_outcome(reason)
    return reason if cause is None else CannotSendError(cause)


def is_proof(error: TurboSMSError, may_have_been_executed: bool) -> bool:
    """Whether an error says for sure that nothing was executed.

    A refusal does. Of a repeat only its own first result does: the refusal may be about what the
    lost attempt has done.
    """
    if not (isinstance(error, APIError) and is_refusal(error.code)):
        return False
    is_first_result = error.report is not None and error.report.replayed
    return is_first_result or not may_have_been_executed


def _attempt(
    request: Request,
    read: Callable[[Answer], T],
    until: float | None,
    call: LogicalCall[Any] | None,
) -> Flow[T | AttemptFailure]:
    # Failures are returned, not raised, so that none is chained to an exception whose frames hold
    # the token.
    remaining = None if until is None else max(until - time.monotonic(), 0.001)
    if call is not None:
        call.has_begun = True
    outcome = yield SendRequest(
        request, timeouts(request.operation_row.timeout, remaining), until, call
    )
    if isinstance(outcome, CannotSend):
        return _cannot_send(request.operation, outcome.reason)
    if isinstance(outcome, (NotSent, Lost)):
        return _network_failure(request.operation, outcome)
    if not isinstance(outcome, HTTPResponse):
        raise TypeError(f"a request came to {outcome!r}")
    try:
        answer = read_envelope(request.operation, outcome)
        logger.debug(
            "%s: %d %s, sequence_id=%r",
            request.operation,
            answer.code,
            answer.name,
            request.sequence_id,
        )
        return read(answer)
    except ProtocolError as error:
        asked_to_wait = retry_after(outcome.headers.get("retry-after", ""))
        return AttemptFailure(
            "unreadable", error, is_temporary_status(error.http_status), asked_to_wait
        )
    except APIError as error:
        kind: FailureKind = "refused" if is_refusal(error.code) else "code"
        return AttemptFailure(kind, error, getattr(error.code, "repeat", False))


def _cannot_send(operation: str, reason: Exception) -> AttemptFailure:
    text = f"{operation}: {type(reason).__name__} in the middle."
    error = TransportError(text, operation=operation)
    error.__cause__ = reason
    return AttemptFailure("cannot_send", error, temporary=False)


def _network_failure(operation: str, failed: NotSent | Lost) -> AttemptFailure:
    why = type(failed.reason).__name__
    if failed.quotable and str(failed.reason):
        why = f"{why}: {failed.reason}"
    there = failed.address
    if failed.proxy is not None:
        there = f"{there} through the proxy {failed.proxy}"
    error: TransportError
    if isinstance(failed, NotSent):
        message = f"{operation}: no connection to {there}, nothing was sent ({why})."
        error = RequestNotSentError(message, operation=operation)
    else:
        message = f"{operation}: the answer of {there} was lost ({why})."
        error = TransportError(message, operation=operation)
    error.address = failed.address
    error.proxy = failed.proxy
    error.__cause__ = failed.reason
    kind: FailureKind = "not_sent" if isinstance(failed, NotSent) else "lost"
    return AttemptFailure(kind, error, failed.temporary)
