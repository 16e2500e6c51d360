"""The truth table of answers, over every code of the table and some outside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbosms_client import ResultCode
from turbosms_client._outcome import code_of, is_refusal, is_success, judge

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


@pytest.mark.parametrize(("value", "code"), [(414, 414), ("414", 414), ("0", 0), (888, 888)])
def test_codes_are_read(value: object, code: int) -> None:
    assert code_of(value) == code


def test_a_known_code_is_a_member() -> None:
    assert code_of("414") is ResultCode.NOT_ALLOWED_MESSAGE_ID


@pytest.mark.parametrize("value", [None, True, 4.5, "", "OK", "4.5", "-1", "٤", [], {}, "9" * 5000])
def test_other_values_are_no_codes(value: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        code_of(value)
