"""The report of a send, and the error that says that the service refused, which may carry one."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple, Protocol, Self

from turbosms_api.tables.result_codes import ResultCode

from ._base_error import TurboSMSError
from ._outcome import may_help_to_repeat
from ._phones import mask_phone
from ._quotable import plain_name


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
        """The rejected recipients whom a new call may reach later, such as those of code 503.

        Not those of code 427, although a call after its 90 seconds succeeds: they have the message.
        """
        retryable: list[ReportRow] = []
        for report_row in self.rejected:
            has_it_already = report_row.code == ResultCode.NOT_ALLOWED_MESSAGE_DUPLICATE
            if may_help_to_repeat(report_row.code) and not has_it_already:
                retryable.append(report_row)
        return retryable

    def raise_for_rejected(self) -> Self:
        """Return the report itself, unless a recipient was rejected. Duplicates are not.

        Raises:
            APIError: with the first rejected recipient's code, and this report.
        """
        if self.rejected:
            raise refusal(self, self.rejected[0])
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


def copy_report(report: SendReport) -> SendReport:
    """The same report with lists of its own."""
    return replace(
        report,
        recipients=[*report.recipients],
        missing=[*report.missing],
        accepted=[*report.accepted],
        rejected=[*report.rejected],
        duplicates=[*report.duplicates],
    )


def accepted_of_all(report: SendReport) -> str:
    """How many recipients of a send were accepted, for a message."""
    return f"{len(report.accepted):,} of {len(report.recipients):,} recipients were accepted"


def _to_dicts(report_rows: Sequence[ReportRow]) -> list[dict[str, Any]]:
    return [report_row.to_dict() for report_row in report_rows]


class APIError(TurboSMSError):
    """The service answered `operation`, and its answer is a refusal.

    `code` is the overall result code, or the first refused recipient's where the overall one claims
    success but nobody was accepted; a number that the table does not know stays an `int`. `name` is
    the service's name for it, `meaning` a sentence about it, `temporary` whether a repeat can help.
    A send adds its `sequence_id` and the `report` with a row for each recipient.
    """

    def __init__(
        self,
        code: int,
        name: str,
        *,
        operation: str,
        sequence_id: str | None = None,
        report: SendReport | None = None,
    ) -> None:
        self.code: ResultCode | int = code
        self.name: str = plain_name(name)
        self.meaning: str = "A code that this version does not know."
        if isinstance(code, ResultCode):
            self.name = code.name
            self.meaning = code.meaning
        self.operation = operation
        self.sequence_id = sequence_id
        self.report = report
        self.temporary = may_help_to_repeat(code)
        message = f"{operation}: {code:d} {self.name}. {self.meaning}"
        if report is not None and len(report.recipients) > 1:
            message += f" {accepted_of_all(report)}."
        super().__init__(message)


class AuthenticationError(APIError):
    """The token is missing, malformed or not valid."""


class AccountBlockedError(APIError):
    """The account is blocked; the service's support can lift that."""


class InsufficientBalanceError(APIError):
    """The balance does not cover what was asked for."""


class BadRequestError(APIError):
    """Something in the request is missing or malformed."""


class NotAllowedError(APIError):
    """The request is well-formed, but this account may not do it, or not with these values."""


class ServiceFailureError(APIError):
    """The service failed to do what it was asked for."""


# By the code's own name, else by its first word, which is the service's classification: its ranges
# of numbers are none.
_KINDS: Final[Mapping[str, type[APIError]]] = {
    "REQUIRED_TOKEN": AuthenticationError,
    "REQUIRED_AUTH": AuthenticationError,
    "INVALID_TOKEN": AuthenticationError,
    "REQUIRED_ACTIVE_USER": AccountBlockedError,
    "REQUIRED_BALANCE": InsufficientBalanceError,
    "FAILED_PARSE_BODY": BadRequestError,
    "REQUIRED": BadRequestError,
    "INVALID": BadRequestError,
    "NOT": NotAllowedError,
    "FAILED": ServiceFailureError,
    "FATAL": ServiceFailureError,
}


def api_error(code: int, name: str, **context: Any) -> APIError:
    """The `APIError` of the class that belongs to the code's row of the table."""
    kind = APIError
    if isinstance(code, ResultCode):
        first_word = code.name.partition("_")[0]
        kind = _KINDS.get(code.name) or _KINDS.get(first_word, APIError)
    return kind(code, name, **context)


class HasCode(Protocol):
    """What has a result code: a row of a report, or the envelope of an answer."""

    @property
    def code(self) -> ResultCode | int:
        """The result in a number."""

    @property
    def name(self) -> str:
        """The service's name for it."""


def refusal(report: SendReport, source: HasCode, operation: str = "message/send") -> APIError:
    """The error that carries a report, with the code of one of its rows or of the whole answer."""
    return api_error(
        source.code, source.name, operation=operation, sequence_id=report.sequence_id, report=report
    )
