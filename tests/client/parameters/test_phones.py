"""Phone numbers are written one way, and none is guessed."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbosms_client import normalize_phone
from turbosms_client._formats.phones import mask_phone, normalize_phones

DIGITS = st.text("0123456789", min_size=9, max_size=9)
SEPARATORS = st.lists(
    st.sampled_from(["", " ", "-", ".", "(", ")", "\u00a0", "\u2013", " - "]),
    min_size=14,
    max_size=14,
)


@cache
def format_characters() -> list[str]:
    """All that Unicode has."""
    every_letter = map(chr, range(sys.maxunicode + 1))
    return [letter for letter in every_letter if unicodedata.category(letter) == "Cf"]


def spaced(number: str, separators: list[str]) -> str:
    return "".join(a + b for a, b in zip(number, separators, strict=False))


@pytest.mark.parametrize(
    "number",
    [
        "+38 (050) 328-86-68",
        "380503288668",
        "+380503288668",
        "0503288668",
        "80503288668",
        "050 328 86 68",
        "8 (050) 328-86-68",
        "380 50 328 86 68",
    ],
)
def test_ways_to_write_a_ukrainian_number(number: str) -> None:
    assert normalize_phone(number) == "380503288668"


@pytest.mark.parametrize(
    ("number", "written"),
    [("+48 601 234 567", "48601234567"), ("+1 (212) 555-0123", "12125550123")],
)
def test_a_plus_marks_an_international_number(number: str, written: str) -> None:
    assert normalize_phone(number) == written


@pytest.mark.parametrize(
    "number",
    [
        "",
        "503288668",
        "328-86-68",
        "48601234567",
        "+0503288668",
        "+38050328866",
        "+3805032886681",
        "38050328866",
        "phone",
        "+38O503288668",
        "++380503288668",
        "380503288668,380503288669",
        "٠٥٠٣٢٨٨٦٦٨",
    ],
)
def test_nothing_is_guessed(number: str) -> None:
    assert normalize_phone(number) is None


@given(DIGITS, SEPARATORS, st.sampled_from(["380", "+380", "0", "80"]))
def test_every_way_to_write_a_number_leads_to_one(
    digits: str, separators: list[str], prefix: str
) -> None:
    assert normalize_phone(spaced(prefix + digits, separators)) == "380" + digits


@pytest.mark.parametrize(
    "number", ["\u202a+380503288668\u202c", "380\u200b503288668", "\u200e050\u00ad3288668\ufeff"]
)
def test_what_is_invisible_is_no_part_of_it(number: str) -> None:
    assert normalize_phone(number) == "380503288668"


@given(
    DIGITS,
    st.deferred(lambda: st.lists(st.sampled_from(format_characters()), min_size=12, max_size=12)),
)
def test_format_characters_anywhere(digits: str, invisible: list[str]) -> None:
    assert normalize_phone(spaced(f"380{digits}", invisible)) == f"380{digits}"


@given(st.text(max_size=20))
def test_what_is_written_stays_as_it_is(text: str) -> None:
    written = normalize_phone(text)
    if written is not None:
        assert re.fullmatch("[1-9][0-9]{6,14}", written)
        assert normalize_phone("+" + written) == written


@given(st.text(max_size=20))
def test_a_mask_hides_most(text: str) -> None:
    masked = mask_phone(text)
    assert len(masked) == len(text)
    assert masked.count("*") >= min(len(text), 3)


def test_a_mask_shows_a_little() -> None:
    assert mask_phone("380503288668") == "380*******68"


@pytest.mark.parametrize("written", [" 48501234567", "48501234567 ", "\t48501234567\n"])
def test_blanks_around_a_number_are_no_part_of_it(written: str) -> None:
    assert normalize_phones([written, "+48501234567"]) == ["48501234567", "48501234567"]


def test_a_blank_recipient_stays_what_it_is() -> None:
    assert normalize_phones(["  ", ""]) == ["  ", ""]
