"""Phone numbers: one explicit way to write them, and nothing guessed."""

import re
import unicodedata
from typing import Final

_SEPARATORS: Final = re.compile(r"[\s().\-\u2010-\u2015]+")
_INTERNATIONAL: Final = re.compile(r"\+?(380[0-9]{9})|\+((?!380)[1-9][0-9]{6,14})")
_WRITTEN: Final = re.compile(r"380[0-9]{9}(?:\n380[0-9]{9})*")
_UKRAINIAN: Final = re.compile(r"8?(0[0-9]{9})")  # as it is dialled inside the country


def normalize_phone(phone: str) -> str | None:
    """Write a phone number as the service does: digits alone, with the country code.

    Spaces, dashes, dots and brackets are dropped, and so are format characters (Unicode Cf), which
    nobody sees and which come along when a number is copied. `+` marks an international number;
    `0XX…` and `80XX…` are numbers of Ukraine. Nothing else is guessed: any other text gives `None`,
    and `message.send` sends it as it is.

        >>> normalize_phone("+38 (050) 328-86-68")
        '380503288668'
        >>> normalize_phone("328-86-68") is None
        True
    """
    compact = _compact(phone)
    international = _INTERNATIONAL.fullmatch(compact)
    if international is not None:
        return international[1] or international[2]
    ukrainian = _UKRAINIAN.fullmatch(compact)
    if ukrainian is not None:
        return f"38{ukrainian[1]}"
    return None


def read_phone(text: str) -> str | None:
    """The number that a text of an answer or a list means, written as by `normalize_phone`.

    It also understands a number that lacks `+` or has `00` instead: `48…`, `0048…` and `+48…` are
    one. None for a text that means no number.
    """
    phone = normalize_phone(text)
    if phone is not None:
        return phone
    digits = _compact(text).removeprefix("00")
    return normalize_phone(f"+{digits}")


def _compact(phone: str) -> str:
    """A number without what only makes it easier to read, and without what nobody sees."""
    compact = _SEPARATORS.sub("", phone)
    if compact.isascii():
        return compact
    return "".join(letter for letter in compact if unicodedata.category(letter) != "Cf")


def normalize_phones(phones: list[str]) -> list[str]:
    """Each number as it is sent: one that cannot be normalised stays as it is, but for blanks at
    its ends, without which the service reads it too (A-69).
    """
    joined = "\n".join(phones)
    # Nothing to do for numbers that are all written as the service does. The length tells that none
    # is a list itself.
    has_one_line_each = len(joined) == 13 * len(phones) - 1
    if has_one_line_each and _WRITTEN.fullmatch(joined):
        return phones.copy()
    return [normalize_phone(phone) or phone.strip() or phone for phone in phones]


def mask_phone(phone: str) -> str:
    """A number for people to recognise and for nobody to dial: `380*******68`."""
    if len(phone) < 8:
        return "*" * len(phone)
    hidden = "*" * (len(phone) - 5)
    return f"{phone[:3]}{hidden}{phone[-2:]}"
