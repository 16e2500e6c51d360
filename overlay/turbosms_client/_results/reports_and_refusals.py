"""The report of a send, and the error for a refusal by the service, which may carry a report."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple, Protocol, Self

from turbosms_api.tables.result_codes import ResultCode

from .._formats.phones import mask_phone
from .._formats.quotable import plain_name
from .base_error import TurboSMSError
from .code_meaning import may_help_to_repeat


class ReportRow(NamedTuple):
    """The result for one recipient."""

    input: str
    """The recipient as passed to `send`."""
    phone: str
    """The recipient as the service writes it."""
    code: ResultCode | int
    """Why it was accepted or refused; a plain number if the code is not in the table."""
    name: str
    """The service's name for the code."""
    message_id: str | None
    """The id for `status` and `details`; None for a refused recipient."""
    extra: Mapping[str, Any]
    """Undocumented fields of the row; each row has a dictionary of its own."""

    def __repr__(self) -> str:
        reason = f"{self.code:d} {self.name}"
        return f"<ReportRow {mask_phone(self.phone)}: {reason}, message_id={self.message_id!r}>"

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain types."""
        fields = self._asdict()
        fields["code"] = int(self.code)
        # Numbers with a decimal point were read as Decimal.
        fields["extra"] = json.loads(json.dumps(self.extra, default=float))
        return fields


@dataclass(frozen=True, slots=True, repr=False)
class SendReport:
    """The result of a send. At least one recipient was accepted, or else `send` raises.

    Each recipient is in exactly one of `accepted`, `rejected`, `duplicates` and `missing`. If the
    response has several rows for one recipient, an accepting row takes precedence, then one that
    leaves the outcome open, then a refusal.
    """

    code: ResultCode | int
    """The overall code: 0, 800 or 801; 802 or 803 if some recipients were refused; 507 for a
    replay.
    """
    sequence_id: str
    """The idempotency key of the request."""
    hybrid: bool
    """Whether an SMS follows if Viber fails."""
    recipients: list[str]
    """All recipients, as passed."""
    missing: list[str]
    """Recipients, as passed, that the response does not mention, or not in a readable row."""
    accepted: list[ReportRow] = field(default_factory=list)
    """Recipients for whom a message was created; each row has its `message_id`."""
    rejected: list[ReportRow] = field(default_factory=list)
    """Recipients refused for any reason other than being duplicates."""
    duplicates: list[ReportRow] = field(default_factory=list)
    """Recipients refused because they occur earlier in the list (code 407)."""

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
        """The rejected recipients that a new call may reach later, for example after code 503."""
        return [row for row in self.rejected if may_help_to_repeat(row.code)]

    def raise_for_rejected(self) -> Self:
        """Return this report itself, unless a recipient was rejected. Duplicates do not count.

        Raises:
            APIError: with the code of the first rejected recipient, and this report.
        """
        if self.rejected:
            raise refusal(self, self.rejected[0])
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain types, ready for JSON."""
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
        """The reasons for rejections, with their counts."""
        reasons = Counter(f"{report_row.code:d} {report_row.name}" for report_row in self.rejected)
        return ", ".join(f"{count} x {reason}" for reason, count in reasons.items())


def copy_report(report: SendReport) -> SendReport:
    """Copy a report, with lists of its own."""
    return replace(
        report,
        recipients=[*report.recipients],
        missing=[*report.missing],
        accepted=[*report.accepted],
        rejected=[*report.rejected],
        duplicates=[*report.duplicates],
    )


def accepted_of_all(report: SendReport) -> str:
    """Say how many recipients of a send were accepted."""
    return f"{len(report.accepted):,} of {len(report.recipients):,} recipients were accepted"


def _to_dicts(report_rows: Sequence[ReportRow]) -> list[dict[str, Any]]:
    return [report_row.to_dict() for report_row in report_rows]


class APIError(TurboSMSError):
    """The service refused `operation`.

    `code` is the overall result code, or that of the first refused recipient if the overall one
    claims success but nobody was accepted; a code that is not in the table is a plain `int`. `name`
    is the service's name for the code, `meaning` a sentence about it, and `temporary` says whether
    a retry can help. For a send, there are also `sequence_id` and `report`, with a row for each
    recipient.
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
        self.meaning: str = "This version does not know the code."
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
    """The account is blocked; the service's support can unblock it."""


class InsufficientBalanceError(APIError):
    """The balance does not cover the call."""


class BadRequestError(APIError):
    """Something in the request is missing or malformed."""


class NotAllowedError(APIError):
    """The request is well-formed, but this account may not do it, or not with these values."""


class ServiceFailureError(APIError):
    """The service failed to do what it was asked."""


# By the code's full name, or else by its first word. The words are the service's own
# classification; its ranges of numbers are not.
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
    """Make an `APIError` of the class that fits the code."""
    kind = APIError
    if isinstance(code, ResultCode):
        first_word = code.name.partition("_")[0]
        kind = _KINDS.get(code.name) or _KINDS.get(first_word, APIError)
    return kind(code, name, **context)


class HasCode(Protocol):
    """Something with a result code: a row of a report, or an envelope."""

    @property
    def code(self) -> ResultCode | int:
        """The result code."""

    @property
    def name(self) -> str:
        """The service's name for it."""


def refusal(report: SendReport, source: HasCode, operation: str = "message/send") -> APIError:
    """Make an error that carries a report, with the code of one of its rows or the overall code."""
    return api_error(
        source.code, source.name, operation=operation, sequence_id=report.sequence_id, report=report
    )
