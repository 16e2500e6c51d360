"""What the answer to the call of a chunk means for each of its recipients. No database, no network.

Two things decide, besides the answer. Was the chunk in doubt before this call? Then a refusal does
not prove that an earlier attempt did nothing. And does the refusal concern the account, the whole
message, or one person?

| outcome of a send                   | first call                 | was in doubt before         |
| ----------------------------------- | -------------------------- | --------------------------- |
| report: accepted                    | accepted                   | accepted                    |
| report: refused, 427                | refused                    | unknown, unless replayed    |
| report: refused, 203                | ready; pause `balance`     | the same                    |
| report: refused, any other refusal  | refused                    | refused                     |
| report: not mentioned, unclear code | unknown                    | unknown                     |
| refusal, with a row for everybody   | as in a report             | in doubt for half an hour   |
| refusal of one person's text        | refused                    | in doubt                    |
| refusal of anything else            | ready; pause, or wait      | in doubt; pause, or wait    |
| not sent                            | ready; wait                | in doubt; wait              |
| outcome unknown                     | in doubt; wait             | in doubt; wait              |

Whoever is in doubt has no verdict: the chunk is called again, unchanged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from turbosms_client import (
    APIError,
    InvalidParameterError,
    ReportRow,
    RequestNotSentError,
    ResultCode,
    SendReport,
    TurboSMSError,
)

from .._model.states import PauseReason, RecipientState
from .._storage.storable import storable_code, storable_text
from .frozen_calls import FrozenCall

Outcome: TypeAlias = SendReport | Exception
"""Of one send."""

_TEXT_CODES: Final = frozenset(
    {
        ResultCode.REQUIRED_MESSAGE_TEXT,
        ResultCode.REQUIRED_MESSAGE_BUTTON,
        ResultCode.REQUIRED_MESSAGE_BUTTON_CAPTION,
        ResultCode.REQUIRED_MESSAGE_BUTTON_ACTION,
        ResultCode.INVALID_MESSAGE_TEXT,
        ResultCode.NOT_ALLOWED_MESSAGE_IMAGE,
        ResultCode.NOT_ALLOWED_MESSAGE_BUTTON_TEXT_LENGTH,
        ResultCode.NOT_ALLOWED_MESSAGE_TRANSACTION_CONTENT,
        ResultCode.NOT_ALLOWED_MESSAGE_DATA,
        ResultCode.NOT_ALLOWED_MESSAGE_TEXT,
        ResultCode.NOT_ALLOWED_MESSAGE_TEXT_LENGTH,
        ResultCode.NOT_ALLOWED_MESSAGE_TRANSACTION_PATTERN,
    }
)
"""What a column of one row may have caused, so that the next person's message is not refused."""


class RecipientVerdict(NamedTuple):
    """What became of one recipient."""

    state: RecipientState
    """`ready`: certainly nothing was sent, and another chunk may send it."""
    code: int | None = None
    message_id: str | None = None
    """In small letters."""


_AGAIN: Final = RecipientVerdict(RecipientState.READY)
_UNKNOWN: Final = RecipientVerdict(RecipientState.UNKNOWN)


@dataclass(slots=True)
class ChunkVerdict:
    """What became of a chunk."""

    recipients: dict[str, RecipientVerdict] = field(default_factory=dict)
    """By phone number; those in doubt are missing."""
    pause: PauseReason | None = None
    """The campaign has to pause."""
    wait: bool = False
    """The service could not be reached, or is not well: the next call has to wait."""
    failure: str | None = None
    """What went wrong, in words without phone numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What has to be known besides the answer."""

    was_in_doubt: bool
    """An earlier call, of this process or another one, may have been executed."""
    may_be_under_way: bool = False
    """That call may still be at work in the service."""
    is_personal: bool = False
    """The recipients of the campaign have texts of their own."""


def judge(
    call: FrozenCall, outcomes: Mapping[str, Outcome], circumstances: Circumstances
) -> ChunkVerdict:
    """The verdict on a chunk, by the outcome of each of its sends."""
    verdict = ChunkVerdict()
    for key, send in call.sends.items():
        phones: Sequence[str] = send["recipients"]
        outcome = outcomes[key]
        if isinstance(outcome, SendReport):
            _take_report(outcome, phones, verdict, circumstances)
        elif isinstance(outcome, APIError):
            _take_refusal(outcome, phones, verdict, circumstances)
        else:
            _take_failure(outcome, phones, verdict, circumstances)
    return verdict


