"""Why a recipient is no phone number, as far as it can be seen."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from turbosms_cli.recipients import Recipient
from turbosms_cli.terminal_text import quoted

_NAMED: Final = 3
"""How many characters are named; of more, it is a word and no number."""
_BETWEEN: Final = re.compile(r"[,;/|\n]+|:::|\s{2,}")
_IN_A_ROW: Final = re.compile(r"(?:\+?380\d{9}|0\d{9}){2,}")
_OF_A_NUMBER: Final = re.compile(r"[0-9\s().+\-\u2010-\u2015]")
_FEW_DIGITS: Final = 7
_LONGEST: Final = 200
"""What is longer is no cell with numbers, and is not looked into."""
_SHORTENED: Final = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)


def complaint(recipient: str) -> str:
    """What is said of a recipient that is no phone number: where it is, and what is wrong."""
    place = recipient.place if isinstance(recipient, Recipient) else ""
    said = f"{place}{quoted(recipient)} is no phone number: the service will refuse it."
    if len(recipient) > _LONGEST:
        return said
    if has_several(recipient):
        return f"{said} It has several numbers: give each a line of its own."
    if _SHORTENED.fullmatch(recipient):
        return f"{said} A spreadsheet has shortened it, and its last digits are lost."
    unreadable = _unreadable(recipient)
    return f"{said} It has {', '.join(unreadable)}." if unreadable else said


def has_several(text: str) -> bool:
    """Whether it is made of several numbers."""
    from turbosms_client import normalize_phone  # noqa: PLC0415

    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) > 1 and sum(normalize_phone(part) is not None for part in parts) > 1:
        return True
    return _IN_A_ROW.fullmatch(re.sub(r"[\s().\-]", "", text)) is not None


def _unreadable(text: str) -> list[str]:
    """The characters that have no place in a number, by their names."""
    found = [
        letter
        for letter in dict.fromkeys(text)
        if not _OF_A_NUMBER.fullmatch(letter) and unicodedata.category(letter) != "Cf"
    ]
    digits = sum(letter.isdigit() for letter in text)
    if digits < _FEW_DIGITS or (len(found) > _NAMED and not all(map(str.isdigit, found))):
        return []
    return [
        f"U+{ord(letter):04X} {unicodedata.name(letter, 'without a name')}"
        for letter in found[:_NAMED]
    ]
