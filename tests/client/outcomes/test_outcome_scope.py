"""Which refusals are one recipient's own, and which concern every request like it."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.facts import FAILURE, JUDGEMENTS, PARTIAL, REPLAY, SUCCESS, UNKNOWN
from turbosms_client import ResultCode
from turbosms_client._results.code_meaning import concerns_all

SCOPES: Final = {row.code: row.scope for row in JUDGEMENTS}
# Codes that the documentation describes by a recipient, a number or a message of one (and 307, 414
# in rows of ids). Where all are refused, the first one's stands over the whole, so it says
# nothing about the next request.
OF_ONE: Final = [code for code in FAILURE if SCOPES[code] != "request"]
OF_ALL: Final = [code for code in FAILURE if SCOPES[code] == "request"]
NO_REFUSAL: Final = [*SUCCESS, *PARTIAL, *REPLAY, *UNKNOWN]
KNOWN: Final = {int(code): code for code in ResultCode}


def test_every_code_is_in_one_list() -> None:
    assert sorted((*OF_ONE, *NO_REFUSAL, *OF_ALL)) == sorted(ResultCode)


@pytest.mark.parametrize(("codes", "told"), [(OF_ONE, False), (NO_REFUSAL, False), (OF_ALL, True)])
def test_whom_a_refusal_concerns(codes: list[int], told: bool) -> None:
    assert {code: concerns_all(KNOWN[code]) for code in codes} == dict.fromkeys(codes, told)


@given(st.integers().filter(lambda number: number not in OF_ALL))
def test_no_other_number_concerns_all(number: int) -> None:
    assert concerns_all(KNOWN.get(number, number)) is False
