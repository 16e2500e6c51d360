"""A send of any length: part after part, what became of each recipient, and how to go on where it stopped."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from turbosms_api.tables.limits import RECIPIENTS_PER_REQUEST
from turbosms_cli import exits, repeat
from turbosms_cli.failures import tell
from turbosms_client import (
    APIError,
    InvalidParameterError,
    OutcomeUnknownError,
    RequestNotSentError,
    ResultCode,
    SendReport,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from turbosms_cli.message import Message
    from turbosms_cli.recipients import Recipients
    from turbosms_cli.session import Session
    from turbosms_client import ReportRow, TurboSMSError

_SHOWN: Final = 20


class Sending:
    """A send under way. Nothing is kept of a part once it is told, but the counts."""

    def __init__(self, session: Session, message: Message, recipients: Recipients, sequence_id: str) -> None:
        self._session = session
        self._message = message
        self._recipients = recipients
        self._id = sequence_id
        self._accepted = self._rejected = 0
        self._replayed = False
        self._rows: list[ReportRow] = []
        """For people: all of a handful, of more the first that were refused."""

    def run(self) -> int:
        """Send; the exit code. Every way out but success prints the command that goes on."""
        output = self._session.output
        try:
            self._send()
        except InvalidParameterError as error:
            if not self._accepted:
                raise
            self._stopped(error)  # what held for the first part: a start time that is over by now
        except (APIError, RequestNotSentError) as error:
            self._stopped(error)
        except OutcomeUnknownError as error:
            return self._unknown(error)
        except KeyboardInterrupt:
            cut = self._session.client.interrupted
            if cut:
                return self._unknown(cut[-1])
            output.note("Interrupted.")
            self._go_on()
        self._summary()
        if not self._accepted:
            return exits.FAILED
        return exits.FINE if self._accepted == self._recipients.count else exits.PARTIAL

    def _send(self) -> None:
        size = RECIPIENTS_PER_REQUEST.value
        whole = self._recipients.count <= size
        file_id = self._message.upload(self._session, _derived(self._id, "file"))
        parameters = self._message.parameters(self._session, file_id)
        with self._progress() as advance:
            for number, part in enumerate(self._recipients.slices(size)):
                chosen = self._id if whole else _derived(self._id, number)
                try:
                    report = self._session.client.message.send(part, **parameters, sequence_id=chosen)
                except APIError as error:
                    if error.report is None or whole or not _is_of_recipients(error):
                        if error.report is not None:
                            self._take(error.report)
                        raise
                    report = error.report
                self._take(report)
                advance(len(part))

    def _take(self, report: SendReport) -> None:
        """Tell and count what became of a part."""
        refused = [*report.rejected, *report.duplicates]
        self._accepted += len(report.accepted)
        self._rejected += len(refused)
        self._replayed = self._replayed or report.replayed
        if self._session.output.as_json:
            for row in (*report.accepted, *refused):
                known = {"type": "recipient", "accepted": row.message_id is not None, "hybrid": report.hybrid}
                self._session.output.row({**known, **row.to_dict()})
            for recipient in report.missing:
                self._session.output.row({"type": "recipient", "accepted": None, "input": recipient})
            return
        few = self._recipients.count <= _SHOWN
        self._rows += [*(report.accepted if few else []), *refused][: _SHOWN - len(self._rows)]

    def _stopped(self, error: TurboSMSError) -> None:
        tell(self._session.output, error, sequence_id=self._id)
        if self._accepted or isinstance(error, RequestNotSentError):
            self._go_on()

    def _unknown(self, error: OutcomeUnknownError) -> int:
        if error.report is not None:
            self._take(error.report)
        self._summary()
        tell(self._session.output, error, sequence_id=self._id, repeat=repeat.command(self._id))
        self._go_on()
        return exits.UNKNOWN

    def _go_on(self) -> None:
        self._session.output.note(f"To finish it, sending nothing twice:\n  {repeat.command(self._id)}")

    def _summary(self) -> None:
        output = self._session.output
        counts = {
            "recipients": self._recipients.count,
            "accepted": self._accepted,
            "refused": self._rejected,
            "missing": self._recipients.count - self._accepted - self._rejected,
            "repeated": self._recipients.repeated,
        }
        if output.as_json:
            output.row({"type": "summary", **counts, "replayed": self._replayed, "sequence_id": self._id})
            return
        if self._rows:
            output.table(
                ["recipient", "message", "code", "meaning"],
                ([row.input, row.message_id, f"{row.code:d}", _meaning(row)] for row in self._rows),
            )
        words = [f"{count:,} {what}" for what, count in counts.items() if count and what != "recipients"]
        earlier = " This is what an earlier send with the same --sequence-id came to." if self._replayed else ""
        output.line(f"{', '.join(words)} of {counts['recipients']:,}.{earlier}")

    @contextmanager
    def _progress(self) -> Iterator[Callable[[int], None]]:
        """A bar on stderr if somebody watches and it takes more than one request."""
        console = self._session.output.console(stderr=True) if self._long() else None
        if console is None or not console.is_terminal:
            yield lambda sent: None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn  # noqa: PLC0415

        columns: list[Any] = [BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("", total=self._recipients.count)
            yield lambda sent: progress.advance(task, sent)

    def _long(self) -> bool:
        return self._recipients.count > RECIPIENTS_PER_REQUEST.value


def preview(session: Session, message: Message, recipients: Recipients, prices: dict[str, str]) -> None:
    """Show what would be sent. Nothing is asked of the service, and no file is uploaded."""
    parameters = message.parameters(session, message.foreseen_file_id())
    least = most = None
    channels: list[Any] = []
    refused = 0
    for part in recipients.slices(RECIPIENTS_PER_REQUEST.value):
        made = session.client.message.preview(part, prices=prices or None, **parameters)
        channels = made.channels
        refused += sum(1 for row in made.recipients if not row.channels)
        if made.cost is not None:
            least, most = (least or 0) + made.cost[0], (most or 0) + made.cost[1]
    output = session.output
    if output.as_json:
        counts = {"recipients": recipients.count, "refused": refused, "repeated": recipients.repeated}
        output.row({"type": "preview", **counts, "channels": channels, "cost_least": least, "cost_most": most})
        return
    output.table(
        ["channel", "sender", "segments", "left", "rate", "text"],
        ([row.channel, row.sender, row.segments, row.left, row.rate, row.text] for row in channels),
    )
    output.line(
        f"Recipients: {recipients.count:,}; no numbers among them: {refused:,}; repeated: {recipients.repeated:,}."
    )
    if least is None:
        output.line("For the cost pass your prices: --price sms=0.34 --price promotional=0.50.")
    else:
        output.line(f"It costs {least:.2f} UAH." if least == most else f"It costs {least:.2f} to {most:.2f} UAH.")
    output.line("Nothing was sent.")


def _derived(sequence_id: str, part: object) -> str:
    """The number of a part: the same for the same send, so that a repeat finds it."""
    return hashlib.sha256(f"{sequence_id}/{part}".encode()).hexdigest()[:32]


def _is_of_recipients(error: APIError) -> bool:
    """Whether it says only that each recipient of this part was refused, so that others may go."""
    return isinstance(error.code, ResultCode) and error.code.scope == "recipient"


def _meaning(row: ReportRow) -> str:
    return row.code.meaning if isinstance(row.code, ResultCode) and not row.message_id else ""
