"""A text that would take over a terminal, and the proof that it has not."""

from __future__ import annotations

import re
from typing import Final

# The title of the window, colours, clearing the screen by C0 and by C1, a bell, going back, the
# direction of the text, ends of lines that are none of ours.
HOSTILE: Final = (
    "\x1b]0;TITLE\x07\x1b[31m\x1b[2J\x9b2J\x9d0;X\x9c\x08\x7f\u202e\u2066\u200e\u2028\x0b"
)
_RAW: Final = [letter for letter in HOSTILE if not letter.isprintable() and letter != "\x1b"]
_OURS: Final = re.compile(r"\x1b\[(?:[0-9;]*m|\?25[lh]|[0-9]*[AK])|\r\n|[\r\n]")
"""Colours and the display of progress."""


def harmless(output: str) -> None:
    """Assert that nothing of it gets through."""
    assert output
    for letter in _RAW:
        assert letter not in output, f"U+{ord(letter):04X} in {output!r}"
    assert "\x1b[2J" not in output
    assert "\x1b" not in _OURS.sub("", output)
