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
    characters = dict.fromkeys(text)
    return tuple(
        character
        for character in characters
        if character not in _GSM and character not in _GSM_EXTENSION
    )


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
    encoding: Literal["gsm-7", "ucs-2"] = "ucs-2"
    if len(text) <= _ROOM["gsm-7"][0] and _GSM.issuperset(text):
        return SmsSize("gsm-7", len(text), min(len(text), 1))
    if all(character in _GSM or character in _GSM_EXTENSION for character in text):
        encoding, sizes = "gsm-7", [2 if character in _GSM_EXTENSION else 1 for character in text]
    else:
        sizes = [2 if character > "\uffff" else 1 for character in text]
    units, (alone, part) = sum(sizes), _ROOM[encoding]
    if units <= alone:
        return SmsSize(encoding, units, min(units, 1))
    segments, free = 1, part
    for (
        size
    ) in sizes:  # an escape and its character, like the halves of a surrogate pair, stay together
        if size > free:
            segments, free = segments + 1, part
        free -= size
    return SmsSize(encoding, units, segments)
