"""Values of a table, as texts and reports get them."""

import string
from typing import Final

_SPACES: Final = string.whitespace + "\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
_WIDE_SPACES: Final = "".join(map(chr, range(0x2000, 0x200B)))
_INVISIBLE: Final = "".join(
    map(
        chr,
        (
            *(0xAD, 0x61C, 0x180E, 0xFEFF),
            *range(0x200B, 0x2010),
            *range(0x202A, 0x202F),
            *range(0x2060, 0x2070),
        ),
    )
)
"""Marks of the direction, of the byte order, and of where a line may break."""
_UNSEEN: Final = _SPACES + _WIDE_SPACES + _INVISIBLE


def trimmed(value: str) -> str:
    """A value without what cannot be seen around it; so one is empty if it looks empty.

    One such character would also make an SMS UCS-2.
    """
    return value.strip(_UNSEEN)
