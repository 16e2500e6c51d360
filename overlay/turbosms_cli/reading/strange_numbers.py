"""Finds out why a recipient is not a phone number."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from turbosms_cli.printing.terminal_text import quoted
from turbosms_cli.reading.recipients import Recipient
from turbosms_languages import Text, _, joined

_NAMED: Final = 3
"""The number of characters to name; with more, it is a word rather than a number."""
_BETWEEN: Final = re.compile(r"[,;/|\n]+|:::|\s{2,}")
_IN_A_ROW: Final = re.compile(r"(?:\+?380\d{9}|0\d{9}){2,}")
_OF_A_NUMBER: Final = re.compile(r"[0-9\s().+\-\u2010-\u2015]")
_FEW_DIGITS: Final = 7
_LONGEST: Final = 200
"""Longer texts are not cells with numbers, and are not examined."""
_SHORTENED: Final = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)


def complaint(recipient: str) -> Text:
    """The message for a recipient that is not a phone number: where it is, and what is wrong."""
    message = _(
        "{recipient} is not a phone number: the service will refuse it.",
        recipient=quoted(recipient),
    )
    if isinstance(recipient, Recipient):
        message = _(
            "{file}, line {line:,}: {message}",
            file=recipient.file,
            line=recipient.line,
            message=message,
        )
    why = _why(recipient)
    return message if why is None else joined(" ", (message, why))


def _why(recipient: str) -> Text | None:
    if len(recipient) > _LONGEST:
        return None
    if has_several(recipient):
        return _("It has several numbers: put each on a line of its own.")
    if _SHORTENED.fullmatch(recipient):
        return _("A spreadsheet has shortened it, and the last digits are lost.")
    unreadable = _unreadable(recipient)
    return _("It has {characters}.", characters=", ".join(unreadable)) if unreadable else None


def has_several(text: str) -> bool:
    """Whether it consists of several numbers."""
    from turbosms_client import normalize_phone  # noqa: PLC0415

    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) > 1 and sum(normalize_phone(part) is not None for part in parts) > 1:
        return True
    return _IN_A_ROW.fullmatch(re.sub(r"[\s().\-]", "", text)) is not None


def _unreadable(text: str) -> list[str]:
    """The characters that do not belong in a number, by name."""
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
