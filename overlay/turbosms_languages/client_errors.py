"""Sentences about errors of the client, made of their attributes.

In English, the errors have sentences of their own. To whoever reads another language, nothing is
made of those: they are quoted at the most, as a technical detail that nothing else says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbosms_client import (
    APIError,
    InvalidParameterError,
    ProtocolError,
    RequestNotSentError,
    ResultCode,
    TransportError,
    TurboSMSError,
    WaitTimeoutError,
)
from turbosms_languages import Text, _, joined, otherwise, with_detail
from turbosms_languages.code_meanings import meaning_of
from turbosms_languages.system_errors import reason_of_network

if TYPE_CHECKING:
    from typing import Any


def sentence_of(error: TurboSMSError) -> Text:
    """What happened: in English, the error's own sentence."""
    return otherwise(str(error), _of_attributes(error))


def _of_attributes(error: TurboSMSError) -> Text:
    if isinstance(error, InvalidParameterError):
        return _wrong_value(error)
    if isinstance(error, APIError):
        return _refusal(error)
    if isinstance(error, TransportError):
        return _failure_of_network(error)
    if isinstance(error, ProtocolError):
        said = _(
            "{operation}: the response is not one of the service (HTTP status {status}).",
            operation=error.operation,
            status=error.http_status,
        )
        return with_detail(said, error)
    if isinstance(error, WaitTimeoutError):
        return _not_final(error)
    return with_detail(_("The call has failed."), error)


def _wrong_value(error: InvalidParameterError) -> Text:
    """By the code that the service would answer with, unless that says nothing of the value."""
    sentences = []
    if error.code is None or error.code == ResultCode.INVALID_REQUEST:
        wrong = _("The value of the parameter {parameter} is wrong.", parameter=error.parameter)
        sentences.append(wrong)
    else:
        sentences.append(meaning_of(error.code))
    if error.limit is not None:
        sentences.append(_("The limit is {limit:,}.", limit=error.limit))
    if error.allowed:
        allowed = ", ".join(map(str, error.allowed))
        sentences.append(_("Possible values: {allowed}.", allowed=allowed))
    said = joined(" ", sentences)
    says_why = len(sentences) > 1 or error.code not in (None, ResultCode.INVALID_REQUEST)
    return said if says_why else with_detail(said, error)


def _refusal(error: APIError) -> Text:
    meaning = _("This version does not know the code.")
    if isinstance(error.code, ResultCode):
        meaning = meaning_of(error.code)
    said = _(
        "{operation}: {code:d} {name}. {meaning}",
        operation=error.operation,
        code=error.code,
        name=error.name,
        meaning=meaning,
    )
    report = error.report
    if report is None or len(report.recipients) == 1:
        return said
    counted = _(
        "{accepted:,} of {count:,} recipients were accepted.",
        accepted=len(report.accepted),
        count=len(report.recipients),
    )
    return joined(" ", (said, counted))


def _failure_of_network(error: TransportError) -> Text:
    facts: dict[str, Any] = {"operation": error.operation, "address": error.address}
    if error.address is None:
        return _("{operation}: interrupted.", operation=error.operation)
    if isinstance(error, RequestNotSentError):
        said = _("{operation}: no connection to {address}, so nothing was sent.", **facts)
    else:
        said = _("{operation}: the network failed, and {address} gave no response.", **facts)
    if error.proxy is not None:
        said = joined(" ", (said, _("The proxy is {proxy}.", proxy=error.proxy)))
    why = reason_of_network(error.__cause__)
    if why is None:
        return with_detail(said, error)
    return joined(" ", (said, _("The reason: {why}.", why=why)))


def _not_final(error: WaitTimeoutError) -> Text:
    pending = sum(not status.final for status in error.statuses.values())
    known = _(
        "The time is over: {pending:,} of {count:,} messages whose status is known are not final.",
        pending=pending,
        count=len(error.statuses),
    )
    cause = error.__cause__
    if cause is None:
        return known
    last = sentence_of(cause) if isinstance(cause, TurboSMSError) else str(cause)
    return joined(" ", (known, _("The last request failed: {cause}", cause=last)))
