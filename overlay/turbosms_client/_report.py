"""The report of a send: what became of each recipient, by the input as the caller gave it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from turbosms_api.tables.result_codes import ResultCode

from ._errors import APIError, api_error
from ._outcome import is_refusal, is_success
from ._phones import mask_phone, normalize_phone
from ._wire import SendRow, send_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ._errors import OutcomeUnknownError
    from ._parameters import Draft
    from ._wire import Answer

_NOTHING: Final[Mapping[str, Any]] = {}  # shared by thousands of rows, and nobody's to fill


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
    """Fields of the row that the documentation does not know."""

    def __repr__(self) -> str:
        return f"<ReportRow {mask_phone(self.phone)}: {self.code:d} {self.name}, message_id={self.message_id!r}>"

    def to_dict(self) -> dict[str, Any]:
        """The row in plain types."""
        extra = json.loads(
            json.dumps(self.extra, default=float)
        )  # numbers with a point were read as Decimal
        return {**self._asdict(), "code": int(self.code), "extra": extra}


@dataclass(frozen=True, slots=True, repr=False)
class SendReport:
    """What a send came to. Somebody was accepted: a send that reaches nobody raises."""

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
        return [row.message_id for row in self.accepted if row.message_id]

    @property
    def retryable(self) -> list[ReportRow]:
        """The rejected recipients whom a new call may reach later, such as those of code 503."""
        return [row for row in self.rejected if getattr(row.code, "repeat", False)]

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
        plain = {
            name: getattr(self, name)
            for name in ("sequence_id", "hybrid", "replayed", "recipients", "missing")
        }
        rows = {"accepted": self.accepted, "rejected": self.rejected, "duplicates": self.duplicates}
        return {
            "code": int(self.code),
            **plain,
            **{name: [row.to_dict() for row in rows[name]] for name in rows},
        }

    def __repr__(self) -> str:
        reasons = Counter(f"{row.code:d} {row.name}" for row in self.rejected)
        why = ", ".join(f"{count} x {reason}" for reason, count in reasons.items())
        sizes = [len(self.accepted), len(self.rejected), len(self.duplicates), len(self.missing)]
        counts = zip(sizes, ("accepted", f"rejected ({why})", "duplicates", "missing"), strict=True)
        told = ", ".join(f"{count} {what}" for count, what in counts if count)
        return f"<SendReport {self.code:d}: {told}, sequence_id={self.sequence_id!r}>"


class MultiReport(dict[str, "SendReport | APIError | OutcomeUnknownError"]):
    """What each send of `send_multi` came to, by its key: a report, a refusal, or an outcome that
    is not known.
    """

    def raise_for_failed(self) -> MultiReport:
        """Return the whole itself, unless one of the sends failed.

        Raises:
            APIError, OutcomeUnknownError: the first one that is no report.
        """
        for outcome in self.values():
            if not isinstance(outcome, SendReport):
                raise outcome
        return self


def refusal(
    report: SendReport, said: ReportRow | Answer, operation: str = "message/send"
) -> APIError:
    """The error that carries a report, with the code of one of its rows or of the whole answer."""
    return api_error(
        said.code, said.name, operation=operation, sequence_id=report.sequence_id, report=report
    )


def report_of(answer: Answer, draft: Draft) -> SendReport:
    """Sort the rows of an answer by what they mean, and lead each back to the input it belongs to."""
    if (everyone := _all_accepted(answer.result, draft)) is not None:
        return SendReport(
            answer.code, draft.sequence_id, draft.hybrid, draft.recipients, [], everyone
        )
    rows = send_rows(answer.result)
    replay = answer.code == ResultCode.FAILED_DUPLICATE_REQUEST
    inputs, missing = _match(rows, draft, in_order=not replay)
    report = SendReport(answer.code, draft.sequence_id, draft.hybrid, draft.recipients, missing)
    for row, found in zip(rows, inputs, strict=True):
        # Only the result of an earlier request may be about a number that this one does not ask for
        #
        given = found or (row.phone if row and replay else None)
        if row is None or given is None:
            continue
        if row.message_id and not is_refusal(row.code):
            report.accepted.append(ReportRow(given, *row))
        elif row.code == ResultCode.NOT_ALLOWED_RECIPIENT_DUPLICATE:
            report.duplicates.append(ReportRow(given, *row))
        elif is_success(row.code):  # without an id it says nothing
            report.missing.append(given)
        else:
            report.rejected.append(ReportRow(given, *row))
    return report


def _all_accepted(result: object, draft: Draft) -> list[ReportRow] | None:
    """The rows of an answer in which everyone is accepted, in the order asked for: there may be
    thousands.
    """
    columns = SendRow.columns(result) if isinstance(result, list) else None
    if columns is None:
        return None
    phones, codes, names, numbers = columns
    if (
        phones != draft.phones
        or not all(numbers)
        or any(map(is_refusal, {id(code): code for code in codes}.values()))
    ):
        return None
    rows = zip(draft.recipients, phones, codes, names, numbers, repeat(_NOTHING))
    return [
        *map(partial(tuple.__new__, ReportRow), rows)
    ]  # as the class does it, without its calls


def _match(
    rows: Sequence[SendRow | None], draft: Draft, in_order: bool
) -> tuple[list[str | None], list[str]]:
    """The input of each row, and the inputs without a row. The service may write a number its own
    way, or repeat it.
    """
    waiting: dict[str, list[int]] = {}
    for place in range(len(draft.phones) - 1, -1, -1):
        waiting.setdefault(draft.phones[place], []).append(place)
    inputs: list[str | None] = [None] * len(rows)
    strangers: list[int] = []
    for index, row in enumerate(rows):
        phone = row.phone if row else ""
        written = (
            phone if phone in waiting else normalize_phone(phone) or normalize_phone("+" + phone)
        )
        if found := waiting.get(written or ""):
            inputs[index] = draft.recipients[found.pop()]
        elif written in waiting:  # once more than it was asked for
            inputs[index] = draft.recipients[draft.phones.index(written)]
        elif row and not written:
            strangers.append(index)
    left = sorted(place for found in waiting.values() for place in found)
    if in_order and len(rows) == len(draft.phones) and strangers == left:
        # A row for every recipient of this very request: what nothing recognises as a number is
        # told by its place.
        for place in left:
            inputs[place] = draft.recipients[place]
        left = []
    return inputs, [draft.recipients[place] for place in left]
