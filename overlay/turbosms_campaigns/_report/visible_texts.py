"""Texts of strangers, of which nothing acts on what shows them."""

import re
from typing import Final

_ACTING: Final = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control characters, those that turn the direction of what follows, and halves of characters."""
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


def visible(text: str) -> str:
    """The text with a mark in place of what would act instead of being shown."""
    if text.isprintable():
        return text
    return _ACTING.sub(_REPLACEMENT, text)


def escaped_in_json(written: str) -> str:
    r"""JSON with `\u` escapes for what would act on a terminal, which mean the same."""
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", written)
