"""One request, attempted as often as the policy allows."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final, TypeVar

from turbosms_api.tables.operations import RetryClass

from .._answers.envelopes import Answer, read_envelope
from .._flows.instructions import (
    CallEnded,
    CannotSend,
    CannotSendError,
    Flow,
    SendRequest,
    Sleep,
)
from .._http.driver_interface import HTTPResponse, Lost, NotSent
from .._requests.attempts import Attempts
from .._requests.building import Request
from .._requests.policy import AttemptFailure, FailureKind, retry_after, timeouts
from .._results.base_error import TurboSMSError
from .._results.code_meaning import is_refusal
from .._results.errors import ProtocolError, RequestNotSentError, TransportError
from .._results.multi_report import MultiReport
from .._results.reports_and_refusals import APIError, SendReport
from .logical_call import LogicalCall

T = TypeVar("T")
logger: Final = logging.getLogger("turbosms_client")


def make_request(
    request: Request,
    read: Callable[[Answer], T],
    attempts: Attempts,
    *,
    call: LogicalCall[Any] | None = None,
) -> Flow[T]:
    """Make a request, with retries if needed, and read the answer.

    A request without a `call` is read-only.

    Raises:
        OutcomeUnknownError: the request, or an earlier one of the call, may have been executed.
        TurboSMSError: nothing was executed, or the request is read-only.
    """
    in_doubt: TurboSMSError | None = None  # the last failure of a request that may have arrived
    while True:
        attempts.count_one()
        result = yield from _attempt(request, read, attempts, call=call)
        if not isinstance(result, AttemptFailure):
            # Until the call has taken it, the attempt counts as under way.
            yield CallEnded(request.operation, "succeeded", attempts.last_code, _reports(result))
            return result
        if call is not None:
            call.note(result)
        if result.kind != "not_sent":
            in_doubt = result.error
        goes_on = yield from wait_or_give_up(attempts, result, request.operation_row.retry)
        if not goes_on:
            yield _ended_without_result(request.operation, result, call)
            raise _final_error(result.error, in_doubt, call)


def wait_or_give_up(attempts: Attempts, failure: AttemptFailure, retry: RetryClass) -> Flow[bool]:
    """Pause before the next attempt and return True, or False if there must be none."""
    pause = attempts.pause_after(failure, retry)
    if pause is None:
        return False
    attempts.announce(failure, pause)
    yield Sleep(pause)
    return True


def _ended_without_result(
    operation: str, last: AttemptFailure, call: LogicalCall[Any] | None
) -> CallEnded:
    error = last.error
    code = int(error.code) if isinstance(error, APIError) else None
    if call is not None and call.may_have_been_executed:
        return CallEnded(operation, "unknown", code)
    if last.kind == "not_sent":
        return CallEnded(operation, "not_sent", code)
    if last.kind == "refused":
        return CallEnded(operation, "refused", code, _reports(error))
    return CallEnded(operation, "failed", code)


def _reports(result: object) -> list[SendReport]:
    """The reports of a result or an error, or of each of several."""
    if isinstance(result, SendReport):
        return [result]
    if isinstance(result, APIError) and result.report is not None:
        return [result.report]
    reports: list[SendReport] = []
    if isinstance(result, MultiReport):
        for outcome in result.values():
            reports += _reports(outcome)
    return reports


def _final_error(
    last: TurboSMSError, in_doubt: TurboSMSError | None, call: LogicalCall[Any] | None
) -> TurboSMSError:
    reason = last
    if in_doubt is not None:
        # What counts is the attempt that may have arrived, not a later one that did not leave.
        reason = in_doubt
        reason.temporary = last.temporary
    if call is None:
        return reason
    return call.final_error(reason)


def _attempt(
    request: Request,
    read: Callable[[Answer], T],
    attempts: Attempts,
    *,
    call: LogicalCall[Any] | None,
) -> Flow[T | AttemptFailure]:
    # Failures are returned rather than raised, so that none is chained to an exception whose frames
    # hold the token.
    seconds_left = attempts.seconds_left()
    if seconds_left is not None and seconds_left <= 0:
        return _deadline_is_over(request.operation)
    if call is not None:
        call.begin_attempt()
    limits = timeouts(request.operation_row.timeout, seconds_left)
    result = yield SendRequest(request=request, timeouts=limits, until=attempts.until, call=call)
    if isinstance(result, CannotSend):
        in_doubt = call is not None and call.may_have_been_executed
        yield CallEnded(request.operation, "unknown" if in_doubt else "not_sent", None)
        raise CannotSendError(result.reason) if call is None else call.cannot_send(result.reason)
    if isinstance(result, (NotSent, Lost)):
        return _network_failure(request.operation, result)
    if not isinstance(result, HTTPResponse):
        raise TypeError(f"the reply to a request is {result!r}")
    try:
        answer = read_envelope(request.operation, result)
        attempts.last_code = int(answer.code)
        logger.debug(
            "%s: %d %s, sequence_id=%r",
            request.operation,
            answer.code,
            answer.name,
            request.sequence_id,
        )
        return read(answer)
    except ProtocolError as error:
        return AttemptFailure("unreadable", error, retry_after(result.headers))
    except APIError as error:
        kind: FailureKind = "refused" if is_refusal(error.code) else "code"
        return AttemptFailure(kind, error, retry_after(result.headers))


def _deadline_is_over(operation: str) -> AttemptFailure:
    message = f"{operation}: nothing was sent, the deadline was over."
    return AttemptFailure("not_sent", RequestNotSentError(message, operation=operation))


def _network_failure(operation: str, failed: NotSent | Lost) -> AttemptFailure:
    why = type(failed.reason).__name__
    if failed.quotable and str(failed.reason):
        why = f"{why}: {failed.reason}"
    there = failed.address
    if failed.proxy is not None:
        there = f"{there} through the proxy {failed.proxy}"
    kind: FailureKind
    error: TransportError
    if isinstance(failed, NotSent):
        kind = "not_sent"
        message = f"{operation}: no connection to {there}, nothing was sent ({why})."
        error = RequestNotSentError(message, operation=operation)
    else:
        kind = "lost"
        message = f"{operation}: the response from {there} was lost ({why})."
        error = TransportError(message, operation=operation)
    error.address = failed.address
    error.proxy = failed.proxy
    error.temporary = failed.temporary
    error.__cause__ = failed.reason
    return AttemptFailure(kind, error)
