"""Phone numbers: one explicit way to write them, without guessing."""

import re
import unicodedata
from typing import Final

_SEPARATORS: Final = re.compile(r"[\s().\-\u2010-\u2015]+")
_INTERNATIONAL: Final = re.compile(r"\+?(380[0-9]{9})|\+((?!380)[1-9][0-9]{6,14})")
_WRITTEN: Final = re.compile(r"380[0-9]{9}(?:\n380[0-9]{9})*")
_UKRAINIAN: Final = re.compile(r"8?(0[0-9]{9})")  # as dialled within the country


def normalize_phone(phone: str) -> str | None:
    """Write a phone number as the service does: only digits, with the country code.

    Spaces, dashes, dots and brackets are dropped, and so are format characters (Unicode Cf), which
    are invisible and get copied along with a number. `+` marks an international number; `0XX…` and
    `80XX…` are Ukrainian numbers. Nothing else is guessed: any other text returns `None`, and
    `message.send` sends it unchanged.

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
    """The phone number that a text in a response or a list means, as `normalize_phone` writes it.

    Also understands a number without `+`, or with `00` instead: `48…`, `0048…` and `+48…` are the
    same. None for a text that is not a phone number.
    """
    phone = normalize_phone(text)
    if phone is not None:
        return phone
    digits = _compact(text).removeprefix("00")
    return normalize_phone(f"+{digits}")


def _compact(phone: str) -> str:
    """A number without separators and invisible characters."""
    compact = _SEPARATORS.sub("", phone)
    if compact.isascii():
        return compact
    return "".join(letter for letter in compact if unicodedata.category(letter) != "Cf")


def normalize_phones(phones: list[str]) -> list[str]:
    """Each number as it is sent. One that cannot be normalised stays as it is, without surrounding
    spaces, which the service ignores too (A-69).
    """
    joined = "\n".join(phones)
    # Nothing to do if all numbers are already written as the service does. The length shows that
    # none of them has several lines.
    has_one_line_each = len(joined) == 13 * len(phones) - 1
    if has_one_line_each and _WRITTEN.fullmatch(joined):
        return phones.copy()
    return [normalize_phone(phone) or phone.strip() or phone for phone in phones]


def mask_phone(phone: str) -> str:
    """A number that can be recognised but not dialled: `380*******68`."""
    if len(phone) < 8:
        return "*" * len(phone)
    hidden = "*" * (len(phone) - 5)
    return f"{phone[:3]}{hidden}{phone[-2:]}"
