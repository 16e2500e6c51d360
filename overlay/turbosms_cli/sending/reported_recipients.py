"""The recipients of a send: each reported and counted once, however often it is in a response."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from turbosms_cli.printing.output import Output
    from turbosms_client import APIError, OutcomeUnknownError, ReportRow, SendReport

SHOWN: Final = 20
"""How many rows people see."""


class ReportedRecipients:
    """What became of each recipient so far. As JSON, it is printed at once."""

    def __init__(self, output: Output, count: int, *, is_hybrid: bool) -> None:
        """`count` is the number of recipients of the send."""
        self._output = output
        self._count = count
        self._is_hybrid = is_hybrid
        self.counts = dict.fromkeys(("accepted", "refused", "unknown"), 0)
        self.replays = 0
        """How many of the reports are replays of an earlier run."""
        self.rows: list[ReportRow] = []
        """Rows to show to people: all if there are few, else the first refused ones."""
        self._reports = 0
        self._reported: set[str] = set()

    @property
    def is_replay(self) -> bool:
        """Whether an earlier send did all of it."""
        return self.replays > 0 and self.replays == self._reports

    def take(self, report: SendReport) -> None:
        """Report and count the results of a batch."""
        self._reports += 1
        if report.replayed:
            # The replay of an earlier run, perhaps with a different list: a missing recipient may
            # be in the response to another batch, and there may be rows for other people.
            self.replays += 1
            self._report_rows_of(report, report.recipients)
        else:
            self._report_rows(report)
            self.take_unknown(report.missing)

    def take_whole(self, report: SendReport) -> None:
        """Report and count what is only in the report of all batches."""
        if self.replays:
            self._report_rows_of(report, report.recipients)
            self.take_unknown(self.unreported(report.missing))

    def take_so_far(self, error: OutcomeUnknownError) -> None:
        """Report the last batch, if it was interrupted between its response and its report."""
        if error.report is not None:
            self._report_rows_of(error.report, error.report.recipients)

    def take_refusal(self, error: APIError) -> None:
        """Report and count the recipients of a refused request, including those without a row."""
        if error.report is None:
            return
        self._report_rows(error.report)
        self._report_refused(error.report.missing, error)

    def take_unknown(self, recipients: list[str]) -> None:
        """Report and count recipients whose outcome is unknown."""
        self.counts["unknown"] += len(recipients)
        for recipient in recipients:
            self._report_without_row(recipient, accepted=None, code=None, name=None)

    def unreported(self, recipients: list[str]) -> list[str]:
        """Those of the recipients that have not been reported."""
        return [recipient for recipient in recipients if recipient not in self._reported]

    def _report_rows_of(self, report: SendReport, recipients: list[str]) -> None:
        """Report the rows of these recipients."""
        own = set(recipients)
        accepted = [row for row in report.accepted if row.input in own]
        rejected = [row for row in report.rejected if row.input in own]
        self._report_rows(replace(report, accepted=accepted, rejected=rejected))

    def _report_rows(self, report: SendReport) -> None:
        """Report and count the rows that were not reported with an earlier batch."""
        rows = [*report.accepted, *report.rejected, *report.duplicates]
        rows = [row for row in rows if row.input not in self._reported]
        for row in rows:
            accepted = row.message_id is not None
            self.counts["accepted" if accepted else "refused"] += 1
            self._reported.add(row.input)
            if self._output.as_json:
                self._print(accepted, **row.to_dict())
        few = self._count <= SHOWN
        chosen = [row for row in rows if few or row.message_id is None]
        self.rows += chosen[: SHOWN - len(self.rows)]

    def _report_refused(self, recipients: list[str], refusal: APIError) -> None:
        self.counts["refused"] += len(recipients)
        code = int(refusal.code)
        for recipient in recipients:
            self._report_without_row(recipient, accepted=False, code=code, name=refusal.name)

    def _report_without_row(
        self, recipient: str, *, accepted: bool | None, code: int | None, name: str | None
    ) -> None:
        self._reported.add(recipient)
        if self._output.as_json:
            self._print(accepted, input=recipient, code=code, name=name, message_id=None)

    def _print(self, accepted: bool | None, **facts: Any) -> None:
        known = {"type": "recipient", "accepted": accepted, "hybrid": self._is_hybrid}
        self._output.row(
            known | {name: fact for name, fact in facts.items() if name != "extra" or fact}
        )
