"""How much of an SMS a text takes."""

from typing import Final, Literal, NamedTuple

_GSM: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENSION: Final = frozenset("\f^{}\\[~]|€")  # each behind an escape: two septets
# What fits in one message alone, and in each part of a longer one, whose header takes the rest
# (3GPP TS 23.040).
_ROOM: Final = {"gsm-7": (160, 153), "ucs-2": (70, 67)}


def outside_gsm(text: str) -> tuple[str, ...]:
    """The characters that are not in the GSM alphabet, each once, in the order of the text."""
    outside = dict.fromkeys(text)
    for character in _GSM | _GSM_EXTENSION:
        outside.pop(character, None)
    return tuple(outside)


class SmsSize(NamedTuple):
    """What a text takes as an SMS."""

    encoding: Literal["gsm-7", "ucs-2"]
    """`gsm-7` if every character is in the GSM alphabet or its extension table, else `ucs-2`."""
    units: int
    """Its length as the limits count it: GSM-7 septets (two for an extension character) or UTF-16
    units.
    """
    segments: int
    """The parts in which it is sent and charged; 0 for an empty text."""


def measure_sms(text: str) -> SmsSize:
    """Count what `text` takes as an SMS: 160 GSM-7 septets or 70 UTF-16 units alone, 153 or 67 in
    each of many parts.

    >>> measure_sms("Відправлено")
    SmsSize(encoding='ucs-2', units=11, segments=1)
    """
    alone, part = _ROOM["gsm-7"]
    if len(text) <= alone and _GSM.issuperset(text):
        return SmsSize("gsm-7", len(text), 1 if text else 0)
    encoding: Literal["gsm-7", "ucs-2"] = "gsm-7"
    sizes = _gsm_sizes(text)
    if sizes is None:
        encoding = "ucs-2"
        sizes = _ucs2_sizes(text)
        alone, part = _ROOM["ucs-2"]
    units = sum(sizes)
    segments = 1
    if units > alone:
        segments = _segments(sizes, part)
    return SmsSize(encoding, units, segments)


def _gsm_sizes(text: str) -> list[int] | None:
    """The septets of each character; None for a text that has others."""
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


def _segments(sizes: list[int], part: int) -> int:
    """The parts it takes. An escape and its character, like the halves of a surrogate pair, stay
    together.
    """
    segments = 1
    free = part
    for size in sizes:
        if size > free:
            segments += 1
            free = part
        free -= size
    return segments
