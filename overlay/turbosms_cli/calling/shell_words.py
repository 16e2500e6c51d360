"""Commands as they are typed into a shell."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def shell_command(words: Iterable[str]) -> str:
    """The words as one line for a shell."""
    return " ".join(map(shell_word, words))


def shell_word(word: str) -> str:
    """Quote a word for a shell. Unprintable characters are escaped, so that it can be copied."""
    if word.isprintable():
        return shlex.quote(word)
    written = "".join(
        letter if letter.isprintable() and letter not in "\\'" else _by_number(letter)
        for letter in word
    )
    return f"$'{written}'"


def _by_number(letter: str) -> str:
    octets = letter.encode("utf-8", "surrogateescape")
    return "".join(f"\\x{octet:02x}" for octet in octets)
