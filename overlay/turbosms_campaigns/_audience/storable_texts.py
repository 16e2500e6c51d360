"""Texts that either kind of database can store."""

import re
from typing import Final

_HALF: Final = re.compile("[\ud800-\udfff]")


def is_storable(text: str) -> bool:
    """Whether it has neither half a character nor a zero byte."""
    if "\0" in text:
        return False
    return text.isascii() or _HALF.search(text) is None
