"""A send: one request, or several batches for more than 5,000 recipients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from typing import TypeAlias

from .._answers.envelopes import Answer
from .._answers.joined_report import join_reports
from .._answers.send_answers import read_batch, read_send
from .._flows.instructions import Flow, HandOver
from .._flows.runtime import Runtime
from .._parameters.batches import first_indexes, needs_batches, split_into_batches
from .._parameters.prepared_sends import PreparedSend
from .._requests.attempts import Attempts
from .._requests.building import build_request
from .._results.reports_and_refusals import (
    APIError,
    SendReport,
    accepted_of_all,
    copy_report,
    refusal,
)
from .logical_call import LogicalCall
from .request_with_retries import make_request

OnReport: TypeAlias = Callable[[SendReport], object]


def logical_send(
    runtime: Runtime, prepared: PreparedSend, deadline: float | None, on_report: OnReport | None
) -> LogicalCall[SendReport]:
    """Make a send a logical call, in as many requests as it needs."""
    if needs_batches(prepared):
        return SendInBatches(runtime, prepared, deadline, on_report)
    return SingleSend(runtime, prepared, deadline, on_report)


class _Send(LogicalCall[SendReport]):
    """What a send in one request and one in batches have in common."""

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
            # A copy, so that the function cannot change the call's own report.
            yield HandOver(self._on_report, copy_report(report))


class SingleSend(_Send):
    """A send in one request."""

    _report: SendReport | None = None

    def has_report(self) -> bool:
        """Whether the send is done, and only the caller's function has stopped the call."""
        return self._report is not None

    def report_so_far(self) -> SendReport | None:
        """The report, if it has arrived."""
        if self._report is None:
            return None
        return copy_report(self._report)

    def has_created_something(self) -> bool:
        """Whether the report has arrived: there is one only if somebody was accepted."""
        return self._report is not None

    def _progress(self) -> str:
        if self._report is None:
            return super()._progress()
        return f"{accepted_of_all(self._report)}."

    def run(self) -> Flow[SendReport]:
        """Make the request, unless its report has arrived."""
        if self._report is not None:
            return self._report
        request = build_request("message/send", self._prepared.body)
        report = yield from make_request(request, self._read, self.attempts(), call=self)
        self._report = report
        yield from self._hand_over(report)
        return report

    def _read(self, answer: Answer) -> SendReport:
        return read_send(self._prepared, answer, self.may_have_been_executed)


class SendInBatches(_Send):
    """A send to more than 5,000 recipients.

    It goes out as the set of its distinct phone numbers, in sorted order, so that the same set
    under the same `sequence_id` is the same call, even from a list in a different order or from
    another process. The first batch carries the `sequence_id` of the call, each of the others one
    derived from it.
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
        self._batches = split_into_batches(prepared, self._first_index)
        self._done: list[SendReport] = []

    def copy(self) -> SendInBatches:
        """Copy the call in its current state."""
        same = copy(self)
        same._done = [*self._done]
        return same

    def has_created_something(self) -> bool:
        """Whether any recipient was accepted in an earlier batch."""
        return any(report.accepted for report in self._done)

    def has_report(self) -> bool:
        """Whether a batch is done."""
        return len(self._done) > 0

    def report_so_far(self) -> SendReport | None:
        """The report of the batches that are done; the recipients of the others are missing."""
        if not self._done:
            return None
        return self._join(self._done, self._batches[len(self._done) :])

    def unsent(self) -> list[str]:
        """The recipients of the batches that certainly have not left."""
        recipients: list[str] = []
        for batch in self._unsent_batches():
            recipients.extend(batch.recipients)
        report = self.report_so_far()
        if report is not None:
            # A replayed report may already have rows for some of them.
            unsettled = set(report.missing)
            recipients = [recipient for recipient in recipients if recipient in unsettled]
        first_index = first_indexes(self._prepared.recipients)
        return sorted(recipients, key=first_index.__getitem__)

    def _unsent_batches(self) -> list[PreparedSend]:
        settled_or_in_doubt = len(self._done)
        if self.may_have_been_executed:
            settled_or_in_doubt += 1
        return self._batches[settled_or_in_doubt:]

    def _progress(self) -> str:
        accepted_count = sum(len(report.accepted) for report in self._done)
        unsent_count = sum(len(batch.phones) for batch in self._unsent_batches())
        clauses = [f"{accepted_count:,} of {len(self._first_index):,} recipients were accepted"]
        unsettled_batches = self._batches[len(self._done) :]
        if self.may_have_been_executed and unsettled_batches:
            clauses.append(f"{len(unsettled_batches[0].phones):,} may have been")
        if unsent_count:
            clauses.append(f"nothing was sent to {unsent_count:,}")
        return f"{', '.join(clauses)}."

    def run(self) -> Flow[SendReport]:
        """Send the batches that are not done, one after the other."""
        # The deadline covers all batches together; the number of attempts is for each of them.
        until = self.attempts().until
        while len(self._done) < len(self._batches):
            batch = self._batches[len(self._done)]
            request = build_request("message/send", batch.body)
            attempts = Attempts(self.runtime.retry, until)
            try:
                report = yield from make_request(request, self._read, attempts, call=self)
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
        """Record the report of a batch."""
        # In this order, an interruption in between leaves too much in doubt, never too little.
        self._done.append(report)
        self.settle()

    def _read(self, answer: Answer) -> SendReport:
        batch = self._batches[len(self._done)]
        return read_batch(batch, answer, self.may_have_been_executed)

    def _refusal_of_all(self, error: APIError) -> APIError:
        """Turn the refusal of one batch into one of the whole send, to which it applies as well."""
        reports = [*self._done]
        if error.report is not None:
            reports.append(error.report)
        return refusal(self._join(reports, self._batches[len(reports) :]), error)

    def _join(
        self, done: Sequence[SendReport], unsent_batches: Sequence[PreparedSend] = ()
    ) -> SendReport:
        return join_reports(self._prepared, self._first_index, done, unsent_batches)
