"""The truth table of answers, over every code of the table and some outside it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from turbosms_api.reading import read_code
from turbosms_client import ResultCode
from turbosms_client._outcome import is_refusal, is_success, judge


def code_of(number: int) -> int:
    """As an answer's code is read."""
    code = read_code(number)
    assert code is not None
    return code


CODES = st.one_of(st.sampled_from(ResultCode), st.integers(0, 1200).map(code_of))
SUCCESSES = {0, 1, 800, 801, 802, 803, 507}
UNKNOWN = {500, 501, 999}


def test_every_code_is_of_one_class() -> None:
    for code in ResultCode:
        assert is_success(code) == (code in SUCCESSES)
        assert is_refusal(code) == (code not in SUCCESSES | UNKNOWN)


@given(st.integers().filter(lambda number: number not in set(ResultCode)))
def test_a_code_outside_the_table_is_neither(number: int) -> None:
    assert code_of(number) == number
    assert not is_success(code_of(number))
    assert not is_refusal(code_of(number))


@given(CODES, st.integers(1, 5000), st.lists(CODES, max_size=5), st.integers(0, 5))
def test_whoever_is_accepted_is_reported(overall: int, accepted: int, refused: list[int], missing: int) -> None:
    assert judge(overall, accepted, refused, missing) == "report"


@given(CODES, st.lists(CODES, max_size=5), st.integers(0, 5))
def test_nobody_accepted(overall: int, refused: list[int], missing: int) -> None:
    certain = bool(refused) and missing == 0 and all(is_refusal(code) for code in refused)
    if is_refusal(overall) or (is_success(overall) and certain):
        assert judge(overall, 0, refused, missing) == "refused"
    else:
        assert judge(overall, 0, refused, missing) == "unknown"
