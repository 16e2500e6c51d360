"""Matches the rows of an answer to recipients, and makes the report.

The service may write a phone number its own way, leave rows out, or repeat them. So a row belongs
to the recipient whose number it has; its position counts only if nothing contradicts it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import partial
from typing import Any, Final, Literal, TypeAlias

from turbosms_api.reading import read_list
from turbosms_api.results.message import SendRow
from turbosms_api.tables.result_codes import ResultCode

from .._formats.phones import read_phone
from .._parameters.prepared_sends import PreparedSend
from .._results.code_meaning import is_refusal, is_success
from .._results.reports_and_refusals import ReportRow, SendReport
from .envelopes import Answer
from .rows import read_send_rows

ListName: TypeAlias = Literal["accepted", "rejected", "duplicates", "missing"]

# If several rows are about one recipient, the most telling one counts: first a message that exists,
# then a row that leaves this open, then a refusal.
_ACCEPTED: Final = 4
_UNKNOWN_CODE: Final = 3
_WITHOUT_ID: Final = 2
_REJECTED: Final = 1
_DUPLICATE: Final = 0


def report_of(answer: Answer, prepared: PreparedSend) -> SendReport:
    """Make the report of a send: each recipient is in one of its lists, depending on its row.

    The result of an earlier request (A-51) may also have rows for phone numbers that this request
    does not contain. They stay in the report, with the number as input.
    """
    result_list = read_list(answer.result)
    all_accepted = _all_accepted(result_list, prepared)
    report = SendReport(
        code=answer.code,
        sequence_id=prepared.sequence_id,
        hybrid=prepared.hybrid,
        recipients=[*prepared.recipients],
        missing=[],
        accepted=all_accepted or [],
    )
    if all_accepted is not None:
        return report

    send_rows = read_send_rows(result_list)
    by_place = _is_in_order(answer.result) and not report.replayed
    indexes = match_rows(prepared.phones, send_rows, by_place=by_place)
    send_rows = _without_surplus(send_rows, indexes)
    lists = {
        "accepted": report.accepted,
        "rejected": report.rejected,
        "duplicates": report.duplicates,
    }
    settled: set[int | None] = set()
    for send_row, index in zip(send_rows, indexes, strict=True):
        is_nobodys = index is None and not report.replayed
        if send_row is None or is_nobodys:
            continue
        list_name = _list_of(send_row)
        if list_name != "missing":
            lists[list_name].append(_report_row(send_row, index, prepared))
            settled.add(index)
    for index, recipient in enumerate(prepared.recipients):
        if index not in settled:
            report.missing.append(recipient)
    return report


def _is_in_order(result: object) -> bool:
    """Whether the position of a row has a meaning: in a list, even one with gaps, which is a map.

    In a map by phone number, the order has no meaning.
    """
    if not isinstance(result, dict):
        return True
    return all(key.isdigit() and read_phone(key) is None for key in result)


def match_rows(
    phones: Sequence[str], send_rows: Sequence[SendRow | None], *, by_place: bool = True
) -> list[int | None]:
    """For each row, the index of its recipient in `phones`; None for a row that is nobody's.

    Rows share an index only if the answer has a number more often than the request.
    """
    matching = _Matching(phones, send_rows)
    matching.match_in_order()
    if None in matching.indexes:
        matching.match_phones()
    if None in matching.indexes:
        matching.match_meanings()
    if None in matching.indexes:
        matching.match_surplus()
        if by_place and len(send_rows) == len(phones):
            matching.match_by_place()
    return matching.indexes


class _Matching:
    """Finds the recipient of each row, step by step; no step changes an existing match."""

    def __init__(self, phones: Sequence[str], send_rows: Sequence[SendRow | None]) -> None:
        self._phones = phones
        self._send_rows = send_rows
        self._row_phones = [_phone_of(send_row) for send_row in send_rows]
        self.indexes: list[int | None] = [None] * len(send_rows)
        """For each row, the index of its recipient."""

    def match_in_order(self) -> None:
        """Match rows as long as they are in the order of the request; usually, all of them are."""
        indexes = self.indexes
        pairs = zip(self._phones, self._row_phones, strict=False)
        for position, (phone, row_phone) in enumerate(pairs):
            if not row_phone or row_phone != phone:
                return
            indexes[position] = position

    def match_phones(self) -> None:
        """Match rows to recipients whose number is written the same."""
        self._match_equal(self._phones, self._row_phones)

    def match_meanings(self) -> None:
        """Match rows to recipients whose number means the same."""
        phones = _meanings(self._phones, without=set(self.indexes))
        self._match_equal(phones, _meanings(self._row_phones))

    def _match_equal(self, phones: Sequence[str], row_phones: Sequence[str]) -> None:
        """If recipients have the same number, the first in the list gets the first row."""
        matched = set(self.indexes)
        waiting: dict[str, list[int]] = {}
        for index in range(len(phones) - 1, -1, -1):
            if index not in matched:
                waiting.setdefault(phones[index], []).append(index)
        for position, phone in enumerate(row_phones):
            if phone and self.indexes[position] is None and waiting.get(phone):
                self.indexes[position] = waiting[phone].pop()

    def match_surplus(self) -> None:
        """Match surplus rows about a number to the first recipient that has it."""
        first_index: dict[str, int] = {}
        for position, phone in enumerate(self._row_phones):
            if not phone or self.indexes[position] is not None:
                continue
            if not first_index:
                for index, meaning in enumerate(_meanings(self._phones)):
                    first_index.setdefault(meaning, index)
            self.indexes[position] = first_index.get(read_phone(phone) or phone)

    def match_by_place(self) -> None:
        """Match rows without a number by position, if all the others are in theirs.

        A row that cannot be read, or has a number that is not in the request, shows that the answer
        is not simply a list of the recipients.
        """
        nameless: list[int] = []
        for position, send_row in enumerate(self._send_rows):
            index = self.indexes[position]
            if index is not None and index != position:
                return
            if index is None:
                if send_row is None or read_phone(send_row.phone) is not None:
                    return
                nameless.append(position)
        for position in nameless:
            self.indexes[position] = position


def _phone_of(send_row: SendRow | None) -> str:
    return "" if send_row is None else send_row.phone


def _meanings(phones: Sequence[str], without: Container[int | None] = ()) -> list[str]:
    """What the numbers mean; a text that is not a phone number stays as it is.

    Empty for those whose index is in `without`.
    """
    meanings: list[str] = []
    for index, phone in enumerate(phones):
        if index in without:
            meanings.append("")
        else:
            meanings.append(read_phone(phone) or phone)
    return meanings


def _without_surplus(
    send_rows: list[SendRow | None], indexes: Sequence[int | None]
) -> list[SendRow | None]:
    """The rows, with only the most telling one for each recipient and None for the others."""
    matched = [index for index in indexes if index is not None]
    if len(set(matched)) == len(matched):
        return send_rows
    best: dict[int, SendRow] = {}
    for send_row, index in zip(send_rows, indexes, strict=True):
        if send_row is None or index is None:
            continue
        rival = best.get(index)
        if rival is None or _weight(send_row) > _weight(rival):
            best[index] = send_row
    kept: list[SendRow | None] = []
    for send_row, index in zip(send_rows, indexes, strict=True):
        is_surplus = index is not None and send_row is not best.get(index)
        kept.append(None if is_surplus else send_row)
    return kept


def _list_of(send_row: SendRow) -> ListName:
    """The list of the report that a row belongs to."""
    if send_row.message_id and not is_refusal(send_row.code):
        return "accepted"
    if send_row.code == ResultCode.NOT_ALLOWED_RECIPIENT_DUPLICATE:
        return "duplicates"
    if is_success(send_row.code):
        return "missing"  # without an id, it says nothing
    return "rejected"


def _weight(send_row: SendRow) -> int:
    list_name = _list_of(send_row)
    if list_name == "accepted":
        return _ACCEPTED
    if list_name == "missing":
        return _WITHOUT_ID
    if list_name == "duplicates":
        return _DUPLICATE
    if is_refusal(send_row.code):
        return _REJECTED
    return _UNKNOWN_CODE


def _report_row(send_row: SendRow, index: int | None, prepared: PreparedSend) -> ReportRow:
    phone, code, name, message_id, extra = send_row
    if extra:
        extra = _own(extra)
    if index is None:
        recipient = phone
    else:
        recipient = prepared.recipients[index]
        phone = phone or prepared.phones[index]
    # By position: with thousands of rows, names would take twice as long.
    return ReportRow(recipient, phone, code, name, message_id, extra)


def _own(extra: Mapping[str, Any]) -> Mapping[str, Any]:
    """Copy the fields if they are nested, so that changing one row does not change the answer."""
    for value in extra.values():
        if isinstance(value, (dict, list)):
            copied: Mapping[str, Any] = _copy_of_json(extra)
            return copied
    return extra


def _copy_of_json(value: Any) -> Any:
    """Copy JSON data of any depth: in a loop, since `deepcopy` is recursive."""
    root: list[Any] = [value]
    unfinished: list[Any] = [root]
    while unfinished:
        container = unfinished.pop()
        keys: Any = range(len(container))
        if isinstance(container, dict):
            keys = container
        for key in keys:
            if isinstance(container[key], (dict, list)):
                container[key] = container[key].copy()
                unfinished.append(container[key])
    return root[0]


def _all_accepted(result_list: list[Any], prepared: PreparedSend) -> list[ReportRow] | None:
    """The rows of an answer that accepts everyone with the same code, in the order of the request.

    None for other answers. With thousands of rows, this takes a fraction of the time.
    """
    columns = SendRow.columns(result_list)
    if columns is None:
        return None
    phones, codes, names, message_ids = columns
    if phones != prepared.phones or not all(message_ids):
        return None
    if not codes or is_refusal(codes[0]) or codes.count(codes[0]) != len(codes):
        return None
    extras: list[dict[str, Any]] = [{} for _ in phones]
    fields = zip(prepared.recipients, phones, codes, names, message_ids, extras, strict=True)
    make_row = partial(tuple.__new__, ReportRow)  # like the class itself, but faster
    return list(map(make_row, fields))
