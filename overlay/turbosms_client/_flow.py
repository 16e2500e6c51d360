"""A call from its first attempt to its last, without I/O.

A flow is a generator: it yields an instruction (`Step`, a request to send, or `Sleep`), is sent
what came of it or has the exception thrown in, and returns the result. The sync and the async
client pump the same flows.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

from . import _times
from ._errors import (
    APIError,
    OutcomeUnknownError,
    ProtocolError,
    RequestNotSentError,
    TransportError,
)
from ._http.exchange import HTTPResponse, Lost, NotSent
from ._outcome import is_refusal
from ._policy import Trouble, decide, is_passing, retry_after, timeouts
from ._token import CannotSendError
from ._wire import Answer, Request, read_envelope

if TYPE_CHECKING:
    import datetime as dt

    from ._errors import TurboSMSError
    from ._facade import Module
    from ._http.exchange import Outcome, Timeouts
    from ._report import SendReport

T = TypeVar("T")
logger: Final = logging.getLogger("turbosms_client")


class Step(NamedTuple):
    """Instruction: send the request, hand back the outcome."""

    request: Request
    timeouts: Timeouts
    deadline: float | None = None
    """The time of `time.monotonic` at which the whole answer has to be there."""


class Sleep(NamedTuple):
    """Instruction: wait."""

    seconds: float


Flow: TypeAlias = Generator[Step | Sleep, Any, T]


def advance(flow: Flow[Any], result: Outcome | BaseException | None) -> Step | Sleep:
    """The next instruction, after the flow was handed what came of its last one.

    StopIteration has the result of the whole.
    """
    return flow.throw(result) if isinstance(result, BaseException) else flow.send(result)


@dataclass
class Call(Generic[T]):
    """One request of a logical call.

    `read` gets the answer, and whether an earlier attempt may have been executed.
    """

    request: Request
    read: Callable[[Answer, bool], T]
    deadline: float | None = None
    """Seconds for all attempts."""
    whole: Whole | None = None


class Past(NamedTuple):
    """What came before a request, or before it was resumed."""

    began: dt.datetime
    """When the logical call began."""
    lost: bool = False
    """Whether an attempt at this request may have been executed."""


class Whole(NamedTuple):
    """The logical call of several requests that a request belongs to."""

    sequence_id: str
    begun: bool
    """Whether an earlier request created something: then no failure of this one means that nothing
    was sent.
    """
    report: Callable[[], SendReport | None]
    """What is known so far."""
    again: Callable[[Past], Flow[Any]]
    """The flow that goes on from this request."""
    same: str = "the same call"
    """What may be done again with the `sequence_id`."""


def perform(call: Call[T], module: Module[Any], past: Past | None = None) -> Flow[T]:
    """Attempt the call as often as the policy allows."""
    past = past or Past(_times.now())
    before = sys.exception()
    try:
        return (yield from _attempts(call, module, *past))
    except BaseException as error:
        if isinstance(error, Exception):
            raise
        # Ctrl-C, a cancelled task: the caller is left with the means to finish the call.
        if call.request.row.creates:
            why = TransportError(
                f"It was interrupted ({type(error).__name__}).", operation=call.request.operation
            )
            error.__cause__ = doubt = _unknown(call, module, Past(past.began, lost=True), why)
            module._interrupted.append(doubt)
            logger.warning("%s", doubt)
        # Without the frames that hold the token, and what was failing when it came, which has them
        # too.
        error.__context__ = before
        raise error.with_traceback(None) from error.__cause__


def _attempts(call: Call[T], module: Module[Any], began: dt.datetime, lost: bool) -> Flow[T]:
    policy, creates = module._retry, call.request.row.creates
    until = None if call.deadline is None else time.monotonic() + call.deadline
    doubt: TurboSMSError | None = None
    attempt = 0
    while True:
        attempt += 1
        ended = yield from _attempt(call, until, lost)
        if not isinstance(ended, Trouble):
            return ended
        certain = proves(ended.error, lost)
        if ended.kind != "not_sent" and not certain:
            lost, doubt = True, ended.error
        pause = decide(policy, call.request.row.retry, ended, attempt)
        if pause is None or (until is not None and time.monotonic() + pause >= until):
            reason = ended.error if certain else doubt or ended.error
            reason._passing = ended.passing
            if creates and ((lost and not certain) or (call.whole and call.whole.begun)):
                raise _unknown(call, module, Past(began, lost and not certain), reason)
            raise reason
        logger.warning(
            "%s Attempt %d of %d in %.1f s.", ended.error, attempt + 1, policy.attempts, pause
        )
        if pause:
            yield Sleep(pause)


def _attempt(call: Call[T], until: float | None, lost: bool) -> Flow[T | Trouble]:
    # Errors are returned, not raised, so that none is chained to an exception whose frames hold the
    # token.
    request, operation = call.request, call.request.operation
    remaining = None if until is None else max(until - time.monotonic(), 0.001)
    outcome: Outcome | None = None
    try:
        outcome = yield Step(request, timeouts(request.row.timeout, remaining), until)
        if isinstance(outcome, (NotSent, Lost)):
            return _network_trouble(operation, outcome)
        answer = read_envelope(operation, outcome)
        logger.debug(
            "%s: %d %s, sequence_id=%r", operation, answer.code, answer.name, request.sequence_id
        )
        return call.read(answer, lost)
    except ProtocolError as error:
        wait = outcome.headers.get("retry-after", "") if isinstance(outcome, HTTPResponse) else ""
        return Trouble("unreadable", error, is_passing(error.http_status), retry_after(wait))
    except APIError as error:
        return Trouble(
            "refused" if is_refusal(error.code) else "code",
            error,
            getattr(error.code, "repeat", False),
        )
    except Exception as error:
        reason = (
            error.__cause__ if isinstance(error, CannotSendError) and error.__cause__ else error
        )
        if reason is not error and not lost:
            raise reason from reason.__cause__
        # Whatever went wrong: this or an earlier attempt may have run.
        trouble = TransportError(
            f"{operation}: {type(reason).__name__} in the middle.", operation=operation
        )
        trouble.__cause__ = reason
        return Trouble("lost", trouble, passing=False)


def _network_trouble(operation: str, failed: NotSent | Lost) -> Trouble:
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
    return Trouble("not_sent" if isinstance(failed, NotSent) else "lost", error, failed.temporary)


def proves(error: TurboSMSError, lost: bool) -> bool:
    """Whether an error says for sure that nothing was executed; after a lost attempt only its own
    first result does.
    """
    replayed = getattr(getattr(error, "report", None), "replayed", False)
    return isinstance(error, APIError) and is_refusal(error.code) and (not lost or replayed)


def _unknown(
    call: Call[Any], module: Module[Any], past: Past, reason: TurboSMSError
) -> OutcomeUnknownError:
    alone = Whole(call.request.sequence_id, False, lambda: None, partial(perform, call, module))
    return unknown(module, call.request.operation, call.whole or alone, past, reason)


def unknown(
    module: Module[Any], operation: str, whole: Whole, past: Past, reason: TurboSMSError
) -> OutcomeUnknownError:
    """The error that leaves the caller with all that finishing the call takes."""
    what = (
        "a part was executed, and perhaps more"
        if whole.begun
        else "it may have been executed, or not"
    )
    error = OutcomeUnknownError(
        f"{operation}: {what}. {reason} Do not call it anew: resume() asks again, and so does {whole.same} with "
        f"sequence_id={whole.sequence_id!r}.",
        operation=operation,
        sequence_id=whole.sequence_id,
        started=past.began,
        report=whole.report(),
    )
    error.address = getattr(reason, "address", None)
    error.proxy = getattr(reason, "proxy", None)
    error._flow, error._run = partial(whole.again, past), module._run
    error.__cause__ = reason.__cause__ or reason
    return error
