"""Joins the reports of a send in batches into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Final

from turbosms_api.tables.result_codes import ResultCode

from .._formats.phones import read_phone
from .._parameters.batches import first_indexes
from .._parameters.prepared_sends import PreparedSend
from .._results.code_meaning import is_full_success, outcome_of
from .._results.reports_and_refusals import ReportRow, SendReport

# The most telling of the batches' codes becomes the code of the whole send.
_WEIGHT: Final = {"failure": 0, "replay": 1, "success": 2, "partial": 3, "unknown": 4}


def join_reports(
    prepared: PreparedSend,
    first_index: Mapping[str, int],
    done: Sequence[SendReport],
    unsent_batches: Sequence[PreparedSend],
) -> SendReport:
    """Join reports into one, in the caller's order; the recipients of `unsent_batches` are missing.

    `first_index` is the index of each phone number's first occurrence.
    """
    accepted: list[ReportRow] = []
    rejected: list[ReportRow] = []
    duplicates: list[ReportRow] = []
    missing: list[str] = []
    for report in done:
        accepted.extend(report.accepted)
        rejected.extend(report.rejected)
        duplicates.extend(report.duplicates)
        missing.extend(report.missing)
    for batch in unsent_batches:
        missing.extend(batch.recipients)
    if any(report.replayed for report in done):
        recipient_of = _RecipientOf(prepared, first_index)
        accepted = recipient_of.each_once(accepted)
        rejected = recipient_of.each_once(rejected)
        missing = [recipient for recipient in missing if not recipient_of.has_row(recipient)]
    positions = _Positions(prepared.recipients)
    repeated = _repeated(prepared, first_index)
    repeated.extend((positions.of_row(report_row), report_row) for report_row in duplicates)
    repeated.sort(key=itemgetter(0))
    return SendReport(
        code=_code_of_all(done, is_partial=bool(rejected or repeated)),
        sequence_id=prepared.sequence_id,
        hybrid=prepared.hybrid,
        recipients=[*prepared.recipients],
        missing=sorted(missing, key=positions.of),
        accepted=sorted(accepted, key=positions.of_row),
        rejected=sorted(rejected, key=positions.of_row),
        duplicates=[report_row for _, report_row in repeated],
    )


class _RecipientOf:
    """Finds the recipients that replayed rows are about.

    If the earlier call had a different list, its batches were split elsewhere. So the answer to one
    batch of this call may be about a recipient of another batch, and leave out one of its own.
    """

    def __init__(self, prepared: PreparedSend, first_index: Mapping[str, int]) -> None:
        self._prepared = prepared
        self._first_index = first_index
        self._settled: set[str] = set()

    def each_once(self, report_rows: list[ReportRow]) -> list[ReportRow]:
        """The rows with the recipient as passed; only the first row of each, over all calls."""
        kept: list[ReportRow] = []
        for report_row in report_rows:
            recipient = self._of(report_row)
            if recipient not in self._settled:
                self._settled.add(recipient)
                kept.append(report_row._replace(input=recipient))
        return kept

    def _of(self, report_row: ReportRow) -> str:
        index = self._first_index.get(report_row.phone)
        if index is None:
            index = self._first_index.get(read_phone(report_row.phone) or report_row.phone)
        if index is None:
            return report_row.input
        return self._prepared.recipients[index]

    def has_row(self, recipient: str) -> bool:
        """Whether a row so far is about this recipient."""
        return recipient in self._settled


class _Positions:
    """The positions of recipients in the caller's list; those of an earlier call come last."""

    def __init__(self, recipients: Sequence[str]) -> None:
        self._count = len(recipients)
        self._first_index = first_indexes(recipients)

    def of(self, recipient: str) -> int:
        return self._first_index.get(recipient, self._count)

    def of_row(self, report_row: ReportRow) -> int:
        return self.of(report_row.input)


def _repeated(
    prepared: PreparedSend, first_index: Mapping[str, int]
) -> list[tuple[int, ReportRow]]:
    """Rows for the recipients that occur earlier in the list, by index: each gets one message."""
    code = ResultCode.NOT_ALLOWED_RECIPIENT_DUPLICATE
    report_rows: list[tuple[int, ReportRow]] = []
    for index, phone in enumerate(prepared.phones):
        if first_index[phone] != index:
            recipient = prepared.recipients[index]
            report_rows.append((index, ReportRow(recipient, phone, code, code.name, None, {})))
    return report_rows


def _code_of_all(done: Sequence[SendReport], *, is_partial: bool) -> ResultCode | int:
    """The most telling code of all batches."""
    code = max((report.code for report in done), key=_weight)
    if is_partial and is_full_success(code):
        return ResultCode.SUCCESS_MESSAGE_PARTIAL_ACCEPTED
    return code


def _weight(code: ResultCode | int) -> int:
    return _WEIGHT[outcome_of(code)]
