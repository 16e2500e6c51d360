"""A send: one request, or several for more than 5,000 recipients."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import TypeAlias

from turbosms_api.tables.limits import RECIPIENTS_PER_REQUEST

from ._answers import Answer
from ._attempts import Attempts
from ._exchange import exchange
from ._flow import Flow, HandOver
from ._joined_report import first_indexes, join_reports
from ._logical_call import LogicalCall
from ._parameters import PreparedSend, derive
from ._report import APIError, SendReport, accepted_of_all, copy_report, refusal
from ._requests import build_request
from ._runtime import Runtime
from ._send_answers import read_part, read_send

OnReport: TypeAlias = Callable[[SendReport], object]


def logical_send(
    runtime: Runtime, prepared: PreparedSend, deadline: float | None, on_report: OnReport | None
) -> LogicalCall[SendReport]:
    """The send as a logical call, in as many requests as it takes."""
    if len(prepared.phones) <= RECIPIENTS_PER_REQUEST.value:
        return SingleSend(runtime, prepared, deadline, on_report)
    return SendInParts(runtime, prepared, deadline, on_report)


class _Send(LogicalCall[SendReport]):
    """What a send has in common, whether it is one request or several."""

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
            # A copy: what the function does with it does not concern the call.
            yield HandOver(self._on_report, copy_report(report))


class SingleSend(_Send):
    """A send of one request."""

    _report: SendReport | None = None

    def has_report(self) -> bool:
        """Whether only the caller's function has stopped the call."""
        return self._report is not None

    def report_so_far(self) -> SendReport | None:
        """The report, once it is there."""
        if self._report is None:
            return None
        return copy_report(self._report)

    def has_created_something(self) -> bool:
        """Whether the report is there; without anybody accepted there is none."""
        return self._report is not None

    def _progress(self) -> str:
        if self._report is None:
            return super()._progress()
        return f"{accepted_of_all(self._report)}."

    def run(self) -> Flow[SendReport]:
        """Make the request, unless its report is there."""
        if self._report is not None:
            return self._report
        request = build_request("message/send", self._prepared.body)
        report = yield from exchange(request, self._read, self.attempts(), self)
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
        self._first_index = first_indexes(prepared.phones)
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

    def has_report(self) -> bool:
        """Whether a part is done."""
        return len(self._done) > 0

    def report_so_far(self) -> SendReport | None:
        """The report of the parts that are done, the recipients of the others being missing."""
        if not self._done:
            return None
        return self._join(self._done, self._parts[len(self._done) :])

    def unsent(self) -> list[str]:
        """The recipients of the parts that have surely not left."""
        recipients: list[str] = []
        for part in self._unsent_parts():
            recipients.extend(part.recipients)
        report = self.report_so_far()
        if report is not None:
            # What is known of an earlier call may be about some of them.
            unsettled = set(report.missing)
            recipients = [recipient for recipient in recipients if recipient in unsettled]
        first_index = first_indexes(self._prepared.recipients)
        return sorted(recipients, key=first_index.__getitem__)

    def _unsent_parts(self) -> list[PreparedSend]:
        settled_or_in_doubt = len(self._done)
        if self.may_have_been_executed:
            settled_or_in_doubt += 1
        return self._parts[settled_or_in_doubt:]

    def _progress(self) -> str:
        accepted_count = sum(len(report.accepted) for report in self._done)
        unsent_count = sum(len(part.phones) for part in self._unsent_parts())
        clauses = [f"{accepted_count:,} of {len(self._first_index):,} recipients were accepted"]
        unsettled_parts = self._parts[len(self._done) :]
        if self.may_have_been_executed and unsettled_parts:
            clauses.append(f"{len(unsettled_parts[0].phones):,} may have been")
        if unsent_count:
            clauses.append(f"nothing was sent to {unsent_count:,}")
        return f"{', '.join(clauses)}."

    def run(self) -> Flow[SendReport]:
        """Send the parts that are not done, one after the other."""
        # The deadline is that of all parts together, the number of attempts that of each.
        until = self.attempts().until
        while len(self._done) < len(self._parts):
            part = self._parts[len(self._done)]
            request = build_request("message/send", part.body)
            attempts = Attempts(self.runtime.retry, until)
            try:
                report = yield from exchange(request, self._read, attempts, self)
            except APIError as error:
                raise self._refusal_of_all(error) from None
            self._take(report)
            yield from self._hand_over(report)
        report = self._join(self._done)
        if not report.accepted:
            refused = [*report.rejected, *report.duplicates]
            raise refusal(report, refused[0])
        return report

    def _take(self, report: SendReport) -> None:
        """A part has its report."""
        # In this order: an interruption in between leaves too much in doubt, never too little.
        self._done.append(report)
        self.settle()

    def _read(self, answer: Answer) -> SendReport:
        part = self._parts[len(self._done)]
        return read_part(part, answer, self.may_have_been_executed)

    def _refusal_of_all(self, error: APIError) -> APIError:
        """The service said it of one part, and it holds for all."""
        reports = [*self._done]
        if error.report is not None:
            reports.append(error.report)
        return refusal(self._join(reports, self._parts[len(reports) :]), error)

    def _join(
        self, done: Sequence[SendReport], unsent_parts: Sequence[PreparedSend] = ()
    ) -> SendReport:
        return join_reports(self._prepared, self._first_index, done, unsent_parts)


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
