"""How a call ended, in words that hold for every client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import aiohttp
import httpx2

from turbosms_client import (
    APIError,
    InvalidParameterError,
    OutcomeUnknownError,
    ProtocolError,
    RequestNotSentError,
    TransportError,
    TurboSMSError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_ENDINGS: Final[tuple[tuple[type[TurboSMSError], str], ...]] = (
    (OutcomeUnknownError, "unknown"),
    (RequestNotSentError, "not sent"),
    (TransportError, "lost"),
    (ProtocolError, "unreadable"),
    (APIError, "refused"),
    (InvalidParameterError, "invalid"),
)


class Ended(NamedTuple):
    """What the caller got: `result`, or how it failed."""

    how: str
    value: Any


def classify_call(call: Callable[[], Any]) -> Ended:
    """How the call ended. Only the errors that the package promises are caught."""
    try:
        return Ended("result", call())
    except TurboSMSError as error:
        return classify(error)


def classify(value: Any) -> Ended:
    """How a call ended that came to this value or error."""
    return Ended(next((how for kind, how in _ENDINGS if isinstance(value, kind)), "result"), value)


def reason(error: BaseException) -> Ended:
    """Why an outcome is unknown, in the same words."""
    cause = error.__cause__
    if isinstance(cause, (httpx2.TransportError, aiohttp.ClientError, TimeoutError)):
        return Ended("lost", cause)
    return classify(cause)
