"""The truth table of answers.

What is typed here comes from the documentation and the design, not from the code.
"""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.facts import FAILURE, PARTIAL, REPLAY, SUCCESS, UNKNOWN
from turbosms_api.reading import read_code
from turbosms_client import ResultCode
from turbosms_client._answers.verdicts import judge
from turbosms_client._results.code_meaning import (
    is_full_success,
    is_refusal,
    is_success,
    may_help_to_repeat,
)

pytestmark = pytest.mark.rules


def code_of(number: int) -> int:
    """As an answer's code is read."""
    code = read_code(number)
    assert code is not None
    return code


# "Description of Request Processing Result Codes", by what each code says of the request.
CLASSES: Final[dict[str, tuple[int, ...]]] = {
    "success": SUCCESS,
    "partial": PARTIAL,
    "replay": REPLAY,
    "failure": FAILURE,
    "unknown": UNKNOWN,
    "outside": (
        -1,
        2,
        102,
        108,
        199,
        207,
        299,
        314,
        399,
        428,
        499,
        508,
        799,
        804,
        888,
        998,
        1000,
        10**400,
    ),
}
NO_FAILURES: Final[list[int]] = []
for name, codes in CLASSES.items():
    if name != "failure":
        NO_FAILURES.extend(codes)
# The rows of those who were not accepted. A `doubtful` list has at least one that is no plain
# refusal.
ROWS: Final[dict[str, list[list[int]]]] = {
    "none": [[]],
    "refused": [*([code] for code in CLASSES["failure"]), [305, 407], [407, 427, 503], [504] * 5],
    "doubtful": [
        *([code] for code in NO_FAILURES),
        *([404, code] for code in NO_FAILURES),
        *([code, 407, 503] for code in NO_FAILURES),
    ],
}
# Nobody accepted. `+`: the answer also leaves out somebody, or says nothing readable of them. Where
# all are refused, the overall code may be the first recipient's: of a row with a 999 it says
# nothing.
NOBODY: Final = """
             none     none+    refused  refused+  doubtful  doubtful+
    success  unknown  unknown  refused  unknown   unknown   unknown
    partial  unknown  unknown  refused  unknown   unknown   unknown
    replay   unknown  unknown  refused  unknown   unknown   unknown
    failure  refused  refused  refused  refused   unknown   unknown
    unknown  unknown  unknown  unknown  unknown   unknown   unknown
    outside  unknown  unknown  unknown  unknown   unknown   unknown
"""
KINDS, *LINES = (line.split() for line in NOBODY.strip().splitlines())
CELLS: Final = [
    (line[0], kind, told) for line in LINES for kind, told in zip(KINDS, line[1:], strict=True)
]
REFUSALS: Final = st.sampled_from(CLASSES["failure"]).map(code_of)
# Not `ResultCode` itself, whose classes the code under test reads too.
CODES: Final = st.one_of(st.sampled_from(sum(CLASSES.values(), ())), st.integers(0, 1200)).map(
    code_of
)
DOUBTFUL: Final = CODES.filter(lambda code: code not in CLASSES["failure"])


def read(codes: list[int]) -> list[int]:
    return [code_of(code) for code in codes]


def test_the_classes_hold_every_documented_code_once() -> None:
    inside = [codes for name, codes in CLASSES.items() if name != "outside"]
    known = [code for codes in inside for code in codes]
    assert sorted(known) == sorted(ResultCode)
    assert not set(known) & set(CLASSES["outside"])


def verdict(overall: int, accepted: int, rows: list[int], missing: int) -> str:
    return judge(overall, accepted_count=accepted, refused=rows, missing_count=missing)


@pytest.mark.parametrize("name", CLASSES)
def test_every_code_says_what_its_class_says(name: str) -> None:
    for code in read([*CLASSES[name]]):
        assert may_help_to_repeat(code) is (isinstance(code, ResultCode) and code.repeat)
        assert is_success(code) is (name in ("success", "partial", "replay"))
        assert is_full_success(code) is (name == "success")
        assert is_refusal(code) is (name == "failure")


