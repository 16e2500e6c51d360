"""The answer to a send: a row for each recipient, and the code over all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account.quirks import OUTER_OK, ROW_CODES, SINGLE_QUEUED
from turbosms_sandbox.calls.answers import ServiceAnswer, encode_json
from turbosms_sandbox.calls.php_values import echo

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from turbosms_sandbox.delivery.sends import ExecutedSend, StoredMessage
    from turbosms_sandbox.messages.admission import Admission

_CODES_AND_NAMES: Final = {code: (int(code), code.name) for code in ResultCode}
_QUEUED: Final = {
    ResultCode.SUCCESS_MESSAGE_SENT: ResultCode.SUCCESS_MESSAGE_ACCEPTED,
    ResultCode.SUCCESS_MESSAGE_PARTIAL_SENT: ResultCode.SUCCESS_MESSAGE_PARTIAL_ACCEPTED,
}
_FOR_ALL_RECIPIENTS: Final = {
    ResultCode.SUCCESS_MESSAGE_PARTIAL_SENT: ResultCode.SUCCESS_MESSAGE_SENT,
    ResultCode.SUCCESS_MESSAGE_PARTIAL_ACCEPTED: ResultCode.SUCCESS_MESSAGE_ACCEPTED,
}


def answer_to_send(
    quirks: Collection[str],
    send: ExecutedSend,
    admissions: Sequence[Admission],
    messages: Sequence[StoredMessage],
) -> ServiceAnswer:
    """The answer to a send that created these messages."""
    is_partial = len(messages) < len(admissions)
    code = _documented_code(send, is_partial=is_partial)
    if SINGLE_QUEUED in quirks and len(admissions) == 1:
        code = _QUEUED.get(code, code)
    accepted_code = _FOR_ALL_RECIPIENTS.get(code, code) if ROW_CODES in quirks else ResultCode.OK
    rows = _rows(admissions, messages, accepted_code)
    if OUTER_OK in quirks and is_partial:
        code = ResultCode.OK
    return ServiceAnswer(code, result_json=rows, created=True)


def answer_without_accepted(
    quirks: Collection[str], admissions: Sequence[Admission]
) -> ServiceAnswer:
    """The answer to a send that accepted nobody: the code of the first row (A-53)."""
    code = ResultCode.OK if OUTER_OK in quirks else admissions[0].code
    return ServiceAnswer(code, result_json=_rows(admissions, (), ResultCode.OK))


def _documented_code(send: ExecutedSend, *, is_partial: bool) -> ResultCode:
    """Sent at once or queued (A-57), to everybody or to some."""
    is_sent_at_once = send.immediate and not send.is_deferred
    if is_sent_at_once and is_partial:
        return ResultCode.SUCCESS_MESSAGE_PARTIAL_SENT
    if is_sent_at_once:
        return ResultCode.SUCCESS_MESSAGE_SENT
    if is_partial:
        return ResultCode.SUCCESS_MESSAGE_PARTIAL_ACCEPTED
    return ResultCode.SUCCESS_MESSAGE_ACCEPTED


def _rows(
    admissions: Sequence[Admission],
    messages: Sequence[StoredMessage],
    accepted_code: ResultCode,
) -> str:
    """A row for each recipient of the request, in its order, with the number as it was passed.

    As JSON: to write it at once takes a third of the time of making objects and encoding them.
    """
    created = iter(messages)
    rows: list[str] = []
    for recipient, phone, code in admissions:
        if phone is None:
            shown_code, message_id = code, "null"
        else:
            shown_code, message_id = accepted_code, f'"{next(created).id}"'
        number, name = _CODES_AND_NAMES[shown_code]
        rows.append(
            f'{{"phone":{encode_json(echo(recipient))},"response_code":{number},'
            f'"message_id":{message_id},"response_status":"{name}"}}'
        )
    return f"[{','.join(rows)}]"
