"""A send of any length: its results by recipient, and how to continue if it stops."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from turbosms_cli.calling.error_messages import report_error
from turbosms_cli.calling.repeat_command import note_how_to_complete, repeat_command
from turbosms_cli.calling.sequence_ids import derived
from turbosms_cli.printing import exit_codes
from turbosms_cli.printing.printed_tables import Line, Lines
from turbosms_cli.printing.progress import bar
from turbosms_cli.printing.values import shown
from turbosms_client import (
    APIError,
    OutcomeUnknownError,
    RequestNotSentError,
    ResultCode,
    SendReport,
)

if TYPE_CHECKING:
    from turbosms_cli.calling.session import Session
    from turbosms_cli.reading.pipe_copies import Copies
    from turbosms_cli.reading.recipients import Recipients
    from turbosms_cli.sending.message_options import MessageOptions
    from turbosms_client import ReportRow, TurboSMSError

_SHOWN: Final = 20
_COLUMNS: Final = ("recipient", "status", "message")
_WORDS: Final = {
    "accepted": "accepted",
    "refused": "refused",
    "unknown": "unknown",
    "unsent": "not sent",
}


class Sending:
    """A send in progress, reported batch by batch."""

    def __init__(
        self,
        session: Session,
        message: MessageOptions,
        recipients: Recipients,
        sequence_id: str,
        copies: Copies,
    ) -> None:
        self._session = session
        self._message = message
        self._recipients = recipients
        self._id = sequence_id
        self._copies = copies
        self._counts = dict.fromkeys(("accepted", "refused", "unknown"), 0)
        self._reported: set[str] = set()
        """The recipients that have been reported."""
        self._reports = 0
        self._replays = 0
        """How many of the reports are replays of an earlier run."""
        self._rows: list[ReportRow] = []
        """Rows to show to people: all if there are few, else the first refused ones."""

    def run(self) -> int:
        """Send, and return the exit code. Unless all is done, print the command that continues."""
        try:
            self._send()
        except APIError as error:
            self._take_refusal(error)
            self._stopped(error)
        except RequestNotSentError as error:
            self._stopped(error)
        except OutcomeUnknownError as error:
            self._report_so_far(error)
            cause = error.__cause__
            if not isinstance(cause, APIError) or self._in_doubt(error):
                return self._unknown(error)
            self._take_refusal(cause)  # of a batch, of which nothing was sent
            self._stopped(cause)
        except KeyboardInterrupt:
            self._session.output.note("Interrupted.")
            cut = self._session.client.interrupted
            if cut:
                self._report_so_far(cut[-1])
                return self._unknown(cut[-1])
            self._go_on()
        self._summary()
        if not self._counts["accepted"]:
            return exit_codes.FAILED
        return (
            exit_codes.FINE
            if self._counts["accepted"] == self._recipients.count
            else exit_codes.PARTIAL
        )

    def _send(self) -> None:
        # Derived, so that a retry does not upload the file again.
        upload_sequence_id = derived(self._id, "file")
        file_id = self._message.upload(self._session, upload_sequence_id)
        parameters = self._message.parameters(self._session, file_id)
        recipients = self._recipients.listed()
        if len(recipients) <= _SHOWN:
            whole = self._session.client.message.send(
                recipients, **parameters, sequence_id=self._id, on_report=self._take
            )
            self._take_whole(whole)
            return
        with bar(self._session.output, len(recipients)) as advance:

            def take(report: SendReport) -> None:
                with self._session.output.above_display():
                    self._take(report)
                advance(len(report.recipients))

            whole = self._session.client.message.send(
                recipients, **parameters, sequence_id=self._id, on_report=take
            )
        self._take_whole(whole)

    def _take(self, report: SendReport) -> None:
        """Report and count the results of a batch."""
        self._reports += 1
        if report.replayed:
            # The replay of an earlier run, perhaps with a different list: a missing recipient may
            # be in the response to another batch, and there may be rows for other people.
            self._replays += 1
            self._report_rows_of(report, report.recipients)
        else:
            self._report_rows(report)
            self._report_unknown(report.missing)

    def _take_whole(self, report: SendReport) -> None:
        """Report and count what is only in the report of all batches."""
        if self._replays:
            self._report_rows_of(report, report.recipients)
            self._report_unknown([one for one in report.missing if one not in self._reported])

    def _report_rows_of(self, report: SendReport, recipients: list[str]) -> None:
        """Report the rows of these recipients."""
        own = set(recipients)
        accepted = [row for row in report.accepted if row.input in own]
        rejected = [row for row in report.rejected if row.input in own]
        self._report_rows(replace(report, accepted=accepted, rejected=rejected))

    def _report_so_far(self, error: OutcomeUnknownError) -> None:
        """Report the last batch, if it was interrupted between its response and its report."""
        if error.report is not None:
            self._report_rows_of(error.report, error.report.recipients)

    def _take_refusal(self, error: APIError) -> None:
        """Report and count the recipients of a refused request, including those without a row."""
        if error.report is None:
            return
        self._report_rows(error.report)
        self._report_refused(error.report.missing, error)

    def _report_rows(self, report: SendReport) -> None:
        """Report and count the rows that were not reported with an earlier batch."""
        rows = [*report.accepted, *report.rejected, *report.duplicates]
        rows = [row for row in rows if row.input not in self._reported]
        for row in rows:
            accepted = row.message_id is not None
            self._counts["accepted" if accepted else "refused"] += 1
            self._reported.add(row.input)
            if self._session.output.as_json:
                self._row(accepted, **row.to_dict())
        few = self._recipients.count <= _SHOWN
        chosen = [row for row in rows if few or row.message_id is None]
        self._rows += chosen[: _SHOWN - len(self._rows)]

    def _report_unknown(self, recipients: list[str]) -> None:
        self._counts["unknown"] += len(recipients)
        for recipient in recipients:
            self._report_without_row(recipient, accepted=None, code=None, name=None)

    def _report_refused(self, recipients: list[str], refusal: APIError) -> None:
        self._counts["refused"] += len(recipients)
        code = int(refusal.code)
        for recipient in recipients:
            self._report_without_row(recipient, accepted=False, code=code, name=refusal.name)

    def _report_without_row(
        self, recipient: str, *, accepted: bool | None, code: int | None, name: str | None
    ) -> None:
        self._reported.add(recipient)
        if self._session.output.as_json:
            self._row(accepted, input=recipient, code=code, name=name, message_id=None)

    def _in_doubt(self, error: OutcomeUnknownError) -> list[str]:
        """The recipients of the request whose outcome is unknown."""
        settled = self._reported.union(error.unsent)
        return [recipient for recipient in self._recipients.listed() if recipient not in settled]

    def _row(self, accepted: bool | None, **facts: Any) -> None:
        known = {
            "type": "recipient",
            "accepted": accepted,
            "hybrid": self._message.is_hybrid(self._session),
        }
        self._session.output.row(
            known | {name: fact for name, fact in facts.items() if name != "extra" or fact}
        )

    def _stopped(self, error: TurboSMSError) -> None:
        report_error(self._session.output, error, sequence_id=self._id)
        if self._counts["accepted"] or isinstance(error, RequestNotSentError):
            self._go_on()

    def _unknown(self, error: OutcomeUnknownError) -> int:
        self._report_unknown(self._in_doubt(error))
        self._summary()
        report_error(self._session.output, error, sequence_id=self._id, repeat=self._again())
        self._go_on()
        return exit_codes.UNKNOWN

    def _go_on(self) -> None:
        output = self._session.output
        note_how_to_complete(output, "without sending twice", self._again())
        for file in self._copies.files.values():
            output.note(f"The recipients are kept for this in {file}. Delete it afterwards.")

    def _again(self) -> str:
        return repeat_command(self._id, self._copies.files)

    def _summary(self) -> None:
        output = self._session.output
        count = self._recipients.count
        counts = {**self._counts, "unsent": count - sum(self._counts.values())}
        words = [f"{number:,} {_WORDS[what]}" for what, number in counts.items() if number]
        more = ""
        if self._recipients.repeated:
            more = f"; {self._recipients.repeated:,} repeated"
        summary = f"{', '.join(words)} of {count:,}{more}."
        if output.as_json:
            repeated = {"repeated": self._recipients.repeated}
            output.row(
                {"type": "summary", "recipients": count, **counts, **repeated}
                | {"replayed": self._is_replay(), "sequence_id": self._id}
            )
            if self._counts["accepted"] < count:
                output.note(summary)
            return
        if self._rows:
            output.show(Lines(map(_line, self._rows), _COLUMNS, whole=True))
        printed = sum(row.message_id is None for row in self._rows)
        hidden = self._counts["refused"] - printed
        if hidden and self._rows:
            output.line(f"… and {hidden:,} more refused.")
        output.line(summary)
        self._print_earlier_send()
        if count > _SHOWN and counts["accepted"] and not (counts["unknown"] or counts["unsent"]):
            self._note_how_to_follow()

    def _print_earlier_send(self) -> None:
        line = self._session.output.line
        if self._is_replay():
            line("This is the result of an earlier send with the same --sequence-id.")
        elif self._replays:
            line("An earlier send with the same --sequence-id had done part of it.")

    def _is_replay(self) -> bool:
        """Whether an earlier send did all of it."""
        return self._replays > 0 and self._replays == self._reports

    def _note_how_to_follow(self) -> None:
        """Say how to get the message ids, which are too many to print."""
        if not self._copies.has_any:
            again = f"{repeat_command(self._id)} --json > sent.jsonl"
            self._session.output.note(
                f"For the id of each message, without sending again:\n  {again}"
            )


def _line(row: ReportRow) -> Line:
    """A row for people: the message id, or why there is none."""
    cells = {
        "recipient": row.input,
        "status": "accepted",
        "message": row.message_id or "",
    }
    if row.message_id:
        return Line(cells, style="green")
    code = row.code
    why = f"{code.name}: {code.meaning}" if isinstance(code, ResultCode) else shown(row.name)
    return Line({**cells, "status": f"{code:d}"}, [why], style="red")
