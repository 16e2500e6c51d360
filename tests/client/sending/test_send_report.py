"""The report of a send: rows, inputs, what is missing."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.answers import recipient_row
from tests.kit.facts import documented_answer
from turbosms_client import APIError, NotAllowedError, ReportRow, ResultCode, SendReport
from turbosms_client._answers.envelopes import Answer
from turbosms_client._answers.recipient_rows import report_of
from turbosms_client._formats.phones import normalize_phone
from turbosms_client._parameters.prepared_sends import PreparedSend

if TYPE_CHECKING:
    from collections.abc import Sequence

A, B, C = "380501111111", "380502222222", "380503333333"


def report(rows: Any, *inputs: str, code: int = 800) -> SendReport:
    phones = [normalize_phone(given) or given for given in inputs]
    return report_of(
        Answer(code, "NAME", rows), PreparedSend({}, list(inputs), phones, False, "one")
    )


def inputs(rows: Sequence[ReportRow]) -> list[str]:
    return [entry.input for entry in rows]


def test_the_documented_answer() -> None:
    answer = documented_answer("message/send")
    made = report(answer["response_result"], "recipient_1", "recipient_2", code=ResultCode(802))
    assert [(r.input, r.phone, r.code, r.message_id) for r in made.rejected] == [
        ("recipient_1", "recipient_1", 406, None)
    ]
    assert inputs(made.accepted) == ["recipient_2"]
    assert made.message_ids == ["f83f8868-5e46-c6cf-e4fb-615e5a293754"]
    assert (made.duplicates, made.missing, made.replayed) == ([], [], False)
    assert made.rejected[0].code is ResultCode.NOT_ALLOWED_RECIPIENT_COUNTRY
    assert made.rejected[0].name == "NOT_ALLOWED_RECIPIENT_COUNTRY"


@pytest.mark.parametrize("code", [0, 800, 801, "0", "801", 999, 888])
def test_a_row_with_an_id_is_accepted_unless_it_is_refused(code: Any) -> None:
    assert len(report([recipient_row(A, code)], A).accepted) == 1


@pytest.mark.parametrize("code", [404, 305, 503, "406"])
def test_a_refused_row_is_rejected_even_with_an_id(code: Any) -> None:
    assert len(report([recipient_row(A, code)], A).rejected) == 1


def test_a_new_code_without_an_id_is_rejected_and_kept_as_a_number() -> None:
    made = report([recipient_row(A, 888, None)], A).rejected[0]
    assert made.code == 888
    assert not isinstance(made.code, ResultCode)


def test_duplicates_are_apart() -> None:
    made = report([recipient_row(A), recipient_row(A, 407, None)], A, "+38 050 111 11 11", code=802)
    assert inputs(made.accepted) == [A]
    assert inputs(made.duplicates) == ["+38 050 111 11 11"]
    assert made.raise_for_rejected() is made


def test_rejected_rows_can_be_raised() -> None:
    made = report(
        [recipient_row(A), recipient_row(B, 404, None), recipient_row(C, 305, None)], A, B, C
    )
    with pytest.raises(NotAllowedError) as caught:
        made.raise_for_rejected()
    assert (caught.value.code, caught.value.report, caught.value.sequence_id) == (404, made, "one")
    assert isinstance(caught.value, APIError)


@pytest.mark.parametrize("echo", [A, "+" + A, "0501111111", "+38 (050) 111-11-11", 380501111111])
def test_rows_lead_back_to_the_input(echo: Any) -> None:
    made = report([recipient_row(B, 404, None), recipient_row(echo)], "050 111 11 11", B)
    assert inputs(made.accepted) == ["050 111 11 11"]
    assert made.missing == []


def test_numbers_that_nothing_recognises_are_told_apart_by_their_place() -> None:
    made = report(
        [recipient_row("one"), recipient_row(B), recipient_row("two", 305, None)], "x1", B, "x2"
    )
    assert inputs(made.accepted) == ["x1", B]
    assert inputs(made.rejected) == ["x2"]


def test_a_number_that_was_not_asked_for_is_nobody() -> None:
    made = report([recipient_row(A), recipient_row(C), recipient_row(C, 305, None)], A, B, "x")
    assert inputs(made.accepted) == [A]
    assert made.rejected == []
    assert made.missing == [B, "x"]


def test_the_answer_to_another_request_says_nothing() -> None:
    made = report([recipient_row(C)], A)
    assert (made.accepted, made.missing) == ([], [A])


@pytest.mark.parametrize("given", ["bad number", B, "+38 050 222 22 22"])
@pytest.mark.parametrize("code", [800, 802, 507])
def test_another_valid_number_is_nobody_elses(given: str, code: int) -> None:
    made = report([recipient_row(A), recipient_row(C)], A, given, code=code)
    # The result of an earlier request may be about numbers that this one does not ask for.
    assert inputs(made.accepted) == ([A, C] if code == 507 else [A])
    assert made.missing == [given]


def test_a_replay_of_another_list_is_not_told_by_its_order() -> None:
    made = report([recipient_row("one"), recipient_row(B)], "x1", B, code=507)
    assert inputs(made.accepted) == ["one", B]
    assert made.missing == ["x1"]


def test_rows_in_another_order_are_not_told_by_their_order() -> None:
    made = report(
        [recipient_row(B), recipient_row("one"), recipient_row("two", 305, None)], "x1", B, "x2"
    )
    assert inputs([*made.accepted, *made.rejected]) == [B]
    assert made.missing == ["x1", "x2"]


def test_a_number_that_is_repeated_keeps_its_input() -> None:
    made = report(
        [recipient_row(A), recipient_row(A, 407, None), recipient_row(B)], "050 111 11 11", B
    )
    assert inputs([*made.accepted, *made.duplicates]) == ["050 111 11 11", B]
    assert made.missing == []


@pytest.mark.parametrize(
    "odd", [None, 5, "x", [], {}, recipient_row(A, None), recipient_row(A, "OK"), {"phone": A}]
)
def test_an_unreadable_row_loses_nobody_else(odd: Any) -> None:
    made = report([odd, recipient_row(B)], A, B)
    assert inputs(made.accepted) == [B]
    assert made.missing == [A]


def test_a_success_without_an_id_says_nothing() -> None:
    made = report([recipient_row(A, 0, None), recipient_row(B, 800, "")], A, B)
    assert (made.accepted, made.rejected, made.missing) == ([], [], [A, B])


def test_missing_and_extra_fields() -> None:
    made = report(
        [
            {"phone": A, "response_code": 0, "message_id": "id", "colour": "red"},
            {"phone": B, "response_code": 404},
        ],
        A,
        B,
    )
    assert made.accepted[0].extra == {"colour": "red"}
    assert made.rejected[0].message_id is None


@pytest.mark.parametrize("result", [None, [], {}, "x", 5])
def test_without_rows_everybody_is_missing(result: Any) -> None:
    assert report(result, A, B).missing == [A, B]


def test_a_list_with_gaps_arrives_as_an_object() -> None:
    assert len(report({"0": recipient_row(A), "2": recipient_row(B)}, A, B).accepted) == 2


def test_a_replay() -> None:
    assert report([recipient_row(A)], A, code=507).replayed


def test_plain_types() -> None:
    made = report(
        [recipient_row(A), recipient_row(B, 404, None), recipient_row(A, 407, None)],
        A,
        B,
        A,
        C,
        code=802,
    )
    plain = json.loads(json.dumps(made.to_dict()))
    assert plain["code"] == 802
    assert plain["accepted"] == [
        {"input": A, "phone": A, "code": 0, "name": "OK", "message_id": "id", "extra": {}}
    ]
    assert [entry["code"] for entry in plain["rejected"] + plain["duplicates"]] == [404, 407]
    assert (plain["missing"], plain["recipients"], plain["sequence_id"], plain["replayed"]) == (
        [C],
        [A, B, A, C],
        "one",
        False,
    )


def test_plain_types_of_fields_that_nobody_knows() -> None:
    result = json.loads(
        (
            '[{"phone": "380501111111", "response_code": 0, "message_id": "id", '
            '"cost": 0.34, "parts": [{"cost": [1.5]}]}]'
        ),
        parse_float=Decimal,
    )
    made = report(result, A)
    assert made.accepted[0].extra["cost"] == Decimal("0.34")
    plain = json.loads(json.dumps(made.to_dict()))
    assert plain["accepted"][0]["extra"] == {"cost": 0.34, "parts": [{"cost": [1.5]}]}


@pytest.mark.parametrize("number", [False, True, 0, None, "", 1.5, [], {}])
def test_what_is_no_id_accepts_nobody(number: Any) -> None:
    made = report([recipient_row(A, 0, number), recipient_row(B)], A, B)
    assert (inputs(made.accepted), made.missing) == ([B], [A])


def test_a_number_is_an_id() -> None:
    assert report([recipient_row(A, 0, 7)], A).message_ids == ["7"]


def test_the_repr_tells_the_outcome_without_numbers_of_people() -> None:
    made = report(
        [recipient_row(A), recipient_row(B, 404, None), recipient_row(A, 407, None)],
        A,
        B,
        A,
        C,
        code=802,
    )
    assert repr(made) == (
        "<SendReport 802: 1 accepted, 1 rejected (1 x 404 OK), 1 duplicates, 1 missing, "
        "sequence_id='one'>"
    )
    assert A not in repr(made.accepted)
    assert B not in repr(made.rejected)


NUMBERS = st.sampled_from([A, B, C, "+" + A, "0501111111", "050 222 22 22", "x", "y"])


@given(st.lists(NUMBERS, min_size=1, max_size=12), st.data())
def test_everybody_is_in_the_report_once(recipients: list[str], data: st.DataObject) -> None:
    rows: list[Any] = []
    for recipient in recipients:
        phone = normalize_phone(recipient) or recipient
        kind = data.draw(st.sampled_from(["yes", "no", "twice", "odd", "none"]))
        made = {
            "yes": recipient_row(phone),
            "no": recipient_row(phone, 404, None),
            "twice": recipient_row(phone, 407, None),
            "odd": "?",
            "none": None,
        }
        rows += [made[kind]] if kind != "none" else []
    told = report(rows, *recipients)
    everybody = [
        *inputs(told.accepted),
        *inputs(told.rejected),
        *inputs(told.duplicates),
        *told.missing,
    ]
    assert sorted(everybody) == sorted(recipients)
    assert len(told.accepted) == sum(r["response_code"] == 0 for r in rows if isinstance(r, dict))
    for entry in [*told.accepted, *told.rejected, *told.duplicates]:
        assert (normalize_phone(entry.input) or entry.input) == entry.phone


def test_whom_a_later_call_may_reach() -> None:
    codes = [ResultCode.FAILED_SMS_SEND, ResultCode.INVALID_PHONE, ResultCode(427), 12345]
    rows = [ReportRow("0", "0", code, "X", None, {}) for code in codes]
    report = SendReport(
        code=802, sequence_id="s", hybrid=False, recipients=["0"] * 4, missing=[], rejected=rows
    )
    assert report.retryable == rows[:1]
