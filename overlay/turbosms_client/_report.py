"""The report of a send: what became of each recipient, by the input as the caller gave it."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, Self

from turbosms_api.tables.result_codes import ResultCode

from ._phones import mask_phone


class ReportRow(NamedTuple):
    """What became of one recipient."""

    input: str
    """The recipient as it was given to `send`."""
    phone: str
    """The recipient as the service writes it."""
    code: ResultCode | int
    """Why it was accepted or refused; a number where the table does not know the code."""
    name: str
    """The service's name for the code."""
    message_id: str | None
    """The id to ask `status` and `details` for; None for a refused recipient."""
    extra: Mapping[str, Any]
    """Fields of the row that the documentation does not know; a dictionary of this row's own."""

    def __repr__(self) -> str:
        reason = f"{self.code:d} {self.name}"
        return f"<ReportRow {mask_phone(self.phone)}: {reason}, message_id={self.message_id!r}>"

    def to_dict(self) -> dict[str, Any]:
        """The row in plain types."""
        fields = self._asdict()
        fields["code"] = int(self.code)
        # Numbers with a point were read as Decimal.
        fields["extra"] = json.loads(json.dumps(self.extra, default=float))
        return fields


@dataclass(frozen=True, slots=True, repr=False)
class SendReport:
    """What a send came to. Somebody was accepted: a send that reaches nobody raises.

    Each recipient is in exactly one of `accepted`, `rejected`, `duplicates` and `missing`. If the
    answer has several rows about one, that of a message counts, before an open one and a refusal.
    """

    code: ResultCode | int
    """The overall code: 0, 800 or 801; 802 or 803 if some recipients were refused; 507 for a
    replay.
    """
    sequence_id: str
    """The number under which the request went out."""
    hybrid: bool
    """Whether an SMS follows where Viber fails."""
    recipients: list[str]
    """All recipients, as given."""
    missing: list[str]
    """Recipients, as given, about whom the answer says nothing readable."""
    accepted: list[ReportRow] = field(default_factory=list)
    """Recipients to whom a message was created; each row has its `message_id`."""
    rejected: list[ReportRow] = field(default_factory=list)
    """Recipients refused for any reason but standing in the list twice."""
    duplicates: list[ReportRow] = field(default_factory=list)
    """Recipients refused because they stand in the list before (code 407)."""

    @property
    def replayed(self) -> bool:
        """Whether this is the result of an earlier request with the same `sequence_id`, and nothing
        was sent now.
        """
        return self.code == ResultCode.FAILED_DUPLICATE_REQUEST

    @property
    def message_ids(self) -> list[str]:
        """The ids of the accepted messages."""
        return [report_row.message_id for report_row in self.accepted if report_row.message_id]

    @property
    def retryable(self) -> list[ReportRow]:
        """The rejected recipients whom a new call may reach later, such as those of code 503."""
        return [
            report_row for report_row in self.rejected if getattr(report_row.code, "repeat", False)
        ]

    def raise_for_rejected(self) -> Self:
        """Return the report itself, unless a recipient was rejected. Duplicates are not.

        Raises:
            APIError: with the first rejected recipient's code, and this report.
        """
        if self.rejected:
            raise refusals.error_of(self, self.rejected[0])
        return self

    def to_dict(self) -> dict[str, Any]:
        """The whole report in plain types, ready for JSON."""
        return {
            "code": int(self.code),
            "sequence_id": self.sequence_id,
            "hybrid": self.hybrid,
            "replayed": self.replayed,
            "recipients": self.recipients,
            "missing": self.missing,
            "accepted": _to_dicts(self.accepted),
            "rejected": _to_dicts(self.rejected),
            "duplicates": _to_dicts(self.duplicates),
        }

    def __repr__(self) -> str:
        counts: list[str] = []
        if self.accepted:
            counts.append(f"{len(self.accepted)} accepted")
        if self.rejected:
            counts.append(f"{len(self.rejected)} rejected ({self._reasons()})")
        if self.duplicates:
            counts.append(f"{len(self.duplicates)} duplicates")
        if self.missing:
            counts.append(f"{len(self.missing)} missing")
        summary = ", ".join(counts)
        return f"<SendReport {self.code:d}: {summary}, sequence_id={self.sequence_id!r}>"

    def _reasons(self) -> str:
        """How often each reason was given for a rejection."""
        reasons = Counter(f"{report_row.code:d} {report_row.name}" for report_row in self.rejected)
        return ", ".join(f"{count} x {reason}" for reason, count in reasons.items())


def _to_dicts(report_rows: Sequence[ReportRow]) -> list[dict[str, Any]]:
    return [report_row.to_dict() for report_row in report_rows]


class Refusals:
    """How a rejected recipient becomes an error.

    Errors carry reports: `_errors` imports this module, not the other way round, and tells it.
    """

    error_of: Callable[[SendReport, ReportRow], Exception]


refusals: Final = Refusals()
