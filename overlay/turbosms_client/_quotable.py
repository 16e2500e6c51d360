"""Words of an answer that may stand in messages and logs.

What does not look like one may be a piece of the request, sent back.
"""

import re
from typing import Final

_NAME: Final = re.compile(r"(?=.{1,60}\Z)[A-Z]+(?:[_2][A-Z]+)*")
_TYPES: Final = frozenset(
    {
        "application/json",
        "application/octet-stream",
        "application/problem+json",
        "application/xhtml+xml",
        "application/xml",
        "text/html",
        "text/plain",
        "text/xml",
    }
)


def plain_name(text: str | None) -> str:
    """The name of a result code, else nothing."""
    if text and _NAME.fullmatch(text):
        return text
    return ""


def plain_type(text: str) -> str:
    """A media type that is often met, else nothing."""
    media_type = text.strip().lower()
    return media_type if media_type in _TYPES else ""
