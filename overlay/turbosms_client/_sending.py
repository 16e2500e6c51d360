"""A send: one request, or several for more than 5,000 recipients."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from operator import itemgetter
from typing import Final, TypeAlias

from turbosms_api.tables.limits import RECIPIENTS_PER_REQUEST
from turbosms_api.tables.result_codes import ResultCode

from . import _wire
from ._attempts import Attempts, exchange
from ._errors import APIError, ProtocolError, refusal
from ._flow import Flow, HandOver
from ._logical_call import LogicalCall
from ._outcome import Verdict, concerns_all, is_full_success, is_refusal, is_success, judge
from ._parameters import PreparedSend, derive
from ._recipient_rows import report_of
from ._report import ReportRow, SendReport
from ._runtime import Runtime
from ._wire import Answer

OnReport: TypeAlias = Callable[[SendReport], object]

# Of the codes of several parts, the one that says most becomes that of the whole.
_WEIGHT: Final = {"failure": 0, "replay": 1, "success": 2, "partial": 3, "unknown": 4}


def sending(
    runtime: Runtime, prepared: PreparedSend, deadline: float | None, on_report: OnReport | None
) -> LogicalCall[SendReport]:
    """The send as a logical call, in as many requests as it takes."""
    if len(prepared.phones) <= RECIPIENTS_PER_REQUEST.value:
        return SingleSend(runtime, prepared, deadline, on_report)
    return SendInParts(runtime, prepared, deadline, on_report)


class _Send(LogicalCall[SendReport]):
    def __init__(
        self,
        runtime: Runtime,
        prepared: PreparedSend,
        deadline: float | None,
        on_report: OnReport | None,
    ) -> None:
        super().__init__(runtime, prepared.operation, prepared.sequence_id, deadline)
        self._prepared = prepared
        self._on_report = on_report

    def _hand_over(self, report: SendReport) -> Flow[None]:
        if self._on_report is not None:
            yield HandOver(self._on_report, report)


class SingleSend(_Send):
    """A send of one request."""

    _report: SendReport | None = None

    def report_so_far(self) -> SendReport | None:
        """The report, once it is there: then only the caller's function stopped the call."""
        return self._report

    def has_created_something(self) -> bool:
        """Whether the report is there; without anybody accepted there is none."""
        return self._report is not None

    def run(self) -> Flow[SendReport]:
        """Make the request, unless its report is there."""
        if self._report is not None:
            return self._report
        request = _wire.request("message/send", self._prepared.body)
        attempts = Attempts(self.runtime.retry, self.until())
        report = yield from exchange(request, self._read, attempts, self)
        self._report = report
        yield from self._hand_over(report)
        return report

    def _read(self, answer: Answer) -> SendReport:
        return read_send(self._prepared, answer, self.may_have_been_executed)


class SendInParts(_Send):
    """A send to more than 5,000 recipients.

    It is the set of its distinct numbers, in sorted order, so that the same set under the same
    `sequence_id` is the same call, from a list in another order or from another process. The first
    part carries the `sequence_id` of the call, the others one that is derived from it.
    """

    def __init__(
        self,
        runtime: Runtime,
        prepared: PreparedSend,
        deadline: float | None,
        on_report: OnReport | None,
    ) -> None:
        super().__init__(runtime, prepared, deadline, on_report)
        self._first_index = _first_indexes(prepared.phones)
        self._index_of_recipient = _first_indexes(prepared.recipients)
        self._parts = _parts(prepared, self._first_index)
        self._done: list[SendReport] = []

    def copy(self) -> SendInParts:
        """The call as it is now."""
        same = copy(self)
        same._done = [*self._done]
        return same

    def has_created_something(self) -> bool:
        """Whether somebody was accepted in an earlier part."""
        return any(report.accepted for report in self._done)

    def report_so_far(self) -> SendReport | None:
        """The report of the parts that are done, the recipients of the others being missing."""
        if not self._done:
            return None
        return self._join(self._done, self._parts[len(self._done) :])

    def unsent(self) -> list[str]:
        """The recipients of the parts that have surely not left."""
        in_doubt = 1 if self.may_have_been_executed else 0
        recipients: list[str] = []
        for part in self._parts[len(self._done) + in_doubt :]:
            recipients.extend(part.recipients)
        recipients.sort(key=self._index_of)
        return recipients

    def run(self) -> Flow[SendReport]:
        """Send the parts that are not done, one after the other."""
        until = self.until()
        while len(self._done) < len(self._parts):
            part = self._parts[len(self._done)]
            request = _wire.request("message/send", part.body)
            attempts = Attempts(self.runtime.retry, until)
            try:
                report = yield from exchange(request, self._read, attempts, self)
            except APIError as error:
                raise self._refusal_of_all(error) from None
            self._done.append(report)
            self.may_have_been_executed = False
            self.has_begun = False
            yield from self._hand_over(report)
        report = self._join(self._done)
        if not report.accepted:
            raise refusal(report, [*report.rejected, *report.duplicates][0])
        return report

    def _read(self, answer: Answer) -> SendReport:
        part = self._parts[len(self._done)]
        return read_part(part, answer, self.may_have_been_executed)

    def _refusal_of_all(self, error: APIError) -> APIError:
        """The service said it of one part, and it holds for all."""
        reports = [*self._done]
        if error.report is not None:
            reports.append(error.report)
        report = self._join(reports, self._parts[len(reports) :])
        return refusal(report, Answer(error.code, error.name, None))

    def _join(
        self, done: Sequence[SendReport], unsent_parts: Sequence[PreparedSend] = ()
    ) -> SendReport:
        """One report of many, in the caller's order; those of `unsent_parts` are missing."""
        accepted: list[ReportRow] = []
        rejected: list[ReportRow] = []
        repeated = self._repeated()
        missing: list[str] = []
        for report in done:
            accepted.extend(report.accepted)
            rejected.extend(report.rejected)
            missing.extend(report.missing)
            for row in report.duplicates:
                repeated.append((self._index_of(row.input), row))
        for part in unsent_parts:
            missing.extend(part.recipients)
        accepted.sort(key=lambda row: self._index_of(row.input))
        rejected.sort(key=lambda row: self._index_of(row.input))
        missing.sort(key=self._index_of)
        repeated.sort(key=itemgetter(0))
        return SendReport(
            code=_code_of_all(done, is_partial=bool(rejected or repeated)),
            sequence_id=self.sequence_id,
            hybrid=self._prepared.hybrid,
            recipients=self._prepared.recipients,
            missing=missing,
            accepted=accepted,
            rejected=rejected,
            duplicates=[row for _, row in repeated],
        )

    def _repeated(self) -> list[tuple[int, ReportRow]]:
        """The recipients that stand in the list before, with their index: nobody gets it twice."""
        code = ResultCode.NOT_ALLOWED_RECIPIENT_DUPLICATE
        rows = []
        for index, phone in enumerate(self._prepared.phones):
            if self._first_index[phone] != index:
                recipient = self._prepared.recipients[index]
                rows.append((index, ReportRow(recipient, phone, code, code.name, None, {})))
        return rows

    def _index_of(self, recipient: str) -> int:
        # An earlier call with the same `sequence_id` may have had recipients that this one has not.
        return self._index_of_recipient.get(recipient, len(self._prepared.recipients))


