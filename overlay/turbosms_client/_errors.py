"""Everything that can go wrong, as a tree.

    TurboSMSError
    ├── InvalidParameterError (also a ValueError)   found before anything was sent
    ├── APIError                                    the service refused
    │   ├── AuthenticationError                     the token is missing or wrong
    │   ├── AccountBlockedError                     the account is blocked
    │   ├── InsufficientBalanceError                not enough money
    │   ├── BadRequestError                         something is missing or malformed
    │   ├── NotAllowedError                         well-formed, but not permitted
    │   └── ServiceFailureError                     the service could not do it
    ├── TransportError                              no answer came to a call that changes nothing
    │   ├── RequestNotSentError                     surely not executed: calling again is safe
    │   └── OutcomeUnknownError                     perhaps executed: resume(), do not call again
    ├── ProtocolError                               something other than the service answered a read
    └── WaitTimeoutError (also a TimeoutError)      not every message was final in time

Every error can be pickled and copied, together with its cause. None holds the token.
"""

import datetime as dt
import pickle
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol, cast

from turbosms_api.results.message import MessageStatus
from turbosms_api.tables.limits import SEQUENCE_ID_DAYS
from turbosms_api.tables.result_codes import CODES_URL, HELP_URL, ResultCode

from ._report import SendReport, refusals

# Words of an answer for messages and logs; what does not look like one may be a piece of the
# request, sent back.
_NAME: Final = re.compile(r"(?=.{1,60}\Z)[A-Z]+(?:[_2][A-Z]+)*")
_TYPES: Final = frozenset(
    {
        "application/json",
        "application/octet-stream",
        "application/problem+json",
        "application/xhtml+xml",
        "application/xml",
        "text/html",
        "text/plain",
        "text/xml",
    }
)


def plain_name(text: str | None) -> str:
    """The name of a result code, else nothing."""
    if text and _NAME.fullmatch(text):
        return text
    return ""


def plain_type(text: str) -> str:
    """A media type that is often met, else nothing."""
    media_type = text.strip().lower()
    return media_type if media_type in _TYPES else ""


class TurboSMSError(Exception):
    """The root of every error that this package raises on purpose."""

    temporary: bool = False
    """Whether the same call can come to something else later."""

    @property
    def help_url(self) -> str:
        """Where it is explained: its code in the table of codes, the table itself if that lacks it,
        else the error.
        """
        code: ResultCode | int | None = getattr(self, "code", None)
        if isinstance(code, ResultCode):
            return code.help_url
        if code is not None:
            return CODES_URL
        # A class of ours: that of an application's own would have no place there.
        kind = next(kind for kind in type(self).__mro__ if kind.__module__ == __package__)
        return f"{HELP_URL}errors/#{kind.__name__.lower()}"

    def __reduce__(self) -> tuple[Any, ...]:
        # Private attributes tie an error to a living client: they do not travel.
        state = {name: value for name, value in self.__dict__.items() if not name.startswith("_")}
        state["args"] = self.args
        state["__cause__"] = _portable(self.__cause__)
        return type(self).__new__, (type(self),), state


def _portable(cause: BaseException | None) -> BaseException | None:
    """The cause itself if it can be pickled, else what it says."""
    try:
        if isinstance(cause, TurboSMSError):
            return cause
        # What is read back was written a moment ago: nobody else could have changed it.
        return cast("BaseException | None", pickle.loads(pickle.dumps(cause)))  # noqa: S301
    except Exception:  # whatever a foreign class raises when it is pickled or made anew
        return RuntimeError(f"{type(cause).__name__}: {cause}")


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


