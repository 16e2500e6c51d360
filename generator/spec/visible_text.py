"""Texts of a spec, which may be a stranger's, where people read them."""

from __future__ import annotations


def visible(text: str, *, keep_line_breaks: bool = False) -> str:
    """The text with escapes for what nobody would see.

    Such as a mark that turns lines around, or an escape sequence that moves a cursor.
    """
    letters: list[str] = []
    for letter in text:
        is_kept = letter.isprintable() or (keep_line_breaks and letter == "\n")
        letters.append(letter if is_kept else repr(letter)[1:-1])
    return "".join(letters)
