"""What a text takes as an SMS."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbosms_client import SmsSize, measure_sms
from turbosms_client._formats.texts import _GSM, _GSM_EXTENSION

GSM_TEXT = st.text(sorted(_GSM | _GSM_EXTENSION), max_size=400)


def test_the_alphabet_is_complete() -> None:
    assert len(_GSM) == 127  # 128 places, one of which is the escape
    assert len(_GSM_EXTENSION) == 10
    assert not _GSM & _GSM_EXTENSION


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", ("gsm-7", 0, 0)),
        ("a" * 160, ("gsm-7", 160, 1)),
        ("a" * 161, ("gsm-7", 161, 2)),
        ("a" * 306, ("gsm-7", 306, 2)),
        ("a" * 307, ("gsm-7", 307, 3)),
        ("a" * 1521, ("gsm-7", 1521, 10)),
        ("€" * 80, ("gsm-7", 160, 1)),
        ("€" * 81, ("gsm-7", 162, 2)),
        ("€" * 153, ("gsm-7", 306, 3)),  # 76 in a part: the last septet of each stays free
        ("ж" * 70, ("ucs-2", 70, 1)),
        ("ж" * 71, ("ucs-2", 71, 2)),
        ("ж" * 134, ("ucs-2", 134, 2)),
        ("ж" * 135, ("ucs-2", 135, 3)),
        ("ж" * 661, ("ucs-2", 661, 10)),
        ("😀" * 35, ("ucs-2", 70, 1)),
        ("😀" * 67, ("ucs-2", 134, 3)),
        ("a" * 69 + "ж", ("ucs-2", 70, 1)),
        ("ç", ("ucs-2", 1, 1)),  # the alphabet has the capital alone
        ("`", ("ucs-2", 1, 1)),
    ],
)
def test_sizes(text: str, size: tuple[str, int, int]) -> None:
    assert measure_sms(text) == SmsSize(*size)  # type: ignore[arg-type]


@given(GSM_TEXT)
def test_gsm_counts_septets(text: str) -> None:
    size = measure_sms(text)
    assert size.encoding == "gsm-7"
    assert size.units == len(text) + sum(character in _GSM_EXTENSION for character in text)


@given(st.text(max_size=400))
def test_ucs_2_counts_utf_16_units(text: str) -> None:
    size = measure_sms(text)
    if size.encoding == "ucs-2":
        assert size.units == len(text.encode("utf-16-le")) // 2


@given(st.one_of(GSM_TEXT, st.text(max_size=400)))
def test_segments_hold_what_they_can(text: str) -> None:
    encoding, units, segments = measure_sms(text)
    alone, part = (160, 153) if encoding == "gsm-7" else (70, 67)
    if units <= alone:
        assert segments == (1 if units else 0)
    else:
        # At most one unit of each part stays free, where a pair did not fit.
        assert -(-units // part) <= segments <= -(-units // (part - 1))
