"""A call from its first attempt to its last, without I/O.

A flow is a generator: it yields an instruction (`Step`, a request to send, or `Sleep`), is sent what came of it
or has the exception thrown in, and returns the result. The sync and the async client pump the same flows.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

import httpx

from . import _times
from ._errors import APIError, OutcomeUnknownError, ProtocolError, RequestNotSentError, TransportError
from ._outcome import is_refusal
from ._policy import Trouble, decide, is_passing, retry_after, timeout
from ._wire import Answer, Request, read_envelope

if TYPE_CHECKING:
    import datetime as dt

    from ._errors import TurboSMSError
    from ._policy import RetryPolicy

T = TypeVar("T")
logger: Final = logging.getLogger("turbosms_client")
# What can only happen before the first byte of a request has left.
_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class Step(NamedTuple):
    """Instruction: send the request, hand back the response."""

    request: Request
    timeout: httpx.Timeout
    until: float | None = None
    """The time of `time.monotonic` at which the answer has to be there as a whole."""


class Sleep(NamedTuple):
    """Instruction: wait."""

    seconds: float


Flow: TypeAlias = Generator[Step | Sleep, Any, T]


def advance(flow: Flow[Any], result: httpx.Response | BaseException | None, run: Callable[[Any], Any]) -> Step | Sleep:
    """Hand the flow what came of its last instruction; the next one. StopIteration has the result of the whole."""
    if isinstance(result, httpx.HTTPStatusError):  # raised by a hook of the caller's `http_client`: an answer came
        result = result.response
    try:
        return flow.throw(result) if isinstance(result, BaseException) else flow.send(result)
    except OutcomeUnknownError as error:
        error._run = run
        raise


@dataclass(frozen=True)
class Call(Generic[T]):
    """One logical call. `read` gets the answer, and whether an earlier attempt may have been executed."""

    request: Request
    read: Callable[[Answer, bool], T]
    deadline: float | None = None
    """Seconds for the whole call."""


def perform(call: Call[T], policy: RetryPolicy, lost: bool = False, began: dt.datetime | None = None) -> Flow[T]:
    """Attempt the call as often as the policy allows; `lost` and `began` tell of attempts that were made before."""
    began = began or _times.now()
    until = None if call.deadline is None else time.monotonic() + call.deadline
    doubt: TurboSMSError | None = None
    attempt = 0
    while True:
        attempt += 1
        ended = yield from _attempt(call, until, lost)
        if not isinstance(ended, Trouble):
            return ended
        # After a lost attempt no refusal proves that it was not executed, unless it is the first result itself.
        replayed = getattr(getattr(ended.error, "report", None), "replayed", False)
        certain = ended.kind == "refused" and (not lost or replayed)
        if ended.kind != "not_sent" and not certain:
            lost, doubt = True, ended.error
        pause = decide(policy, call.request.row.retry, ended, attempt)
        if pause is None or (until is not None and time.monotonic() + pause >= until):
            reason = ended.error if certain else doubt or ended.error
            reason._passing = ended.passing
            if lost and call.request.row.creates and not certain:
                raise _unknown(call, policy, began, reason) from reason.__cause__ or reason
            raise reason
        logger.warning("%s Attempt %d of %d in %.1f s.", ended.error, attempt + 1, policy.attempts, pause)
        if pause:
            yield Sleep(pause)


def _attempt(call: Call[T], until: float | None, lost: bool) -> Flow[T | Trouble]:
    # Errors are returned, not raised, so that none is chained to an exception whose frames hold the token.
    request, operation = call.request, call.request.operation
    remaining = None if until is None else max(until - time.monotonic(), 0.001)
    wait = 0.0
    try:
        response = yield Step(request, timeout(request.row.timeout, remaining), until)
        wait = retry_after(response.headers.get("retry-after", ""))
        answer = read_envelope(operation, response)
        logger.debug("%s: %d %s, sequence_id=%r", operation, answer.code, answer.name, request.sequence_id)
        return call.read(answer, lost)
    except httpx.RequestError as error:
        return _network_trouble(operation, error)
    except ProtocolError as error:
        return Trouble("unreadable", error, is_passing(error.http_status), wait)
    except APIError as error:
        return Trouble("refused" if is_refusal(error.code) else "code", error, getattr(error.code, "repeat", False))
    except Exception as error:
        if not lost:
            raise
        # Whatever went wrong here, such as the caller's own token function, an earlier attempt is still in doubt.
        trouble = TransportError(f"{operation}: {type(error).__name__} on a repeat.", operation=operation)
        trouble.__cause__ = error
        return Trouble("lost", trouble, passing=False)


def _network_trouble(operation: str, error: httpx.RequestError) -> Trouble:
    sent = not isinstance(error, _NOT_SENT)
    kind = TransportError if sent else RequestNotSentError
    what = "the answer was lost" if sent else "no connection, nothing was sent"
    trouble = kind(f"{operation}: {what} ({type(error).__name__}: {error}).", operation=operation)
    # A copy: the original holds the request and its headers, and its traceback the frames that wrote them.
    trouble.__cause__ = type(error).__new__(type(error), str(error))
    httpx.RequestError.__init__(trouble.__cause__, str(error))
    return Trouble("lost" if sent else "not_sent", trouble)


def _unknown(call: Call[Any], policy: RetryPolicy, began: dt.datetime, reason: BaseException) -> OutcomeUnknownError:
    operation, number = call.request.operation, call.request.sequence_id
    error = OutcomeUnknownError(
        f"{operation}: it may have been executed, or not. {reason} Do not call it anew: resume() asks again, and so "
        f"does the same call with sequence_id={number!r}.",
        operation=operation,
        sequence_id=number,
        started=began,
    )
    error._flow = lambda: perform(call, policy, lost=True, began=began)
    return error
