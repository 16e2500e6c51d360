"""The errors of this package, as a tree.

    TurboSMSError
    ├── InvalidParameterError (also a ValueError)   found before anything was sent
    ├── APIError                                    the service refused
    │   ├── AuthenticationError                     the token is missing or wrong
    │   ├── AccountBlockedError                     the account is blocked
    │   ├── InsufficientBalanceError                not enough money
    │   ├── BadRequestError                         something is missing or malformed
    │   ├── NotAllowedError                         well-formed, but not permitted
    │   └── ServiceFailureError                     the service failed to do it
    ├── TransportError                              a read-only call got no response
    │   ├── RequestNotSentError                     certainly not executed: safe to call again
    │   └── OutcomeUnknownError                     possibly executed: resume(), do not call again
    ├── ProtocolError                               a response that is not from the service
    └── WaitTimeoutError (also a TimeoutError)      some messages were not final in time

`APIError` and its subclasses are in `reports_and_refusals`, since a report can raise them.

All errors can be pickled and copied, together with their causes. None holds the token.
"""

import datetime as dt
from functools import cached_property
from typing import Any, Protocol

from turbosms_api.tables.limits import SEQUENCE_ID_DAYS
from turbosms_api.tables.result_codes import ResultCode

from .base_error import TurboSMSError
from .delivery_status import MessageStatus
from .reports_and_refusals import SendReport


class InvalidParameterError(TurboSMSError, ValueError):
    """The service would refuse `parameter` (its documented name), so nothing was sent or spent.

    `code` is the result code that the service would return, `limit` the number that the value
    exceeds or falls below; each is None if there is none. `allowed` has the accepted values if they
    are a closed set, else it is empty.
    """

    def __init__(
        self,
        message: str,
        *,
        parameter: str,
        code: int | None = None,
        limit: int | None = None,
        allowed: tuple[str | bool, ...] = (),
    ) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.code: ResultCode | None = None
        if code is not None:
            self.code = ResultCode(code)
        self.limit = limit
        self.allowed = allowed


def invalid_parameter(
    parameter: str,
    message: str,
    code: int | None = ResultCode.INVALID_REQUEST,
    *,
    limit: int | None = None,
    allowed: tuple[str | bool, ...] = (),
) -> InvalidParameterError:
    """The error for a parameter. Without a code of its own, its value makes the request invalid."""
    return InvalidParameterError(
        message, parameter=parameter, code=code, limit=limit, allowed=allowed
    )


class TransportError(TurboSMSError):
    """The network failed, and a read-only call of `operation` got no response.

    The text names the address and, if one was used, the proxy.
    """

    address: str | None = None
    """Scheme, host and port of the service, without a password; None if the network was not the
    cause.
    """
    proxy: str | None = None
    """The address of the proxy, without a password; None if there was none, or it is unknown."""

    def __init__(self, message: str, *, operation: str) -> None:
        super().__init__(message)
        self.operation = operation


class RequestNotSentError(TransportError):
    """No connection was made, so the request certainly did not reach the service. It is safe to
    call again.
    """


class UnfinishedCall(Protocol):
    """An interrupted call, in its state at that time."""

    def report_so_far(self) -> SendReport | None:
        """What is known so far about a send."""

    def unsent(self) -> list[str]:
        """The recipients to whom certainly nothing was sent yet."""

    def resume(self) -> Any:
        """Make the remaining requests."""


class OutcomeUnknownError(TransportError):
    """The outcome is unknown: the request may have been executed, but its response was lost, or
    does not say. Do not simply call again.

    The same call with the same parameters and this `sequence_id` is safe, from any process, until
    14 days after `started` (UTC). `__cause__` is the error from the network, a `ProtocolError` for
    a response that is not from the service, or an `APIError`: a code that says nothing about
    execution, or the refusal of a retry. For a send to more than 5000 recipients, `report` has the
    results so far, with the other recipients in `missing`. `unsent` has the recipients to whom
    certainly nothing was sent yet.
    """

    _unfinished: UnfinishedCall | None = None

    def __init__(
        self,
        message: str,
        *,
        operation: str,
        sequence_id: str,
        started: dt.datetime,
        report: SendReport | None = None,
    ) -> None:
        super().__init__(message, operation=operation)
        self.sequence_id = sequence_id
        self.started = started
        if report is not None:
            self.report = report

    # Computed on first use: with very many recipients this takes a while, during which the next
    # Ctrl-C may come, or an event loop is blocked.
    @cached_property
    def report(self) -> SendReport | None:
        """What is known about a send; None for other calls, and if nothing is known yet."""
        if self._unfinished is None:
            return None
        return self._unfinished.report_so_far()

    @cached_property
    def unsent(self) -> list[str]:
        """The recipients to whom certainly nothing was sent yet."""
        if self._unfinished is None:
            return []
        return self._unfinished.unsent()

    def __reduce__(self) -> tuple[Any, ...]:
        self.report, self.unsent  # noqa: B018 - a copy has no call to compute them from
        return super().__reduce__()

    def resume(self) -> Any:
        """Complete the call, with the original parameters and the same `sequence_id`.

        Returns what the original call would have returned; with `AsyncTurboSMS`, an awaitable of
        it. It may raise `OutcomeUnknownError` again. Documentation: "Request Numbering".

        Raises:
            InvalidParameterError: by now, the service has forgotten the `sequence_id`, so a retry
                would send a second message.
            TurboSMSError: this error is a copy, without the original parameters.
        """
        days = SEQUENCE_ID_DAYS.value
        if dt.datetime.now(dt.UTC) - self.started >= dt.timedelta(days=days):
            message = f"The service remembers a sequence_id for {days} days, and this one is older."
            raise InvalidParameterError(message, parameter="sequence_id", limit=days)
        if self._unfinished is None:
            raise TurboSMSError(
                f"This error is a copy: make the same call with sequence_id={self.sequence_id!r}."
            )
        return self._unfinished.resume()

    def stands_for(self, unfinished: UnfinishedCall) -> None:
        """Set the call that `resume` completes. For internal use."""
        self._unfinished = unfinished


class ProtocolError(TurboSMSError):
    """The response to `operation` is not from the service: HTML, another `http_status`, JSON of
    another shape. It may be `temporary`.
    """

    def __init__(self, message: str, *, operation: str, http_status: int = 200) -> None:
        super().__init__(f"{operation}: {message}")
        self.operation = operation
        self.http_status = http_status
        self.temporary = _is_temporary_status(http_status)


class WaitTimeoutError(TurboSMSError, TimeoutError):
    """`message.wait` ran out of time; `statuses` has what is known so far, by message id."""

    def __init__(self, message: str, *, statuses: dict[str, MessageStatus]) -> None:
        super().__init__(message)
        self.statuses = statuses


def _is_temporary_status(status: int) -> bool:
    """Whether an HTTP status is temporary. So is a success, which means an unreadable body."""
    return status in (408, 425, 429) or status >= 500 or 200 <= status < 300
