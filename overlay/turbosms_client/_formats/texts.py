"""Measures texts for SMS."""

from typing import Final, Literal, NamedTuple

from turbosms_api.tables import alphabets

_GSM: Final = frozenset(alphabets.GSM.characters)
_GSM_EXTENSION: Final = frozenset(alphabets.GSM_EXTENSION.characters)
# What fits in a single segment, and in each segment of a longer SMS, where a header takes the rest
# (3GPP TS 23.040).
_ROOM: Final = {"gsm-7": (160, 153), "ucs-2": (70, 67)}


def outside_gsm(text: str) -> tuple[str, ...]:
    """The distinct characters that are not in the GSM alphabet, in order of appearance."""
    outside = dict.fromkeys(text)
    for character in _GSM | _GSM_EXTENSION:
        outside.pop(character, None)
    return tuple(outside)


class SmsSize(NamedTuple):
    """The size of a text as an SMS."""

    encoding: Literal["gsm-7", "ucs-2"]
    """`gsm-7` if every character is in the GSM alphabet or its extension table, else `ucs-2`."""
    units: int
    """The length as the limits count it: GSM-7 septets (two for an extension character) or UTF-16
    units.
    """
    segments: int
    """The segments in which it is sent and charged; 0 for an empty text."""


def measure_sms(text: str) -> SmsSize:
    """Measure a text as an SMS. A single segment holds 160 GSM-7 septets or 70 UTF-16 units, each
    of several segments 153 or 67.

    >>> measure_sms("Відправлено")
    SmsSize(encoding='ucs-2', units=11, segments=1)
    """
    single, each = _ROOM["gsm-7"]
    if len(text) <= single and _GSM.issuperset(text):
        return SmsSize("gsm-7", len(text), 1 if text else 0)
    encoding: Literal["gsm-7", "ucs-2"] = "gsm-7"
    sizes = _gsm_sizes(text)
    if sizes is None:
        encoding = "ucs-2"
        sizes = _ucs2_sizes(text)
        single, each = _ROOM["ucs-2"]
    units = sum(sizes)
    segments = 1
    if units > single:
        segments = _segments(sizes, each)
    return SmsSize(encoding, units, segments)


def _gsm_sizes(text: str) -> list[int] | None:
    """The septets of each character; None if a character has none."""
    sizes: list[int] = []
    for character in text:
        if character in _GSM:
            sizes.append(1)
        elif character in _GSM_EXTENSION:
            sizes.append(2)
        else:
            return None
    return sizes


def _ucs2_sizes(text: str) -> list[int]:
    """The UTF-16 units of each character."""
    sizes: list[int] = []
    for character in text:
        is_surrogate_pair = character > "\uffff"
        sizes.append(2 if is_surrogate_pair else 1)
    return sizes


def _segments(sizes: list[int], room: int) -> int:
    """The number of segments. An escape and its character stay in one segment, and so do the halves
    of a surrogate pair.
    """
    segments = 1
    free = room
    for size in sizes:
        if size > free:
            segments += 1
            free = room
        free -= size
    return segments
