"""A send of any length: its results by recipient, and how to continue if it stops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from turbosms_cli.calling.error_messages import report_error
from turbosms_cli.calling.repeat_command import note_how_to_complete, repeat_command
from turbosms_cli.calling.sequence_ids import derived
from turbosms_cli.printing import exit_codes
from turbosms_cli.printing.printed_tables import Line, Lines
from turbosms_cli.printing.progress import bar
from turbosms_cli.printing.values import shown
from turbosms_cli.sending.reported_recipients import SHOWN, ReportedRecipients
from turbosms_client import (
    APIError,
    OutcomeUnknownError,
    RequestNotSentError,
    ResultCode,
    SendReport,
)
from turbosms_languages import Text, _, _c, joined
from turbosms_languages.code_meanings import meaning_of

if TYPE_CHECKING:
    from turbosms_cli.calling.session import Session
    from turbosms_cli.reading.pipe_copies import Copies
    from turbosms_cli.reading.recipients import Recipients
    from turbosms_cli.sending.message_options import MessageOptions
    from turbosms_client import ReportRow, TurboSMSError

_COLUMNS: Final = (_("recipient"), _("status"), _("message"))


class Sending:
    """A send in progress, reported batch by batch."""

    def __init__(
        self,
        session: Session,
        message: MessageOptions,
        recipients: Recipients,
        *,
        sequence_id: str,
        copies: Copies,
    ) -> None:
        self._session = session
        self._message = message
        self._recipients = recipients
        self._id = sequence_id
        self._copies = copies
        is_hybrid = message.is_hybrid(session)
        self._reported = ReportedRecipients(session.output, recipients.count, is_hybrid=is_hybrid)

    def run(self) -> int:
        """Send, and return the exit code. Unless all is done, print the command that continues."""
        try:
            self._send()
        except APIError as error:
            self._reported.take_refusal(error)
            self._stopped(error)
        except RequestNotSentError as error:
            self._stopped(error)
        except OutcomeUnknownError as error:
            self._reported.take_so_far(error)
            cause = error.__cause__
            if not isinstance(cause, APIError) or self._in_doubt(error):
                return self._unknown(error)
            self._reported.take_refusal(cause)  # of a batch, of which nothing was sent
            self._stopped(cause)
        except KeyboardInterrupt:
            self._session.output.note(_("Interrupted."))
            cut = self._session.client.interrupted
            if cut:
                self._reported.take_so_far(cut[-1])
                return self._unknown(cut[-1])
            self._go_on()
        self._summary()
        accepted = self._reported.counts["accepted"]
        if not accepted:
            return exit_codes.FAILED
        return exit_codes.FINE if accepted == self._recipients.count else exit_codes.PARTIAL

    def _send(self) -> None:
        # The upload's id is derived, so that a retry does not upload the file again.
        file_id = self._message.upload(self._session, derived(self._id, "file"))
        parameters = self._message.parameters(self._session, file_id)
        recipients = self._recipients.listed()
        if len(recipients) <= SHOWN:
            whole = self._session.client.message.send(
                recipients, **parameters, sequence_id=self._id, on_report=self._reported.take
            )
            self._reported.take_whole(whole)
            return
        with bar(self._session.output, len(recipients)) as advance:

            def take(report: SendReport) -> None:
                with self._session.output.above_display():
                    self._reported.take(report)
                advance(len(report.recipients))

            whole = self._session.client.message.send(
                recipients, **parameters, sequence_id=self._id, on_report=take
            )
        self._reported.take_whole(whole)

    def _in_doubt(self, error: OutcomeUnknownError) -> list[str]:
        """The recipients of the request whose outcome is unknown."""
        unsent = set(error.unsent)
        rest = self._reported.unreported(self._recipients.listed())
        return [recipient for recipient in rest if recipient not in unsent]

    def _stopped(self, error: TurboSMSError) -> None:
        report_error(self._session.output, error, sequence_id=self._id)
        if self._reported.counts["accepted"] or isinstance(error, RequestNotSentError):
            self._go_on()

    def _unknown(self, error: OutcomeUnknownError) -> int:
        self._reported.take_unknown(self._in_doubt(error))
        self._summary()
        report_error(self._session.output, error, sequence_id=self._id, repeat=self._again())
        self._go_on()
        return exit_codes.UNKNOWN

    def _go_on(self) -> None:
        output = self._session.output
        note_how_to_complete(output, _("To complete it, without sending twice:"), self._again())
        for file in self._copies.files.values():
            output.note(
                _("The recipients are kept for this in {file}. Delete it afterwards.", file=file)
            )

    def _again(self) -> str:
        return repeat_command(self._id, self._copies.files)

    def _summary(self) -> None:
        output = self._session.output
        count = self._recipients.count
        counts = {**self._reported.counts, "unsent": count - sum(self._reported.counts.values())}
        counted = joined(
            ", ", (_counted(what, number) for what, number in counts.items() if number)
        )
        repeated = self._recipients.repeated
        summary = _("{counted} of {count:,}.", counted=counted, count=count)
        if repeated:
            summary = _(
                "{counted} of {count:,}; {repeated:,} repeated.",
                counted=counted,
                count=count,
                repeated=repeated,
            )
        if output.as_json:
            output.row(
                {"type": "summary", "recipients": count, **counts, "repeated": repeated}
                | {"replayed": self._reported.is_replay, "sequence_id": self._id}
            )
            if self._reported.counts["accepted"] < count:
                output.note(summary)
            return
        if self._reported.rows:
            output.show(Lines(map(_line, self._reported.rows), _COLUMNS, whole=True))
        printed = sum(row.message_id is None for row in self._reported.rows)
        hidden = self._reported.counts["refused"] - printed
        if hidden and self._reported.rows:
            output.line(_("… and {hidden:,} more refused.", hidden=hidden))
        output.line(summary)
        self._print_earlier_send()
        if count > SHOWN and counts["accepted"] and not (counts["unknown"] or counts["unsent"]):
            self._note_how_to_follow()

    def _print_earlier_send(self) -> None:
        line = self._session.output.line
        if self._reported.is_replay:
            line(_("This is the result of an earlier send with the same --sequence-id."))
        elif self._reported.replays:
            line(_("An earlier send with the same --sequence-id had done part of it."))

    def _note_how_to_follow(self) -> None:
        """Say how to get the message ids, which are too many to print."""
        if not self._copies.has_any:
            again = f"{repeat_command(self._id)} --json > sent.jsonl"
            self._session.output.note(
                _("For the id of each message, without sending again:\n  {again}", again=again)
            )


def _counted(what: str, count: int) -> Text:
    counted = {
        "accepted": _("{count:,} accepted", count=count),
        "refused": _("{count:,} refused", count=count),
        "unknown": _("{count:,} unknown", count=count),
        "unsent": _("{count:,} not sent", count=count),
    }
    return counted[what]


def _line(row: ReportRow) -> Line:
    """A row for people: the message id, or why there is none."""
    cells = {
        "recipient": row.input,
        "status": _c("state", "accepted"),
        "message": row.message_id or "",
    }
    if row.message_id:
        return Line(cells, style="green")
    code = row.code
    why: str = shown(row.name)
    if isinstance(code, ResultCode):
        why = joined(": ", (code.name, meaning_of(code)))
    return Line({**cells, "status": f"{code:d}"}, [why], style="red")
