"""A send of any length: part after part, what became of each recipient, and how to go on where it
stopped.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from turbosms_api.tables.limits import RECIPIENTS_PER_REQUEST
from turbosms_cli import exits, repeat
from turbosms_cli.course import flat
from turbosms_cli.failures import tell
from turbosms_cli.layout import Line, Lines
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

    from turbosms_cli.copies import Copies
    from turbosms_cli.message import Message
    from turbosms_cli.recipients import Recipients
    from turbosms_cli.session import Session
    from turbosms_client import ReportRow, TurboSMSError

_SHOWN: Final = 20
_WORDS: Final = {
    "accepted": "accepted",
    "refused": "refused",
    "unknown": "unknown",
    "unsent": "not sent",
}


class Sending:
    """A send under way. Nothing is kept of a part once it is told, but the counts."""

    def __init__(
        self,
        session: Session,
        message: Message,
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
        self._part: list[str] = []
        """The recipients whose request is under way."""
        self._replayed = False
        self._rows: list[ReportRow] = []
        """For people: all of a handful, of more the first that were refused."""

    def run(self) -> int:
        """Send; the exit code. Every way out but success prints the command that goes on."""
        try:
            self._send()
        except InvalidParameterError as error:
            if not self._counts["accepted"]:
                raise
            self._stopped(error)  # what held for the first part does not any more
        except (APIError, RequestNotSentError) as error:
            self._stopped(error)
        except OutcomeUnknownError as error:
            return self._unknown(error)
        except KeyboardInterrupt:
            self._session.output.note("Interrupted.")
            cut = self._session.client.interrupted
            if cut:
                return self._unknown(cut[-1])
            self._go_on()
        self._summary()
        if not self._counts["accepted"]:
            return exits.FAILED
        return exits.FINE if self._counts["accepted"] == self._recipients.count else exits.PARTIAL

    def _send(self) -> None:
        size = RECIPIENTS_PER_REQUEST.value
        whole = self._recipients.count <= size
        file_id = self._message.upload(self._session, _derived(self._id, "file"))
        parameters = self._message.parameters(self._session, file_id)
        with self._progress() as advance:
            for number, part in enumerate(self._recipients.slices(size)):
                chosen = self._id if whole else _derived(self._id, number)
                self._part = part
                try:
                    self._take(
                        self._session.client.message.send(part, **parameters, sequence_id=chosen)
                    )
                except APIError as error:
                    self._take(error.report, error)
                    if whole or error.report is None or not _is_of_recipients(error):
                        raise
                self._part = []
                advance(len(part))

    def _take(self, report: SendReport | None, refusal: APIError | None = None) -> None:
        """Tell and count what became of a part. Whom a refusal does not name was refused with all
        the others.
        """
        unnamed = self._part
        named: list[ReportRow] = []
        if report is not None:
            named = [*report.accepted, *report.rejected, *report.duplicates]
            unnamed = report.missing
            self._replayed = self._replayed or report.replayed
            self._counts["accepted"] += len(report.accepted)
            self._counts["refused"] += len(named) - len(report.accepted)
        self._counts["unknown" if refusal is None else "refused"] += len(unnamed)
        if self._session.output.as_json:
            for row in named:
                self._row(row.message_id is not None, **row.to_dict())
            code, name = (None, None) if refusal is None else (int(refusal.code), refusal.name)
            for recipient in unnamed:
                self._row(
                    None if refusal is None else False,
                    input=recipient,
                    code=code,
                    name=name,
                    message_id=None,
                )
        few = self._recipients.count <= _SHOWN
        self._rows += [row for row in named if few or row.message_id is None][
            : _SHOWN - len(self._rows)
        ]
        self._part = []

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
        tell(self._session.output, error, sequence_id=self._id)
        if self._counts["accepted"] or isinstance(error, RequestNotSentError):
            self._go_on()

    def _unknown(self, error: OutcomeUnknownError) -> int:
        self._take(error.report)
        self._summary()
        tell(self._session.output, error, sequence_id=self._id, repeat=self._again())
        self._go_on()
        return exits.UNKNOWN

    def _go_on(self) -> None:
        note = self._session.output.note
        note(f"To finish it, sending nothing twice:\n  {self._again()}")
        for file in self._copies.files.values():
            note(f"Its recipients are kept for that in {file}. Delete it afterwards.")

    def _again(self) -> str:
        return repeat.command(self._id, self._copies.files)

    def _summary(self) -> None:
        output, count = self._session.output, self._recipients.count
        counts = {**self._counts, "unsent": count - sum(self._counts.values())}
        words = [f"{number:,} {_WORDS[what]}" for what, number in counts.items() if number]
        more = (
            f"; {self._recipients.repeated:,} stood there again"
            if self._recipients.repeated
            else ""
        )
        said = f"{', '.join(words)} of {count:,}{more}."
        if output.as_json:
            repeated = {"repeated": self._recipients.repeated}
            output.row(
                {"type": "summary", "recipients": count, **counts, **repeated}
                | {"replayed": self._replayed, "sequence_id": self._id}
            )
            if self._counts["accepted"] < count:
                output.note(said)
            return
        if self._rows:
            output.show(Lines(map(_line, self._rows), whole=True))
        if (
            hidden := self._counts["refused"] - sum(row.message_id is None for row in self._rows)
        ) and self._rows:
            output.line(f"… and {hidden:,} more that were refused.")
        output.line(said)
        if self._replayed:
            output.line("This is what an earlier send with the same --sequence-id came to.")
        if count > _SHOWN and counts["accepted"] and not (counts["unknown"] or counts["unsent"]):
            self._tell_how_to_follow()

    def _tell_how_to_follow(self) -> None:
        """Ids of many fill no window, but whoever wants them finds them under the number of the
        send.
        """
        if not self._copies.has_any:
            again = f"{repeat.command(self._id)} --json > sent.jsonl"
            self._session.output.note(
                f"For the id of each message, sending nothing twice:\n  {again}"
            )

    @contextmanager
    def _progress(self) -> Iterator[Callable[[int], None]]:
        """A bar on stderr if somebody watches, and there are more than a few."""
        console = (
            self._session.output.console(stderr=True) if self._recipients.count > _SHOWN else None
        )
        if console is None or not console.is_terminal or console.is_dumb_terminal:
            yield lambda sent: None
            return
        from rich.progress import (  # noqa: PLC0415
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TimeElapsedColumn,
        )

        columns: list[Any] = [
            SpinnerColumn(),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        ]
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("", total=self._recipients.count)
            yield lambda sent: progress.advance(task, sent)


def _line(row: ReportRow) -> Line:
    """A row for people: its id, or why there is none."""
    cells = {"recipient": flat(row.input), "status": "accepted", "message": row.message_id or ""}
    if row.message_id:
        return Line(cells, style="green")
    code = row.code
    why = [f"{code.name}: {code.meaning}"] if isinstance(code, ResultCode) else [flat(row.name)]
    return Line({**cells, "status": f"{code:d}"}, why, style="red")


def _derived(sequence_id: str, part: object) -> str:
    """The number of a part: the same for the same send, so that a repeat finds it."""
    return hashlib.sha256(f"{sequence_id}/{part}".encode()).hexdigest()[:32]


def _is_of_recipients(error: APIError) -> bool:
    """Whether it says only that each recipient of this part was refused, so that others may go."""
    return isinstance(error.code, ResultCode) and error.code.scope == "recipient"
