"""Finds the encoding of a file: by its byte order mark, its zero bytes, or because it is named."""

from __future__ import annotations

import codecs
import io
import unicodedata
from typing import Final

from turbosms_languages import _
from turbosms_spreadsheets.errors import WrongEncodingError

BEGINNING: Final = 4_096
"""The number of bytes examined."""
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
"""The longer ones first, since the mark of UTF-32 begins with that of UTF-16."""
_NAMES: Final = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32"}
_ODD: Final = frozenset(("Cc", "Cn", "Co"))
"""Categories of control characters, of those that are none, and of private ones."""
_NEARLY_ALL: Final = 0.9
_FEW: Final = 0.05


def is_encoding(name: str) -> bool:
    """Whether there is a text encoding of this name."""
    try:
        # Not every codec is for text: `hex` turns bytes into bytes, and `idna` has only names of
        # hosts, without a character that stands for what is wrong.
        io.TextIOWrapper(io.BytesIO(), name)
        b"\xff".decode(name, "replace")
    except (LookupError, ValueError):
        return False
    return True


def encoding_of(name: str, beginning: bytes, named: str | None) -> str:
    """The encoding of a file with this beginning.

    Raises:
        WrongEncodingError: its byte order mark contradicts the encoding that was named.
    """
    marked = next((encoding for mark, encoding in _MARKS if beginning.startswith(mark)), None)
    if named is None:
        return marked or _guessed(beginning) or "utf-8"
    chosen = codecs.lookup(named).name
    if marked is not None and chosen.startswith(marked.removesuffix("-sig")):
        return marked  # the mark is not text, and gives the byte order
    is_mark = marked == "utf-8-sig" or b"\0" in beginning
    if marked is not None and is_mark:
        raise WrongEncodingError(
            _(
                "{name} is in {names}, according to its byte order mark, not in {named}",
                name=name,
                names=_NAMES[marked],
                named=named,
            ),
            is_marked=True,
        )
    if chosen in {"utf-16", "utf-32"}:
        return _guessed(beginning) or f"{chosen}-le"  # as on Windows
    return chosen


def name_for_people(encoding: str) -> str:
    """The name of an encoding as it is usually written."""
    return _NAMES.get(encoding, encoding.upper())


def _guessed(beginning: bytes) -> str | None:
    """Recognise UTF-16 or UTF-32 without a mark by the high bytes of its letters."""
    places = [beginning[place::4] for place in range(4)]
    if min(map(_share_of_zeros, places[2:])) > _NEARLY_ALL > _share_of_zeros(places[0]):
        return "utf-32-le"
    if min(map(_share_of_zeros, places[:2])) > _NEARLY_ALL > _share_of_zeros(places[3]):
        return "utf-32-be"
    even, odd = beginning[::2], beginning[1::2]
    if _share_of_zeros(even) < _FEW < _share_of_zeros(odd) and _is_text(beginning, "utf-16-le"):
        return "utf-16-le"
    if _share_of_zeros(odd) < _FEW < _share_of_zeros(even) and _is_text(beginning, "utf-16-be"):
        return "utf-16-be"
    return None


def _is_text(beginning: bytes, encoding: str) -> bool:
    """Whether it consists of characters, of which hardly any control something."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(beginning)
    except UnicodeError:
        return False
    odd = sum(unicodedata.category(letter) in _ODD and letter not in "\t\r\n" for letter in text)
    return odd <= _FEW * len(text)


def _share_of_zeros(values: bytes) -> float:
    return values.count(0) / len(values) if values else 0.0
