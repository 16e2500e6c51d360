"""What the answer to the call of a chunk means for each of its recipients."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from turbosms_campaigns import PauseReason, RecipientState
from turbosms_campaigns._sending.frozen_calls import FrozenCall
from turbosms_campaigns._sending.verdicts import (
    ChunkVerdict,
    Circumstances,
    Outcome,
    RecipientVerdict,
    judge,
)
from turbosms_client import (
    APIError,
    InvalidParameterError,
    OutcomeUnknownError,
    ReportRow,
    RequestNotSentError,
    ResultCode,
    SendReport,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

PHONES = ["380501111111", "380502222222"]
ONE, TWO = PHONES
CALL = FrozenCall(method="send", sends={"0": {"recipients": PHONES, "sms": {"text": "Hi"}}})
READY = RecipientVerdict(RecipientState.READY)
UNKNOWN = RecipientVerdict(RecipientState.UNKNOWN)
FIRST = Circumstances(was_in_doubt=False)
AGAIN = Circumstances(was_in_doubt=True)
EARLY = Circumstances(was_in_doubt=True, may_be_under_way=True)


def row(phone: str, code: int, message_id: str | None = None) -> ReportRow:
    if code in set(ResultCode):
        code = ResultCode(code)
    return ReportRow(phone, phone, code, "", message_id, {})


def report(
    *,
    code: int = 0,
    accepted: Sequence[ReportRow] = (),
    rejected: Sequence[ReportRow] = (),
    duplicates: Sequence[ReportRow] = (),
    missing: Sequence[str] = (),
) -> SendReport:
    return SendReport(
        code=ResultCode(code),
        sequence_id="s",
        hybrid=False,
        recipients=PHONES,
        missing=[*missing],
        accepted=[*accepted],
        rejected=[*rejected],
        duplicates=[*duplicates],
    )


def refusal(code: int, of_all: SendReport | None = None) -> APIError:
    return APIError(ResultCode(code), "", operation="message/send", report=of_all)


def verdict(outcome: Outcome, circumstances: Circumstances = FIRST) -> ChunkVerdict:
    return judge(CALL, {"0": outcome}, circumstances)


def unknown_outcome() -> OutcomeUnknownError:
    error = OutcomeUnknownError(
        "message/send: the response was lost. It may or may not have been executed.",
        operation="message/send",
        sequence_id="s",
        started=dt.datetime.now(dt.UTC),
    )
    error.__cause__ = ConnectionResetError("reset")
    return error


def test_each_recipient_gets_what_its_row_says() -> None:
    answer = report(code=802, accepted=[row(ONE, 0, "m1")], rejected=[row(TWO, 404)])
    assert verdict(answer).recipients == {
        ONE: RecipientVerdict(RecipientState.ACCEPTED, 0, "m1"),
        TWO: RecipientVerdict(RecipientState.REFUSED, 404),
    }


@pytest.mark.parametrize("code", [406, 503, 504, 425])
def test_a_row_that_refuses_leaves_a_refused_recipient(code: int) -> None:
    answer = report(code=802, accepted=[row(ONE, 0, "m1")], rejected=[row(TWO, code)])
    assert verdict(answer).recipients[TWO] == RecipientVerdict(RecipientState.REFUSED, code)


@pytest.mark.parametrize("code", [500, 999, 438])
def test_a_row_whose_code_says_nothing_leaves_an_unknown_recipient(code: int) -> None:
    answer = report(code=802, accepted=[row(ONE, 0, "m1")], rejected=[row(TWO, code)])
    assert verdict(answer).recipients[TWO] == RecipientVerdict(RecipientState.UNKNOWN, code)


def test_a_recipient_whom_the_answer_does_not_mention_is_unknown() -> None:
    answer = report(accepted=[row(ONE, 0, "m1")], missing=[TWO])
    assert verdict(answer).recipients[TWO] == UNKNOWN


def test_a_number_that_the_service_takes_for_another_one_is_refused() -> None:
    answer = report(code=802, accepted=[row(ONE, 0, "m1")], duplicates=[row(TWO, 407)])
    assert verdict(answer).recipients[TWO] == RecipientVerdict(RecipientState.REFUSED, 407)


def test_rows_of_others_in_a_replay_concern_nobody() -> None:
    answer = report(
        code=507, accepted=[row(phone, 0, phone) for phone in (*PHONES, "380503333333")]
    )
    assert set(verdict(answer, AGAIN).recipients) == set(PHONES)


def test_an_empty_balance_in_a_row_makes_ready_again_and_pauses() -> None:
    answer = report(code=802, accepted=[row(ONE, 0, "m1")], rejected=[row(TWO, 203)])
    found = verdict(answer)
    assert found.recipients[TWO] == READY
    assert found.pause is PauseReason.BALANCE


@pytest.mark.parametrize(
    ("circumstances", "code", "state"),
    [
        (FIRST, 802, RecipientState.REFUSED),
        # The lost attempt may have created the message that this one duplicates.
        (AGAIN, 802, RecipientState.UNKNOWN),
        # It is what the first attempt was told.
        (AGAIN, 507, RecipientState.REFUSED),
    ],
)
def test_a_duplicate_message_may_be_our_own(
    circumstances: Circumstances, code: int, state: RecipientState
) -> None:
    answer = report(code=code, accepted=[row(ONE, 0, "m1")], rejected=[row(TWO, 427)])
    assert verdict(answer, circumstances).recipients[TWO] == RecipientVerdict(state, 427)


@pytest.mark.parametrize(
    ("code", "pause", "wait"),
    [
        (203, PauseReason.BALANCE, False),
        (105, PauseReason.REFUSED, False),
        (106, PauseReason.REFUSED, False),
        (400, PauseReason.REFUSED, False),
        (413, PauseReason.REFUSED, False),
        (503, None, True),
    ],
)
def test_a_refusal_of_the_whole_request_makes_all_ready_again(
    code: int, pause: PauseReason | None, wait: bool
) -> None:
    found = verdict(refusal(code, report(code=code, missing=PHONES)))
    assert found.recipients == {ONE: READY, TWO: READY}
    assert (found.pause, found.wait) == (pause, wait)
    assert found.failure is not None
    assert str(code) in found.failure


@pytest.mark.parametrize("code", [203, 105, 413, 503])
def test_a_refusal_of_a_repeat_proves_nothing(code: int) -> None:
    found = verdict(refusal(code, report(code=code, missing=PHONES)), AGAIN)
    assert found.recipients == {}
    assert (found.pause is not None) is not found.wait


def test_a_refusal_that_the_first_attempt_was_told_is_one() -> None:
    rows = [row(ONE, 404), row(TWO, 406)]
    found = verdict(refusal(404, report(code=507, rejected=rows)), EARLY)
    assert found.recipients[ONE] == RecipientVerdict(RecipientState.REFUSED, 404)
    assert found.recipients[TWO] == RecipientVerdict(RecipientState.REFUSED, 406)


def test_if_everybody_is_refused_each_one_is() -> None:
    rows = [row(ONE, 404), row(TWO, 406)]
    found = verdict(refusal(404, report(code=404, rejected=rows)))
    assert found.recipients[TWO] == RecipientVerdict(RecipientState.REFUSED, 406)
    assert found.pause is None
    assert not found.wait


def test_if_everybody_is_refused_in_a_repeat_they_are_once_nothing_is_under_way() -> None:
    error = refusal(404, report(code=404, rejected=[row(ONE, 404), row(TWO, 427)]))
    assert verdict(error, EARLY).recipients == {}
    assert verdict(error, AGAIN).recipients == {
        ONE: RecipientVerdict(RecipientState.REFUSED, 404),
        TWO: RecipientVerdict(RecipientState.UNKNOWN, 427),
    }


@pytest.mark.parametrize("code", [412, 413, 402, 416])
def test_a_refusal_of_one_persons_text_concerns_that_person(code: int) -> None:
    personal = Circumstances(was_in_doubt=False, is_personal=True)
    found = verdict(refusal(code, report(code=code, missing=PHONES)), personal)
    assert found.recipients[ONE] == RecipientVerdict(RecipientState.REFUSED, code)
    assert found.pause is None


def test_a_refusal_of_one_persons_text_in_a_repeat_proves_nothing() -> None:
    personal = Circumstances(was_in_doubt=True, is_personal=True)
    found = verdict(refusal(412, report(code=412, missing=PHONES)), personal)
    assert found.recipients == {}


def test_a_refused_account_concerns_everybody_also_if_texts_are_personal() -> None:
    personal = Circumstances(was_in_doubt=False, is_personal=True)
    found = verdict(refusal(106, report(code=106, missing=PHONES)), personal)
    assert found.recipients == {ONE: READY, TWO: READY}
    assert found.pause is PauseReason.REFUSED


@pytest.mark.parametrize(
    ("error", "pause", "wait"),
    [
        (RequestNotSentError("no connection", operation="message/send"), None, True),
        (InvalidParameterError("too long", parameter="text"), PauseReason.REFUSED, False),
    ],
)
def test_what_was_not_sent_is_ready_again_unless_it_was_in_doubt(
    error: Exception, pause: PauseReason | None, wait: bool
) -> None:
    found = verdict(error)
    assert found.recipients == {ONE: READY, TWO: READY}
    assert (found.pause, found.wait) == (pause, wait)
    assert verdict(error, AGAIN).recipients == {}


@pytest.mark.parametrize("circumstances", [FIRST, AGAIN])
@pytest.mark.parametrize("error", [unknown_outcome(), MemoryError("of somebody else")])
def test_a_lost_answer_leaves_everybody_in_doubt(
    error: Exception, circumstances: Circumstances
) -> None:
    found = verdict(error, circumstances)
    assert found.recipients == {}
    assert found.wait
    assert found.failure is not None
    assert "somebody else" not in found.failure


def test_each_send_of_a_call_has_a_verdict_of_its_own() -> None:
    sends: dict[str, dict[str, Any]] = {
        "0": {"recipients": [ONE], "sms": {"text": "A"}},
        "1": {"recipients": [TWO], "sms": {"text": "B"}},
        "2": {"recipients": ["380503333333"], "sms": {"text": "C"}},
    }
    call = FrozenCall(method="send_multi", sends=sends)
    outcomes: dict[str, Outcome] = {
        "0": report(accepted=[row(ONE, 801, "m1")]),
        "1": refusal(412),
        "2": unknown_outcome(),
    }
    found = judge(call, outcomes, Circumstances(was_in_doubt=False, is_personal=True))
    assert found.recipients == {
        ONE: RecipientVerdict(RecipientState.ACCEPTED, 801, "m1"),
        TWO: RecipientVerdict(RecipientState.REFUSED, 412),
    }
    assert found.wait


texts = ["Hi", "Привіт, Олено! 😀", "half of a pair \ud83d", "a\nb\u2028c"]


@pytest.mark.parametrize("text", texts)
def test_a_frozen_call_comes_back_as_it_was(text: str) -> None:
    call = FrozenCall(
        method="send_multi",
        sends={"0": {"recipients": PHONES, "viber": {"text": text, "ttl": 60}, "sms": None}},
    )
    assert FrozenCall.from_bytes(call.to_bytes()) == call
    assert call.phones() == PHONES


def test_a_frozen_call_of_5000_takes_little_room() -> None:
    phones = [f"38050{number:07}" for number in range(5000)]
    call = FrozenCall(method="send", sends={"0": {"recipients": phones, "sms": {"text": "Hi"}}})
    assert len(call.to_bytes()) < 30_000
