"""The length of an SMS: in the GSM 7-bit alphabet with its extension table, or else in UTF-16."""

from __future__ import annotations

from typing import NamedTuple

from turbosms_api.tables import alphabets, limits

_BASIC = frozenset(alphabets.GSM.characters)
_EXTENDED = frozenset(alphabets.GSM_EXTENSION.characters)
_GSM = _BASIC | _EXTENDED

_GSM_SIZES = (160, 153)
_UNICODE_SIZES = (70, 67)
"""Units of a text that fits into one segment, and units of each segment of a longer one."""


class SmsSize(NamedTuple):
    """The length of an SMS. `units` are GSM septets or, if `unicode`, UTF-16 units."""

    units: int
    segments: int
    unicode: bool

    @property
    def is_too_long(self) -> bool:
        return self.segments > 1 and self.units > _max_units(unicode=self.unicode)


def measure(text: str) -> SmsSize:
    """Count the units and the segments of `text`.

    A character of two units is never split between segments.
    """
    if len(text) <= _GSM_SIZES[0] and _BASIC.issuperset(text):
        return SmsSize(len(text), 1, unicode=False)  # by far the most texts
    unicode = not _GSM.issuperset(text)
    if unicode:
        widths = [2 if character > "\uffff" else 1 for character in text]
    else:
        widths = [2 if character in _EXTENDED else 1 for character in text]
    units = sum(widths)
    single, part = _UNICODE_SIZES if unicode else _GSM_SIZES
    if units <= single:
        return SmsSize(units, 1, unicode)
    segments = _count_segments(widths, part)
    # ten segments hold every text within the limit of characters, as the documentation says,
    # even if all its two-unit characters fall on the seams.
    if units <= _max_units(unicode=unicode):
        segments = min(segments, limits.SMS_SEGMENTS.value)
    return SmsSize(units, segments, unicode)


def _max_units(*, unicode: bool) -> int:
    limit = limits.SMS_UNICODE_CHARACTERS if unicode else limits.SMS_GSM_CHARACTERS
    return limit.value


def _count_segments(widths: list[int], segment_size: int) -> int:
    segments = 1
    filled = 0
    for width in widths:
        if filled + width > segment_size:
            segments += 1
            filled = 0
        filled += width
    return segments
