"""Makes foreign texts safe for a terminal.

Characters that would move its cursor, change its title or reverse a text are escaped.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from turbosms_languages import spoken

_JOINERS: Final = "\u200c\u200d"
"""Invisible, but needed for letters of some scripts and for many emoji."""
_ENOUGH: Final = 60


def harmless(text: str) -> str:
    """Replace unprintable characters by escapes such as `\\x1b`; line breaks stay."""
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(letter: str) -> str:
    if _is_harmless(letter):
        return letter
    return repr(letter)[1:-1]


def one_line(text: str) -> str:
    """The text for the reader with unprintable characters escaped, and spaces for line breaks."""
    return harmless(spoken(text)).replace("\n", " ")


def quoted(text: str) -> str:
    """A piece of foreign text for a message: escaped, and not long."""
    if len(text) > _ENOUGH:
        return f"{harmless(repr(text[:_ENOUGH]))}…"
    return harmless(repr(text))


def _is_harmless(letter: str) -> bool:
    return (
        letter.isprintable()
        or letter == "\n"
        or letter in _JOINERS
        or unicodedata.category(letter) == "Zs"
    )
