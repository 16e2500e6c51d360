"""The length of an SMS.

The GSM 7-bit alphabet with its extension table, or UTF-16 for everything else.
"""

from __future__ import annotations

from typing import NamedTuple

from turbosms_api.tables import limits

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_GSM = _BASIC | _EXTENDED

_GSM_SIZES = (160, 153)
_UNICODE_SIZES = (70, 67)
"""Units of a text that fits into one segment, and units of each segment of a longer one."""


class SmsSize(NamedTuple):
    """How long an SMS is: `units` are GSM septets or, if `unicode`, UTF-16 units."""

    units: int
    segments: int
    unicode: bool

    @property
    def too_long(self) -> bool:
        limit = limits.SMS_UNICODE_CHARACTERS if self.unicode else limits.SMS_GSM_CHARACTERS
        return self.units > limit.value


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
    segments, filled = 1, 0
    for width in widths:
        if filled + width > part:
            segments, filled = segments + 1, 0
        filled += width
    # ten segments hold every text within the limit of characters, as the documentation says,
    # even one whose two-unit characters all fall on the seams.
    if units <= (limits.SMS_UNICODE_CHARACTERS if unicode else limits.SMS_GSM_CHARACTERS).value:
        segments = min(segments, limits.SMS_SEGMENTS.value)
    return SmsSize(units, segments, unicode)


def is_utf8(text: str) -> bool:
    """Whether `text` came from valid UTF-8: it has no lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
