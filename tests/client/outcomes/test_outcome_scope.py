"""Which refusals are one recipient's own, and which concern every request like it."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbosms_client import ResultCode
from turbosms_client._outcome import concerns_all

# Codes that the documentation describes by a recipient, a number or a message of one (and 307, 414
# in rows of ids). Where all are refused, the first one's stands over the whole, so it says
# nothing about the next request.
OF_ONE: Final = (305, 307, 404, 406, 407, 414, 416, 425, 426, 427, 503, 504)
NO_REFUSAL: Final = (0, 1, 500, 501, 507, 800, 801, 802, 803, 999)
OF_ALL: Final = (
    *(103, 104, 105, 106, 107, 200, 201, 202, 203, 204, 205, 206),
    *(300, 301, 302, 303, 304, 306, 308, 309, 310, 311, 312, 313),
    *(
        400,
        401,
        402,
        403,
        405,
        408,
        409,
        410,
        411,
        412,
        413,
        415,
        417,
        418,
        419,
        420,
        421,
        422,
        423,
        424,
    ),
    *(502, 505, 506),
)
KNOWN: Final = {int(code): code for code in ResultCode}


def test_every_code_is_in_one_list() -> None:
    assert sorted((*OF_ONE, *NO_REFUSAL, *OF_ALL)) == sorted(ResultCode)


@pytest.mark.parametrize(("codes", "told"), [(OF_ONE, False), (NO_REFUSAL, False), (OF_ALL, True)])
def test_whom_a_refusal_concerns(codes: tuple[int, ...], told: bool) -> None:
    assert {code: concerns_all(KNOWN[code]) for code in codes} == dict.fromkeys(codes, told)


@given(st.integers().filter(lambda number: number not in OF_ALL))
def test_no_other_number_concerns_all(number: int) -> None:
    assert concerns_all(KNOWN.get(number, number)) is False