def _first_indexes(texts: Sequence[str]) -> dict[str, int]:
    """Where each of them stands first."""
    indexes: dict[str, int] = {}
    for index, text in enumerate(texts):
        indexes.setdefault(text, index)
    return indexes


def _parts(prepared: PreparedSend, first_index: Mapping[str, int]) -> list[PreparedSend]:
    """The requests: each distinct number once, in sorted order."""
    phones = sorted(first_index)
    parts: list[PreparedSend] = []
    for start in range(0, len(phones), RECIPIENTS_PER_REQUEST.value):
        part_phones = phones[start : start + RECIPIENTS_PER_REQUEST.value]
        recipients = [prepared.recipients[first_index[phone]] for phone in part_phones]
        sequence_id = prepared.sequence_id
        if start > 0:
            sequence_id = derive(prepared.sequence_id, f"part/{start}")
        body = {**prepared.body, "recipients": part_phones, "sequence_id": sequence_id}
        part = PreparedSend(
            body=body,
            recipients=recipients,
            phones=part_phones,
            hybrid=prepared.hybrid,
            sequence_id=sequence_id,
        )
        parts.append(part)
    return parts


def _code_of_all(done: Sequence[SendReport], *, is_partial: bool) -> ResultCode | int:
    """The code of the part that says most."""
    code = max((report.code for report in done), key=_weight)
    if is_partial and is_full_success(code):
        return ResultCode.SUCCESS_MESSAGE_PARTIAL_ACCEPTED
    return code


def _weight(code: ResultCode | int) -> int:
    outcome = code.outcome if isinstance(code, ResultCode) else "unknown"
    return _WEIGHT[outcome]


def read_send(prepared: PreparedSend, answer: Answer, may_have_been_executed: bool) -> SendReport:
    """The report of a whole send.

    Raises:
        APIError: nobody was accepted, or the code says nothing about it.
        ProtocolError: the answer claims success, and does not say for whom.
    """
    report = report_of(answer, prepared)
    if _verdict(report) != "report":
        raise _nobody_accepted(report, answer, prepared.operation)
    if may_have_been_executed and not report.replayed:
        # A message refused as one that exists already shows that the lost attempt created it.
        for row in report.rejected:
            if row.code == ResultCode.NOT_ALLOWED_MESSAGE_DUPLICATE:
                raise refusal(report, row, prepared.operation)
    return report


def read_part(part: PreparedSend, answer: Answer, may_have_been_executed: bool) -> SendReport:
    """The report of a part, which everybody in it may have been refused in."""
    report = report_of(answer, part)
    is_about_recipients = not (report.missing or concerns_all(answer.code))
    if _verdict(report) == "refused" and is_about_recipients and not may_have_been_executed:
        return report
    return read_send(part, answer, may_have_been_executed)


def _verdict(report: SendReport) -> Verdict:
    codes = [row.code for row in (*report.rejected, *report.duplicates)]
    return judge(report.code, len(report.accepted), codes, len(report.missing))


def _nobody_accepted(
    report: SendReport, answer: Answer, operation: str
) -> APIError | ProtocolError:
    refused = [*report.rejected, *report.duplicates]
    for row in refused:
        if not is_refusal(row.code):
            return refusal(report, row, operation)
    if not is_success(answer.code):
        return refusal(report, answer, operation)
    if _verdict(report) == "refused":
        return refusal(report, refused[0], operation)
    return ProtocolError(
        f"{answer.code:d} claims success, but no row says for whom.", operation=operation
    )
