"""The report of a send: what became of each recipient, by the input as the caller gave it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from turbosms_api.tables.result_codes import ResultCode

from ._errors import APIError, api_error
from ._outcome import is_refusal, is_success
from ._phones import mask_phone, normalize_phone
from ._wire import send_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ._parameters import Draft
    from ._wire import Answer, WireRow


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReportRow:
    """What became of one recipient."""

    input: str
    """The recipient as it was given to `send`."""
    phone: str
    """The recipient as the service writes it."""
    code: ResultCode | int
    name: str
    """The service's name for the code."""
    message_id: str | None
    """The id to ask `status` and `details` for; None for a refused recipient."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the row that the documentation does not know."""

    def __repr__(self) -> str:
        return f"<ReportRow {mask_phone(self.phone)}: {self.code:d} {self.name}, message_id={self.message_id!r}>"

    def to_dict(self) -> dict[str, Any]:
        """The row in plain types."""
        names = ("input", "phone", "name", "message_id")
        return {"code": int(self.code), **{name: getattr(self, name) for name in names}}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SendReport:
    """What a send came to. Somebody was accepted: a send that reaches nobody raises."""

    code: ResultCode | int
    """The overall code: 0, 800 or 801; 802 or 803 if some recipients were refused; 507 for a replay."""
    sequence_id: str
    """The number under which the request went out."""
    hybrid: bool
    """Whether an SMS follows where Viber fails."""
    recipients: list[str]
    """All recipients, as given."""
    accepted: list[ReportRow] = field(default_factory=list)
    rejected: list[ReportRow] = field(default_factory=list)
    """Recipients refused for any reason but standing in the list twice."""
    duplicates: list[ReportRow] = field(default_factory=list)
    """Recipients refused because they stand in the list before (code 407)."""
    missing: list[str] = field(default_factory=list)
    """Recipients, as given, about whom the answer says nothing readable."""

    @property
    def replayed(self) -> bool:
        """Whether this is the result of an earlier request with the same `sequence_id`, and nothing was sent now."""
        return self.code == ResultCode.FAILED_DUPLICATE_REQUEST

    @property
    def message_ids(self) -> list[str]:
        """The ids of the accepted messages."""
        return [row.message_id for row in self.accepted if row.message_id]

    def raise_for_rejected(self) -> SendReport:
        """Return the report itself, unless a recipient was rejected. Duplicates are not.

        Raises:
            APIError: with the first rejected recipient's code, and this report.
        """
        if self.rejected:
            raise refusal(self, self.rejected[0])
        return self

    def to_dict(self) -> dict[str, Any]:
        """The whole report in plain types, ready for JSON."""
        plain = {name: getattr(self, name) for name in ("sequence_id", "hybrid", "replayed", "recipients", "missing")}
        rows = {name: getattr(self, name) for name in ("accepted", "rejected", "duplicates")}
        return {"code": int(self.code), **plain, **{key: [row.to_dict() for row in rows[key]] for key in rows}}

    def __repr__(self) -> str:
        reasons = Counter(f"{row.code:d} {row.name}" for row in self.rejected)
        why = ", ".join(f"{count} x {reason}" for reason, count in reasons.items())
        counts = {
            "accepted": len(self.accepted),
            f"rejected ({why})": len(self.rejected),
            "duplicates": len(self.duplicates),
            "missing": len(self.missing),
        }
        told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
        return f"<SendReport {self.code:d}: {told}, sequence_id={self.sequence_id!r}>"


def refusal(report: SendReport, said: ReportRow | Answer) -> APIError:
    """The error that carries a report, with the code of one of its rows or of the whole answer."""
    return api_error(said.code, said.name, operation="message/send", sequence_id=report.sequence_id, report=report)


def report_of(answer: Answer, draft: Draft) -> SendReport:
    """Sort the rows of an answer by what they mean, and lead each back to the input it belongs to."""
    rows = send_rows(answer.result)
    inputs, missing = _match(rows, draft)
    report = SendReport(
        code=answer.code,
        sequence_id=draft.sequence_id,
        hybrid=draft.hybrid,
        recipients=draft.recipients,
        missing=missing,
    )
    for row, given in zip(rows, inputs, strict=True):
        if row is None:
            continue
        entry = ReportRow(input=given, **row._asdict())
        if row.message_id and not is_refusal(row.code):
            report.accepted.append(entry)
        elif row.code == ResultCode.NOT_ALLOWED_RECIPIENT_DUPLICATE:
            report.duplicates.append(entry)
        elif is_success(row.code):  # without an id it says nothing
            report.missing.append(given)
        else:
            report.rejected.append(entry)
    return report


def _match(rows: Sequence[WireRow | None], draft: Draft) -> tuple[list[str], list[str]]:
    """The input of each row, and the inputs without a row. The service may write numbers its own way."""
    waiting: dict[str, list[int]] = {}
    for place in range(len(draft.phones) - 1, -1, -1):
        waiting.setdefault(draft.phones[place], []).append(place)
    places: list[int | None] = []
    for row in rows:
        found = waiting.get(row.phone) if row else None
        if row and not found:
            found = waiting.get(normalize_phone(row.phone) or normalize_phone("+" + row.phone) or "")
        places.append(found.pop() if found else None)
    left = [place for found in waiting.values() for place in found]
    strangers = [index for index, row in enumerate(rows) if row and places[index] is None]
    if len(rows) == len(draft.phones) and len(strangers) == len(left):
        # A row for every recipient: those whose numbers nothing recognises are told apart by their order.
        for index, place in zip(strangers, sorted(left), strict=True):
            places[index] = place
        left = []
    given = draft.recipients
    inputs = [
        row.phone if row and place is None else given[place or 0] for row, place in zip(rows, places, strict=True)
    ]
    return inputs, [given[place] for place in sorted(left)]
