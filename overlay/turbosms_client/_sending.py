"""A logical send: one request, several for a long list of recipients, or one of many in
`message/sendmulti`.
"""

from __future__ import annotations

import time
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from turbosms_api.tables.limits import RECIPIENTS_PER_REQUEST
from turbosms_api.tables.result_codes import ResultCode

from . import _times, _wire
from ._errors import APIError, OutcomeUnknownError, ProtocolError, api_error, refusal
from ._flow import Call, Flow, Past, Sleep, Whole, perform, proves, unknown
from ._multi_report import MultiReport
from ._outcome import concerns_all, is_refusal, is_success, judge
from ._parameters import Batch, Draft, derive
from ._policy import Trouble, decide
from ._recipient_rows import report_of
from ._report import ReportRow, SendReport
from ._wire import Answer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from ._facade import Module

# Of several codes the one that says most becomes that of the whole.
_WEIGHT: Final = {"failure": 0, "replay": 1, "success": 2, "partial": 3, "unknown": 4}


def send(module: Module[Any], draft: Draft, deadline: float | None) -> Flow[SendReport]:
    """Send a draft, in as many requests as it takes."""
    if len(draft.phones) <= RECIPIENTS_PER_REQUEST.value:
        request = _wire.request("message/send", draft.body)
        return (yield from perform(Call(request, partial(_read_send, draft), deadline), module))
    return (yield from _send_parts(module, draft, deadline, []))


def _send_parts(
    module: Module[Any],
    draft: Draft,
    deadline: float | None,
    done: list[SendReport],
    past: Past | None = None,
) -> Flow[SendReport]:
    """One request after the other, from the first that is not done."""
    past = past or Past(_times.now())
    until = None if deadline is None else time.monotonic() + deadline
    parts, repeated = _split(draft)
    for place in range(len(done), len(parts)):
        part, known = (
            parts[place],
            partial(_join, draft, repeated, done, parts[place:]) if done else _nothing,
        )
        again = partial(_send_parts, module, draft, deadline, done)
        whole = Whole(draft.sequence_id, any(report.accepted for report in done), known, again)
        left = None if until is None else max(until - time.monotonic(), 0.0)
        call = Call(
            _wire.request("message/send", part.body),
            partial(_read_send, part, part=True),
            left,
            whole,
        )
        try:
            done = [*done, (yield from perform(call, module, past))]
        except APIError as error:  # told of one part, and meant for all
            told = _join(
                draft,
                repeated,
                [*done, *([error.report] if error.report else [])],
                parts[place + 1 :],
            )
            raise refusal(told, Answer(error.code, error.name, None)) from None
        past = Past(past.began)
    report = _join(draft, repeated, done)
    if not report.accepted:
        raise refusal(report, [*report.rejected, *report.duplicates][0])
    return report


def _split(draft: Draft) -> tuple[list[Draft], list[ReportRow]]:
    """The requests, and the recipients that stand in the list before: the service sees that only
    within a request.
    """
    first: dict[str, int] = {}
    for place, phone in enumerate(draft.phones):
        first.setdefault(phone, place)
    parts, places, size = [], [*first.values()], RECIPIENTS_PER_REQUEST.value
    for start in range(0, len(places), size):
        chosen, number = places[start : start + size], derive(draft.sequence_id, f"part/{start}")
        phones = [draft.phones[place] for place in chosen]
        body = {**draft.body, "recipients": phones, "sequence_id": number}
        parts.append(
            Draft(body, [draft.recipients[place] for place in chosen], phones, draft.hybrid, number)
        )
    code = ResultCode.NOT_ALLOWED_RECIPIENT_DUPLICATE
    both = zip(draft.recipients, draft.phones, strict=True)
    repeats = ((given, phone) for place, (given, phone) in enumerate(both) if first[phone] != place)
    return parts, [ReportRow(given, phone, code, code.name, None, {}) for given, phone in repeats]


def _join(
    draft: Draft, repeated: list[ReportRow], done: list[SendReport], rest: Sequence[Draft] = ()
) -> SendReport:
    """One report of many; the recipients of the `rest` are missing. Its code is that of the part
    that says most.
    """
    rows = {
        name: [row for report in done for row in getattr(report, name)]
        for name in ("accepted", "rejected")
    }
    duplicates = [*(row for report in done for row in report.duplicates), *repeated]
    missing = [
        *(given for report in done for given in report.missing),
        *(to for part in rest for to in part.recipients),
    ]
    code = max(
        (report.code for report in done),
        key=lambda code: _WEIGHT[getattr(code, "outcome", "unknown")],
    )
    if getattr(code, "outcome", "") == "success" and (rows["rejected"] or duplicates):
        code = ResultCode.SUCCESS_MESSAGE_PARTIAL_ACCEPTED
    number, hybrid, recipients = draft.sequence_id, draft.hybrid, draft.recipients
    return SendReport(code, number, hybrid, recipients, missing, duplicates=duplicates, **rows)


