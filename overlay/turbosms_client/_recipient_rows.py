"""Which row of an answer is about which recipient, and the report that comes of it.

The service may write a number its own way, leave rows out, or repeat them. So a row belongs to the
recipient whose number it names; its place in the list counts only where nothing contradicts it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from copy import deepcopy
from functools import partial
from typing import Any, Final, Literal, TypeAlias

from turbosms_api.reading import read_list
from turbosms_api.results.message import SendRow
from turbosms_api.tables.result_codes import ResultCode

from ._outcome import is_refusal, is_success
from ._parameters import PreparedSend
from ._phones import read_phone
from ._report import ReportRow, SendReport
from ._wire import Answer, send_rows

Verdict: TypeAlias = Literal["accepted", "rejected", "duplicates", "missing"]

# Of several rows about one recipient the one that says most counts. A message that exists comes
# first, then what leaves it open whether one exists, then a refusal.
_ACCEPTED: Final = 4
_UNKNOWN_CODE: Final = 3
_WITHOUT_ID: Final = 2
_REJECTED: Final = 1
_DUPLICATE: Final = 0


def report_of(answer: Answer, prepared: PreparedSend) -> SendReport:
    """The report of a send: each recipient in one of its lists, by what its row means.

    The result of an earlier request (A-51) may also be about numbers that this one does not ask
    for: those have a row of their own, with the number as input.
    """
    call = (answer.code, prepared.sequence_id, prepared.hybrid, prepared.recipients)
    listed = read_list(answer.result)
    everyone = _all_accepted(listed, prepared)
    if everyone is not None:
        return SendReport(*call, missing=[], accepted=everyone)

    report = SendReport(*call, missing=[])
    replayed = report.replayed
    rows = send_rows(listed)
    indexes = match_rows(prepared.phones, rows, by_place=not replayed)
    _drop_surplus(rows, indexes)
    lists = {
        "accepted": report.accepted,
        "rejected": report.rejected,
        "duplicates": report.duplicates,
    }
    told = set()
    for row, index in zip(rows, indexes, strict=True):
        if row is None or (index is None and not replayed):
            continue
        verdict = _verdict(row)
        if verdict != "missing":
            lists[verdict].append(_report_row(row, index, prepared))
            told.add(index)
    for index, recipient in enumerate(prepared.recipients):
        if index not in told:
            report.missing.append(recipient)
    return report


def match_rows(
    phones: Sequence[str], rows: Sequence[SendRow | None], *, by_place: bool = True
) -> list[int | None]:
    """For each row the index of its recipient in `phones`, None for a row that is nobody's.

    Rows share an index only where the answer repeats a number more often than it was asked for.
    """
    named = [row.phone if row else "" for row in rows]
    indexes: list[int | None] = [None] * len(rows)
    _match_in_order(phones, named, indexes)
    if None in indexes:
        _match_left(phones, named, indexes)
    if None in indexes:
        _match_left(_meanings(phones, set(indexes)), _meanings(named, set()), indexes)
    if None in indexes:
        _match_surplus(phones, named, indexes)
        if by_place and len(rows) == len(phones):
            _match_by_place(rows, indexes)
    return indexes


def _match_in_order(phones: Sequence[str], named: Sequence[str], indexes: list[int | None]) -> None:
    """Match rows as long as they come in the order asked for: as a rule, all, and quicker so."""
    for position, (phone, name) in enumerate(zip(phones, named, strict=False)):
        if not name or name != phone:
            return
        indexes[position] = position


def _match_left(phones: Sequence[str], named: Sequence[str], indexes: list[int | None]) -> None:
    """Match the rows left to the recipients left that have the same number.

    Of recipients with the same number the first in the list has the first row.
    """
    taken = set(indexes)
    waiting: dict[str, list[int]] = {}
    for index in range(len(phones) - 1, -1, -1):
        if index not in taken:
            waiting.setdefault(phones[index], []).append(index)
    for position, phone in enumerate(named):
        if phone and indexes[position] is None and waiting.get(phone):
            indexes[position] = waiting[phone].pop()


def _meanings(phones: Sequence[str], taken: Container[int | None]) -> list[str]:
    """What the numbers mean that are not taken; a text that means none stands for itself."""
    return [
        "" if index in taken else read_phone(phone) or phone for index, phone in enumerate(phones)
    ]


def _match_surplus(phones: Sequence[str], named: Sequence[str], indexes: list[int | None]) -> None:
    """Match what is left about a number that has as many rows as recipients to its first one."""
    first: dict[str, int] = {}
    for position, phone in enumerate(named):
        if not phone or indexes[position] is not None:
            continue
        if not first:
            for index, meaning in enumerate(_meanings(phones, set())):
                first.setdefault(meaning, index)
        indexes[position] = first.get(read_phone(phone) or phone)


def _match_by_place(rows: Sequence[SendRow | None], indexes: list[int | None]) -> None:
    """Match the rows that name no number by their place, if all the others stand in theirs.

    A row that cannot be read, or names a number that nobody asked for, shows that the answer is not
    a plain list of the recipients.
    """
    nameless = []
    for position, row in enumerate(rows):
        index = indexes[position]
        if index is not None and index != position:
            return
        if index is None:
            if row is None or read_phone(row.phone) is not None:
                return
            nameless.append(position)
    for position in nameless:
        indexes[position] = position


def _drop_surplus(rows: list[SendRow | None], indexes: Sequence[int | None]) -> None:
    """Leave, of several rows about one recipient, the one that says most."""
    named = [index for index in indexes if index is not None]
    if len(set(named)) == len(named):
        return
    chosen: dict[int, int] = {}
    for position, index in enumerate(indexes):
        row = rows[position]
        if row is None or index is None:
            continue
        rival = rows[chosen[index]] if index in chosen else None
        if rival is None:
            chosen[index] = position
        elif _weight(row) > _weight(rival):
            rows[chosen[index]] = None
            chosen[index] = position
        else:
            rows[position] = None


def _verdict(row: SendRow) -> Verdict:
    """The list of the report that a row belongs to."""
    if row.message_id and not is_refusal(row.code):
        return "accepted"
    if row.code == ResultCode.NOT_ALLOWED_RECIPIENT_DUPLICATE:
        return "duplicates"
    if is_success(row.code):
        return "missing"  # without an id it says nothing
    return "rejected"


def _weight(row: SendRow) -> int:
    verdict = _verdict(row)
    if verdict == "accepted":
        return _ACCEPTED
    if verdict == "missing":
        return _WITHOUT_ID
    if verdict == "duplicates":
        return _DUPLICATE
    return _REJECTED if is_refusal(row.code) else _UNKNOWN_CODE


def _report_row(row: SendRow, index: int | None, prepared: PreparedSend) -> ReportRow:
    phone, code, name, message_id, extra = row
    if extra:
        extra = _own(extra)
    if index is None:
        return ReportRow(phone, phone, code, name, message_id, extra)
    recipient = prepared.recipients[index]
    return ReportRow(recipient, phone or prepared.phones[index], code, name, message_id, extra)


def _own(extra: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields, none of which is a part of the answer: a row can be changed by itself."""
    for value in extra.values():
        if isinstance(value, (dict, list)):
            return deepcopy(extra)
    return extra


def _all_accepted(listed: list[Any], prepared: PreparedSend) -> list[ReportRow] | None:
    """The rows of an answer in which everyone is accepted with one code, in the order asked for.

    None for other answers. There may be thousands of rows: this takes a fraction of the time.
    """
    columns = SendRow.columns(listed)
    if columns is None:
        return None
    phones, codes, names, message_ids = columns
    if phones != prepared.phones or not all(message_ids):
        return None
    if not codes or is_refusal(codes[0]) or codes.count(codes[0]) != len(codes):
        return None
    extras: list[dict[str, Any]] = [{} for _ in phones]
    fields = zip(prepared.recipients, phones, codes, names, message_ids, extras, strict=True)
    make_row = partial(tuple.__new__, ReportRow)  # as the class does it, without its calls
    return list(map(make_row, fields))
