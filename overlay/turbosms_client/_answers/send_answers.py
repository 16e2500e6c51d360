"""From the answer to a send, its report, or the error that the answer amounts to."""

from __future__ import annotations

from turbosms_api.tables.result_codes import ResultCode

from .._parameters.prepared_sends import PreparedSend
from .._results.code_meaning import concerns_all, is_refusal, is_success
from .._results.errors import ProtocolError
from .._results.reports_and_refusals import APIError, SendReport, refusal
from .envelopes import Answer
from .recipient_rows import report_of
from .verdicts import Verdict, judge


def read_send(prepared: PreparedSend, answer: Answer, may_have_been_executed: bool) -> SendReport:
    """Read the report of a send in one request.

    Raises:
        APIError: nobody was accepted, or the code does not say whether anybody was.
        ProtocolError: the answer claims success, but does not say for whom.
    """
    report = report_of(answer, prepared)
    if _verdict(report) != "report":
        raise _nobody_accepted(report, answer, prepared.operation)
    if may_have_been_executed and not report.replayed:
        # If the message is refused as a duplicate, the lost attempt has created it.
        for report_row in report.rejected:
            if report_row.code == ResultCode.NOT_ALLOWED_MESSAGE_DUPLICATE:
                raise refusal(report, report_row, prepared.operation)
    return report


def read_batch(batch: PreparedSend, answer: Answer, may_have_been_executed: bool) -> SendReport:
    """Read the report of a batch, in which every recipient may have been refused."""
    report = report_of(answer, batch)
    is_about_recipients = not (report.missing or concerns_all(answer.code))
    if _verdict(report) == "refused" and is_about_recipients and not may_have_been_executed:
        return report
    return read_send(batch, answer, may_have_been_executed)


def _verdict(report: SendReport) -> Verdict:
    codes = [report_row.code for report_row in (*report.rejected, *report.duplicates)]
    return judge(
        report.code,
        accepted_count=len(report.accepted),
        refused=codes,
        missing_count=len(report.missing),
    )


def _nobody_accepted(
    report: SendReport, answer: Answer, operation: str
) -> APIError | ProtocolError:
    refused = [*report.rejected, *report.duplicates]
    for report_row in refused:
        if not is_refusal(report_row.code):
            return refusal(report, report_row, operation)
    if not is_success(answer.code):
        return refusal(report, answer, operation)
    if _verdict(report) == "refused":
        return refusal(report, refused[0], operation)
    return ProtocolError(
        f"{answer.code:d} claims success, but no row says for whom.", operation=operation
    )
