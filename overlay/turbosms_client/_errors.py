"""Everything that can go wrong, as a tree.

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
    │   └── OutcomeUnknownError                     may have been executed: resume(), do not call again
    ├── ProtocolError                               a response that is not from the service
    └── WaitTimeoutError (also a TimeoutError)      some messages were not final in time

Every error can be pickled and copied, together with its cause. None holds the token.
"""

import datetime as dt
from functools import cached_property
from typing import Any, Protocol

from turbosms_api.results.message import MessageStatus
from turbosms_api.tables.limits import SEQUENCE_ID_DAYS
from turbosms_api.tables.result_codes import ResultCode

from ._base_error import TurboSMSError
from ._report import SendReport


class InvalidParameterError(TurboSMSError, ValueError):
    """The service would refuse this `parameter` (its documented name); nothing was sent and nothing
    was spent.

    `code` is the result code that it would answer, `limit` the number that was exceeded or not
    reached; each is None where there is none. `allowed` are the values that are taken, where they
    are a closed set; else it is empty.
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


class TransportError(TurboSMSError):
    """The network failed, and a call of `operation`, which changes nothing, got no answer.

    The text names the address and, if one was used, the proxy.
    """

    address: str | None = None
    """Scheme, host and port of the service, without a password; None if the network was not the
    reason.
    """
    proxy: str | None = None
    """The address of the proxy, without a password; None if there was none, or it is not known."""

    def __init__(self, message: str, *, operation: str) -> None:
        super().__init__(message)
        self.operation = operation


class RequestNotSentError(TransportError):
    """No connection came about: the request certainly did not reach the service, so calling again
    is safe.
    """


class UnfinishedCall(Protocol):
    """A call that was cut off, as far as it was then."""

    def report_so_far(self) -> SendReport | None:
        """What is known of a send."""

    def unsent(self) -> list[str]:
        """The recipients to whom surely nothing was sent yet."""

    def resume(self) -> Any:
        """Make the requests that are not done."""


class OutcomeUnknownError(TransportError):
    """The request may have been executed: its answer was lost, or says nothing. Do not simply call
    again.

    The same call with the same parameters and this `sequence_id` is safe, from any process, until
    14 days after `started` (UTC). `__cause__` is the network's error, a `ProtocolError` for an
    answer that is not the service's, or an `APIError`: a code that says nothing about execution, or
    the refusal of a repeat. Of a send to more than 5000 recipients, `report` says what became of
    those before; the others are its `missing`. `unsent` are the recipients to whom surely nothing
    was sent yet.
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

    # Worked out when it is asked for: of a send to very many it takes a while, in which the next
    # Ctrl-C may come, or an event loop stands still.
    @cached_property
    def report(self) -> SendReport | None:
        """What is known of a send; None for other calls, and where nothing is known yet."""
        if self._unfinished is None:
            return None
        return self._unfinished.report_so_far()

    @cached_property
    def unsent(self) -> list[str]:
        """The recipients to whom surely nothing was sent yet."""
        if self._unfinished is None:
            return []
        return self._unfinished.unsent()

    def __reduce__(self) -> tuple[Any, ...]:
        self.report, self.unsent  # noqa: B018 - a copy has no call that they could be asked from
        return super().__reduce__()

    def resume(self) -> Any:
        """Ask again for the outcome, with the original parameters and the same `sequence_id`.

        Returns what the original call would have returned; from an `AsyncTurboSMS`, an awaitable of
        it. It may end in `OutcomeUnknownError` once more. Documentation: "Request Numbering".

        Raises:
            InvalidParameterError: the service has forgotten the number by now: a repeat would be a
            second message. TurboSMSError: this error is a copy, without the original parameters.
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
        """For this package alone: the call that `resume` finishes."""
        self._unfinished = unfinished


class ProtocolError(TurboSMSError):
    """What answered `operation` is not the service: HTML, another `http_status`, JSON of another
    shape. It may be `temporary`.
    """

    def __init__(self, message: str, *, operation: str, http_status: int = 200) -> None:
        super().__init__(f"{operation}: {message}")
        self.operation = operation
        self.http_status = http_status
        self.temporary = _is_temporary_status(http_status)


class WaitTimeoutError(TurboSMSError, TimeoutError):
    """`message.wait` ran out of time; `statuses` is what is known so far, by message id."""

    def __init__(self, message: str, *, statuses: dict[str, MessageStatus]) -> None:
        super().__init__(message)
        self.statuses = statuses


def _is_temporary_status(status: int) -> bool:
    """Whether an HTTP status is temporary; so is a success that cannot be read."""
    return status in (408, 425, 429) or status >= 500 or 200 <= status < 300