class APIError(TurboSMSError):
    """The service answered `operation`, and its answer is a refusal.

    `code` is the overall result code, or the first refused recipient's where the overall one claims
    success but nobody was accepted; a number that the table does not know stays an `int`. `name` is
    the service's name for it, `meaning` a sentence about it. A send adds its `sequence_id` and the
    `report` with a row for each recipient.
    """

    def __init__(
        self,
        code: int,
        name: str,
        *,
        operation: str,
        sequence_id: str | None = None,
        report: SendReport | None = None,
    ) -> None:
        self.code: ResultCode | int = code
        self.name: str = plain_name(name)
        self.meaning: str = "A code that this version does not know."
        if isinstance(code, ResultCode):
            self.name = code.name
            self.meaning = code.meaning
        self.operation = operation
        self.sequence_id = sequence_id
        self.report = report
        super().__init__(f"{operation}: {code:d} {self.name}. {self.meaning}")


class AuthenticationError(APIError):
    """The token is missing, malformed or not valid."""


class AccountBlockedError(APIError):
    """The account is blocked; the service's support can lift that."""


class InsufficientBalanceError(APIError):
    """The balance does not cover what was asked for."""


class BadRequestError(APIError):
    """Something in the request is missing or malformed."""


class NotAllowedError(APIError):
    """The request is well-formed, but this account may not do it, or not with these values."""


class ServiceFailureError(APIError):
    """The service failed to do what it was asked for."""


# By the code's own name, else by its first word, which is the service's classification: its ranges
# of numbers are none.
_KINDS: Final[Mapping[str, type[APIError]]] = {
    "REQUIRED_TOKEN": AuthenticationError,
    "REQUIRED_AUTH": AuthenticationError,
    "INVALID_TOKEN": AuthenticationError,
    "REQUIRED_ACTIVE_USER": AccountBlockedError,
    "REQUIRED_BALANCE": InsufficientBalanceError,
    "FAILED_PARSE_BODY": BadRequestError,
    "REQUIRED": BadRequestError,
    "INVALID": BadRequestError,
    "NOT": NotAllowedError,
    "FAILED": ServiceFailureError,
    "FATAL": ServiceFailureError,
}


def api_error(code: int, name: str, **context: Any) -> APIError:
    """The `APIError` of the class that belongs to the code's row of the table."""
    kind = APIError
    if isinstance(code, ResultCode):
        first_word = code.name.partition("_")[0]
        kind = _KINDS.get(code.name) or _KINDS.get(first_word, APIError)
    return kind(code, name, **context)


class Said(Protocol):
    """What has a result code: a row of a report, or the envelope of an answer."""

    @property
    def code(self) -> ResultCode | int:
        """The result in a number."""

    @property
    def name(self) -> str:
        """The service's name for it."""


def refusal(report: SendReport, said: Said, operation: str = "message/send") -> APIError:
    """The error that carries a report, with the code of one of its rows or of the whole answer."""
    return api_error(
        said.code, said.name, operation=operation, sequence_id=report.sequence_id, report=report
    )


refusals.error_of = refusal


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
    """No connection came about: the request surely did not reach the service, so calling again is
    safe.
    """


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

    _resume: Callable[[], Any] | None = None

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
        self.report = report
        self.unsent: list[str] = []

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
        if self._resume is None:
            raise TurboSMSError(
                f"This error is a copy: make the same call with sequence_id={self.sequence_id!r}."
            )
        return self._resume()

    def resume_with(self, resume: Callable[[], Any]) -> None:
        """For this package alone: what `resume` does."""
        self._resume = resume


class ProtocolError(TurboSMSError):
    """What answered `operation` is not the service: HTML, another `http_status`, JSON of another
    shape.
    """

    def __init__(self, message: str, *, operation: str, http_status: int = 200) -> None:
        super().__init__(f"{operation}: {message}")
        self.operation = operation
        self.http_status = http_status


class WaitTimeoutError(TurboSMSError, TimeoutError):
    """`message.wait` ran out of time; `statuses` is what is known so far, by message id."""

    def __init__(self, message: str, *, statuses: dict[str, MessageStatus]) -> None:
        super().__init__(message)
        self.statuses = statuses
