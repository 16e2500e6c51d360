"""Which row of an answer is about which recipient: by what its number means, then by its place."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.kit.answers import envelope, recipient_row
from turbosms_client import SendReport
from turbosms_client._answers.envelopes import Answer
from turbosms_client._answers.recipient_rows import match_rows, report_of
from turbosms_client._answers.rows import read_send_rows
from turbosms_client._formats.phones import normalize_phones
from turbosms_client._parameters.prepared_sends import PreparedSend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.client.pump import Pump

pytestmark = pytest.mark.rules

A, B, C = "380501111111", "380502222222", "380503333333"
POLISH = "48123456789"


def report(rows: Any, recipients: Iterable[str], code: int = 800) -> SendReport:
    listed = [*recipients]
    draft = PreparedSend({}, listed, normalize_phones(listed), False, "one")
    return report_of(Answer(code, "NAME", rows), draft)


def told(made: SendReport) -> dict[str, list[str]]:
    return {
        "accepted": [entry.input for entry in made.accepted],
        "rejected": [entry.input for entry in made.rejected],
        "duplicates": [entry.input for entry in made.duplicates],
        "missing": made.missing,
    }


def everybody(made: SendReport) -> list[str]:
    return [recipient for recipients in told(made).values() for recipient in recipients]


def matched(phones: list[str], named: list[Any], **options: Any) -> list[int | None]:
    return match_rows(phones, read_send_rows([recipient_row(phone) for phone in named]), **options)


@pytest.mark.parametrize("written", [POLISH, f"+{POLISH}", f"00{POLISH}", "+48 123-456-789"])
@pytest.mark.parametrize("echo", [POLISH, f"+{POLISH}", f"00{POLISH}", "0048 123 456 789"])
def test_writings_of_one_number_are_one(written: str, echo: str) -> None:
    made = report([recipient_row(B, 305, None), recipient_row(echo)], [written, B])
    assert told(made) == {"accepted": [written], "rejected": [B], "duplicates": [], "missing": []}
    assert made.accepted[0].phone == echo


def test_a_repeat_in_another_writing_is_the_duplicate() -> None:
    made = report(
        [recipient_row(POLISH), recipient_row(POLISH, 407, None)], [f"00{POLISH}", POLISH]
    )
    assert sorted(everybody(made)) == sorted([f"00{POLISH}", POLISH])
    assert (len(made.accepted), len(made.duplicates)) == (1, 1)


@pytest.mark.parametrize(
    ("phones", "named", "indexes"),
    [
        ([A, B], [A, B], [0, 1]),
        ([A, B, C], [C, A], [2, 0]),
        ([A, A, B], [B, A, A], [2, 0, 1]),
        ([POLISH, f"00{POLISH}"], [f"00{POLISH}", POLISH], [1, 0]),  # as it is written wins
        ([A, "x", B], [A, "?", B], [0, 1, 2]),
        ([A, "x", B], [A, None, B], [0, 1, 2]),
        ([A, "", B], [A, "", B], [0, 1, 2]),
        ([A, "", " "], [A, None, " "], [0, 1, 2]),
        (["x"], ["?"], [0]),
        # Another order, another length, or somebody else: the place says nothing.
        ([A, "x", B], [B, "?", A], [2, None, 0]),
        ([A, "x", B], [A, "?"], [0, None]),
        ([A, "x"], [A, C], [0, None]),
        ([A, "x", "y"], [A, "?", C], [0, None, None]),
        ([A, "x"], [A, A], [0, 0]),
    ],
)
def test_rows_are_matched(phones: list[str], named: list[Any], indexes: list[int | None]) -> None:
    assert matched(phones, named) == indexes


def test_the_place_does_not_count_in_the_result_of_an_earlier_request() -> None:
    assert matched([A, "x"], [A, "?"], by_place=False) == [0, None]


@pytest.mark.parametrize("phone", [None, "", True, 1.5, Decimal("1.5"), [], {}, ["x"]])
def test_a_row_without_a_number_is_told_by_its_place(phone: Any) -> None:
    made = report([recipient_row(phone), recipient_row(B)], [A, B])
    assert told(made)["accepted"] == [A, B]
    assert made.accepted[0].phone == A
    del (rows := [recipient_row(A), recipient_row(B)])[0]["phone"]
    assert told(report(rows, [A, B]))["accepted"] == [A, B]


def test_a_row_without_a_number_is_nobodys_among_rows_in_another_order() -> None:
    made = report([recipient_row(C), recipient_row(None), recipient_row(A)], [A, B, C])
    assert told(made)["missing"] == [B]


@pytest.mark.parametrize("blank", ["", " ", "\t"])
def test_a_blank_recipient_is_in_the_report(blank: str) -> None:
    assert told(report([recipient_row(A)], [A, blank]))["missing"] == [blank]
    refused = report([recipient_row(A), recipient_row("", 305, None)], [A, blank])
    assert told(refused)["rejected"] == [blank]
    assert told(report([recipient_row(A), recipient_row(C)], [A, blank], 507))["missing"] == [blank]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("one", "other", "where"),
    [
        (recipient_row(A), recipient_row(A, 407, None), "accepted"),
        (recipient_row(A), recipient_row(A, 888, None), "accepted"),
        (recipient_row(A), recipient_row(A, 404, None), "accepted"),
        (recipient_row(A, 888, None), recipient_row(A, 404, None), "rejected"),
        (recipient_row(A, 0, None), recipient_row(A, 404, None), "missing"),
        (recipient_row(A, 404, None), recipient_row(A, 407, None), "rejected"),
    ],
)
def test_of_two_rows_about_one_recipient_the_one_that_says_most_counts(
    one: dict[str, Any], other: dict[str, Any], where: str, turned: bool
) -> None:
    made = report([other, one] if turned else [one, other], [A])
    assert {name: found for name, found in told(made).items() if found} == {where: [A]}
    if where == "rejected":
        assert made.rejected[0].code == one["response_code"]


def test_surplus_rows_of_an_earlier_request_are_nobody_else() -> None:
    made = report([recipient_row(A), recipient_row(A, 407, None), recipient_row(B)], [A], 507)
    assert told(made) == {"accepted": [A, B], "rejected": [], "duplicates": [], "missing": []}


def test_no_two_rows_share_what_the_documentation_does_not_know() -> None:
    plain = report([recipient_row(A), recipient_row(B)], [A, B])
    odd = report([recipient_row(A), recipient_row(B, 404, None)], [A, B])
    entries = [*plain.accepted, *odd.accepted, *odd.rejected]
    assert len({id(entry.extra) for entry in entries}) == 4
    shared = {"colours": ["red"]}
    rows = [recipient_row(A, more=shared), recipient_row(B, more=shared)]
    made = report(rows, [A, B])
    first: Any = made.accepted[0].extra
    first["more"]["colours"].append("blue")
    assert made.accepted[1].extra == {"more": {"colours": ["red"]}}
    assert rows == [
        recipient_row(A, more={"colours": ["red"]}),
        recipient_row(B, more={"colours": ["red"]}),
    ]


def test_objects_and_lists_of_rows_say_the_same() -> None:
    rows = [recipient_row(A), recipient_row("?", 305, None), recipient_row(B)]
    listed = report(rows, [A, "x", B])
    gaps = report({"7": rows[2], "3": rows[1], "0": rows[0]}, [A, "x", B])
    assert listed == gaps


def sent(pump: Pump, way: str, recipients: list[str], rows: list[Any]) -> SendReport:
    """The report of a send, of one of many, or of one in batches with many others."""
    answer = envelope(802, rows, "NAME")
    if way == "single":
        made = pump(pump.message.send(recipients, text="Hi"), answer)
    elif way == "multi":
        messages = {"0": {"recipients": recipients, "text": "Hi"}}
        made = pump(pump.message.send_multi(messages), {**answer, "response_result": [answer]})["0"]
    else:
        others = [str(380_670_000_000 + n) for n in range(5_000)]
        by_phone = {phone: recipient_row(phone) for phone in others}
        by_phone.update(zip(normalize_phones(recipients), rows, strict=True))
        in_order = [by_phone[phone] for phone in sorted(by_phone)]
        batches = [
            {**answer, "response_result": in_order[:5_000]},
            {**answer, "response_result": in_order[5_000:]},
        ]
        made = pump(pump.message.send([*recipients, *others], text="Hi"), *batches)
    assert isinstance(made, SendReport)
    return made


@pytest.mark.parametrize("way", ["single", "multi", "batches"])
def test_every_way_to_send_sorts_rows_alike(pump: Pump, way: str) -> None:
    recipients = [f"00{POLISH}", "one", "", "050 111 11 11", " ", B]
    rows = [
        recipient_row(POLISH),
        recipient_row("?", 305, None),
        recipient_row("", 305, None),
        recipient_row(A, 404, None),
        recipient_row(" ", 305, None),
        recipient_row(B, 0, None),
    ]
    made = sent(pump, way, recipients, rows)
    found = told(made)
    for name in found:
        found[name] = [recipient for recipient in found[name] if recipient in recipients]
    assert found == {
        "accepted": recipients[:1],
        "rejected": recipients[1:5],
        "duplicates": [],
        "missing": [B],
    }


RECIPIENTS = st.sampled_from(
    [A, B, C, f"+{A}", "050 111 11 11", POLISH, f"+{POLISH}", f"00{POLISH}", "", " ", "x", "y"]
) | st.text(max_size=12)
PHONES: st.SearchStrategy[Any] = RECIPIENTS | st.sampled_from(
    [None, True, 0, 1.5, [], {}, int(A), int(POLISH), "?"]
)
CODES = st.sampled_from([0, 800, 404, 407, 305, 888, 999, "0", "407", None, "OK"])
ROWS: st.SearchStrategy[Any] = st.builds(
    recipient_row, PHONES, CODES, st.sampled_from(["id", None, "", 7])
) | st.sampled_from([None, "?", 5, [], {}])


@st.composite
def answers(draw: st.DrawFn) -> tuple[list[str], Any]:
    """Recipients, and rows about them: permuted, left out, doubled, written anew, or of others."""
    recipients = draw(st.lists(RECIPIENTS, min_size=1, max_size=8))
    phones = normalize_phones(recipients)
    about = draw(st.permutations(phones) | st.just(phones))
    rows: list[Any] = []
    for phone in about:
        usual = st.builds(recipient_row, st.just(phone), CODES, st.sampled_from(["id", None]))
        rows += draw(st.lists(usual | ROWS, min_size=1, max_size=1) | st.lists(usual, max_size=2))
    rows += draw(st.lists(ROWS, max_size=2))
    as_object = draw(st.booleans())
    return recipients, {str(2 * n): entry for n, entry in enumerate(rows)} if as_object else rows


@settings(max_examples=examples(50, 1_000))
@given(answers(), st.sampled_from([0, 800, 801, 802, 507, 203, 999]))
def test_every_recipient_is_in_exactly_one_list(case: tuple[list[str], Any], code: int) -> None:
    recipients, rows = case
    before = json.dumps(rows)
    made = report(rows, recipients, code)
    found = Counter(everybody(made))
    if made.replayed:  # it may also be about others, with the number as the input
        assert found >= Counter(recipients)
        assert Counter(made.missing) <= Counter(recipients)
    else:
        assert found == Counter(recipients)
    entries = [*made.accepted, *made.rejected, *made.duplicates]
    assert len({id(entry.extra) for entry in entries}) == len(entries)
    assert json.dumps(rows) == before


@given(st.lists(RECIPIENTS, min_size=1, max_size=8), st.data())
def test_rows_in_order_belong_to_their_places_whatever_they_name(
    recipients: list[str], data: st.DataObject
) -> None:
    phones = normalize_phones(recipients)
    named = [data.draw(st.sampled_from([phone, None, "", "?"])) for phone in phones]
    rows = [recipient_row(name, 0, f"id-{index}") for index, name in enumerate(named)]
    made = report(rows, recipients)
    if "?" not in recipients and len(set(phones)) == len(phones):
        assert [entry.input for entry in made.accepted] == recipients
        assert made.message_ids == [f"id-{index}" for index in range(len(rows))]