def _take_report(
    report: SendReport, phones: Sequence[str], verdict: ChunkVerdict, circumstances: Circumstances
) -> None:
    of_recipients: dict[str, RecipientVerdict] = {}
    accepted = RecipientState.ACCEPTED
    codes: dict[int, int | None] = {}
    for row in report.accepted:
        message_id = row.message_id
        if message_id is not None:
            message_id = storable_text(message_id).lower()
        if row.code not in codes:
            codes[row.code] = storable_code(row.code)
        of_recipients[row.input] = RecipientVerdict(accepted, codes[row.code], message_id)
    # Of an attempt that was lost, nothing but a replay tells.
    may_be_its_own_duplicate = circumstances.was_in_doubt and not report.replayed
    for row in (*report.rejected, *report.duplicates):
        of_recipients[row.input] = _of_rejected(row, verdict, may_be_its_own_duplicate)
    recipients = verdict.recipients
    for phone in phones:
        recipients[phone] = of_recipients.get(phone, _UNKNOWN)


def _of_rejected(
    row: ReportRow, verdict: ChunkVerdict, may_be_its_own_duplicate: bool
) -> RecipientVerdict:
    code = storable_code(row.code)
    if not _is_refusal(row.code):
        return RecipientVerdict(RecipientState.UNKNOWN, code)
    if row.code == ResultCode.NOT_ALLOWED_MESSAGE_DUPLICATE and may_be_its_own_duplicate:
        return RecipientVerdict(RecipientState.UNKNOWN, code)
    if row.code == ResultCode.REQUIRED_BALANCE:
        verdict.pause = PauseReason.BALANCE
        return _AGAIN
    return RecipientVerdict(RecipientState.REFUSED, code)


def _take_refusal(
    error: APIError, phones: Sequence[str], verdict: ChunkVerdict, circumstances: Circumstances
) -> None:
    verdict.failure = str(error)
    report = error.report
    is_first_result = report is not None and report.replayed
    is_certain = is_first_result or not circumstances.was_in_doubt
    # If there are rows, the service has looked for the sequence_id first, and not found it. So once
    # the earlier attempt cannot be under way any more, it has not been executed.
    tells_of_everybody = report is not None and not report.missing
    if report is not None and tells_of_everybody:
        if is_certain or not circumstances.may_be_under_way:
            _take_report(report, phones, verdict, circumstances)
        return
    is_about_text = circumstances.is_personal and error.code in _TEXT_CODES
    if is_certain and is_about_text:
        refused = RecipientVerdict(RecipientState.REFUSED, storable_code(error.code))
        verdict.recipients.update(dict.fromkeys(phones, refused))
        return
    if is_certain:
        verdict.recipients.update(dict.fromkeys(phones, _AGAIN))
    if error.temporary:
        verdict.wait = True
    elif error.code == ResultCode.REQUIRED_BALANCE:
        verdict.pause = PauseReason.BALANCE
    else:
        verdict.pause = PauseReason.REFUSED


def _take_failure(
    error: Exception, phones: Sequence[str], verdict: ChunkVerdict, circumstances: Circumstances
) -> None:
    verdict.failure = words_for(error)
    was_not_sent = isinstance(error, (RequestNotSentError, InvalidParameterError))
    if was_not_sent and not circumstances.was_in_doubt:
        verdict.recipients.update(dict.fromkeys(phones, _AGAIN))
    if isinstance(error, InvalidParameterError):
        verdict.pause = PauseReason.REFUSED
    else:
        verdict.wait = True


def words_for(error: BaseException) -> str:
    """What went wrong, for the row of the chunk and the events."""
    cause = error.__cause__
    if isinstance(error, (RequestNotSentError, InvalidParameterError, APIError)):
        return str(error)
    if isinstance(cause, TurboSMSError):
        return str(cause)
    if cause is not None:
        return f"The response was lost ({type(cause).__name__})."
    return f"The call ended with {type(error).__name__}."


def _is_refusal(code: ResultCode | int) -> bool:
    return isinstance(code, ResultCode) and code.outcome == "failure"
