"""Keeps what stands in the cells of CSV from acting as a formula, which may do things to whoever
opens the file.
"""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = r"=+\-@\uff0b\uff0d\uff1d\uff20"
_HAS_SIGN: Final = re.compile(f"[{_SIGNS}]")
# Where the semicolon is the delimiter, as in Ukraine, a spreadsheet also ends a cell at one that
# stands inside quotes, unless the quotes begin the line.
_PIECE: Final = re.compile(r"[^;\t\r\n]+")
_FORMULA: Final = re.compile(rf"[\s'\"]*[{_SIGNS}]")
_NUMBER: Final = re.compile(r"[+-][\d\xa0 ().,-]*")
_APOSTROPHE: Final = "'"


def harmless(text: str) -> str:
    """The text with an apostrophe before all that a spreadsheet would take for a formula.

    A number with a sign, such as a phone number, stays as it is.
    """
    if _HAS_SIGN.search(text) is None or _NUMBER.fullmatch(text) is not None:
        return text
    return _PIECE.sub(_guarded, text)


def as_written(cell: str) -> str:
    """The text of which `harmless` made a cell."""
    if _APOSTROPHE not in cell:
        return cell
    return _PIECE.sub(_unguarded, cell)


def _guarded(match: re.Match[str]) -> str:
    piece = match[0]
    return piece if _FORMULA.match(piece) is None else _APOSTROPHE + piece


def _unguarded(match: re.Match[str]) -> str:
    piece = match[0]
    rest = piece.removeprefix(_APOSTROPHE)
    is_guarded = rest != piece and _FORMULA.match(rest) is not None
    return rest if is_guarded else piece