def send_multi(
    module: Module[Any],
    batch: Batch,
    deadline: float | None = None,
    done: Mapping[str, Any] = MappingProxyType({}),
    past: Past | None = None,
) -> Flow[MultiReport]:
    """Make the sends that are not done in one request, and again those about which its answer says
    nothing.
    """
    past = past or Past(_times.now())
    until = None if deadline is None else time.monotonic() + deadline
    attempt, known = 0, dict(done)
    while True:
        attempt += 1
        done = {
            key: outcome
            for key, outcome in known.items()
            if not isinstance(outcome, OutcomeUnknownError)
        }
        asked = {key: draft for key, draft in batch.drafts.items() if key not in done}
        whole = Whole(
            batch.sequence_id, False, _nothing, partial(send_multi, module, batch, deadline, done)
        )
        request = _wire.request(
            "message/sendmulti", {key: draft.body for key, draft in asked.items()}
        )
        left = None if until is None else max(until - time.monotonic(), 0.0)
        try:
            read = partial(_read_multi, module, asked, past.began)
            known |= yield from perform(Call(request, read, left, whole), module, past)
        except OutcomeUnknownError:
            if not known.keys() >= batch.drafts.keys():
                raise
            break  # each of those in doubt has an error of its own by now
        doubt = next(
            (error for error in known.values() if isinstance(error, OutcomeUnknownError)), None
        )
        pause = decide(module._retry, "keyed", Trouble("code", doubt), attempt) if doubt else None
        if pause is None or (until is not None and time.monotonic() + pause >= until):
            break
        yield Sleep(pause)
        past = Past(past.began, lost=True)
    return MultiReport((key, known[key]) for key in batch.drafts)


def _read_multi(
    module: Module[Any], drafts: Mapping[str, Draft], began: dt.datetime, answer: Answer, lost: bool
) -> dict[str, Any]:
    answers = _wire.multi_answers(answer.result)
    if not answers.keys() & drafts.keys():
        raise _silence(answer)
    outcomes: dict[str, Any] = {}
    for key, draft in drafts.items():
        try:
            outcomes[key] = _read_one(key, draft, answers, answer, lost)
        except (APIError, ProtocolError) as error:
            past, whole = Past(began, lost=True), _alone(module, key, draft)
            outcomes[key] = (
                error
                if proves(error, lost)
                else unknown(module, draft.operation, whole, past, error)
            )
    return outcomes


def _read_one(
    key: str, draft: Draft, answers: Mapping[str, Answer], whole: Answer, lost: bool
) -> SendReport:
    if key not in answers:
        raise _silence(whole)
    return _read_send(draft, answers[key], lost)


def _silence(answer: Answer) -> APIError | ProtocolError:
    """The error for an answer to `message/sendmulti` that says nothing of a send."""
    if not is_success(answer.code):
        return api_error(answer.code, answer.name, operation="message/sendmulti")
    return ProtocolError(
        f"{answer.code:d} claims success, but answers no such send.", operation="message/sendmulti"
    )


def _alone(module: Module[Any], key: str, draft: Draft) -> Whole:
    """One of many sends as a logical call of its own."""
    again = partial(_send_again, module, key, draft)
    return Whole(draft.sequence_id, False, _nothing, again, "the same send, in send_multi,")


def _send_again(module: Module[Any], key: str, draft: Draft, past: Past) -> Flow[SendReport]:
    def read(answer: Answer, lost: bool) -> SendReport:
        return _read_one(key, draft, _wire.multi_answers(answer.result), answer, lost)

    call = Call(
        _wire.request("message/sendmulti", {key: draft.body}),
        read,
        None,
        _alone(module, key, draft),
    )
    return (yield from perform(call, module, past))


def _nothing() -> None:
    """No report: nothing is done, or what is known of many sends is in their own results."""


def _read_send(draft: Draft, answer: Answer, lost: bool, part: bool = False) -> SendReport:
    """The report out of an answer. `APIError` if nobody was accepted, unless it is a `part` of a
    longer list.
    """
    report = report_of(answer, draft)
    refused = [*report.rejected, *report.duplicates]
    codes = [row.code for row in refused]
    verdict = judge(answer.code, len(report.accepted), codes, len(report.missing))
    if verdict == "report":
        if lost and not report.replayed:
            # A message refused as one that exists already shows that the lost attempt created it.
            for row in refused:
                if row.code == ResultCode.NOT_ALLOWED_MESSAGE_DUPLICATE:
                    raise refusal(report, row, draft.operation)
        return report
    if verdict == "refused" and part and not (lost or report.missing or concerns_all(answer.code)):
        return report
    odd = next((row for row in refused if not is_refusal(row.code)), None)
    if odd or not is_success(answer.code):
        raise refusal(report, odd or answer, draft.operation)
    if verdict == "refused":
        raise refusal(report, refused[0], draft.operation)
    raise ProtocolError(
        f"{answer.code:d} claims success, but no row says for whom.", operation=draft.operation
    )