@pytest.mark.parametrize(("name", "kind", "told"), CELLS)
def test_nobody_accepted(name: str, kind: str, told: str) -> None:
    missing_counts = (1, 2, 5000) if kind.endswith("+") else (0,)
    for overall in read([*CLASSES[name]]):
        for rows in ROWS[kind.rstrip("+")]:
            for missing in missing_counts:
                assert verdict(overall, 0, read(rows), missing) == told, (overall, rows, missing)


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("kind", KINDS)
def test_somebody_accepted(name: str, kind: str) -> None:
    for overall in read([*CLASSES[name]]):
        for rows in ROWS[kind.rstrip("+")]:
            for accepted in (1, 5000):
                assert verdict(overall, accepted, read(rows), int(kind.endswith("+"))) == "report"


@given(CODES, st.integers(0, 5000), st.lists(CODES, max_size=9), st.integers(0, 5000))
def test_a_report_is_made_for_somebody_and_never_for_nobody(
    overall: int, accepted: int, rows: list[int], missing: int
) -> None:
    assert (verdict(overall, accepted, rows, missing) == "report") is (accepted > 0)


@given(CODES, st.data(), st.lists(CODES, max_size=9), DOUBTFUL, st.integers(0, 9))
def test_refused_is_never_said_of_a_row_that_may_have_been_sent(
    overall: int, data: st.DataObject, rows: list[int], doubtful: int, missing: int
) -> None:
    rows.insert(data.draw(st.integers(0, len(rows))), doubtful)
    assert verdict(overall, 0, rows, missing) == "unknown"


@given(DOUBTFUL, st.lists(CODES, max_size=9), st.integers(1, 9))
def test_refused_is_never_said_of_somebody_missing_unless_the_whole_was_refused(
    overall: int, rows: list[int], missing: int
) -> None:
    assert verdict(overall, 0, rows, missing) == "unknown"


@given(REFUSALS, st.lists(REFUSALS, max_size=9), st.integers(0, 9))
def test_a_refusal_with_nothing_against_it_is_one(
    overall: int, rows: list[int], missing: int
) -> None:
    assert verdict(overall, 0, rows, missing) == "refused"


@given(CODES, st.lists(CODES, max_size=9), st.randoms(use_true_random=False), st.integers(0, 9))
def test_the_order_of_the_rows_means_nothing(
    overall: int, rows: list[int], chance: object, missing: int
) -> None:
    mixed = sorted(rows, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert verdict(overall, 0, mixed, missing) == verdict(overall, 0, rows, missing)


@given(st.integers().filter(lambda number: number not in sum(list(CLASSES.values())[:-1], ())))
def test_a_code_outside_the_table_is_a_number_that_says_nothing(number: int) -> None:
    code = code_of(number)
    assert (code, type(code)) == (number, int)
    assert not is_success(code)
    assert not is_refusal(code)


@pytest.mark.parametrize(
    ("value", "code"),
    [(414, 414), ("414", 414), ("0", 0), ("1", 1), ("0414", 414), ("507", 507)],
)
def test_a_known_code_is_a_member_however_it_is_written(value: object, code: int) -> None:
    assert read_code(value) is ResultCode(code)


@pytest.mark.parametrize(("value", "code"), [(888, 888), ("888", 888), (-5, -5), (10**20, 10**20)])
def test_another_number_is_kept(value: object, code: int) -> None:
    assert (read_code(value), type(read_code(value))) == (code, int)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        4.5,
        414.0,
        *("", " ", "OK", "4.5", "-1", "+1", " 1", "1_0", "0x1", "٤", "²"),
        b"1",
        [],
        {},
        [1],
    ],
)
def test_what_is_no_whole_number_is_no_code(value: object) -> None:
    assert read_code(value) is None


@given(
    st.one_of(
        st.none(), st.booleans(), st.floats(), st.text(), st.binary(), st.lists(st.integers())
    )
)
def test_any_value_is_a_code_or_none(value: object) -> None:
    code = read_code(value)
    assert code is None or (isinstance(value, str) and code == int(value))


def test_a_number_too_long_to_read_is_no_code() -> None:
    assert read_code("9" * 5000) is None
