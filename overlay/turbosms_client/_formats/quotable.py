"""Words from a response that may be quoted in messages and logs.

Anything that does not look like one of them may be a piece of the request, echoed back.
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
    """The text, if it looks like the name of a result code, else an empty one."""
    if text and _NAME.fullmatch(text):
        return text
    return ""


def plain_type(text: str) -> str:
    """The text, if it is a common media type, else an empty one."""
    media_type = text.strip().lower()
    return media_type if media_type in _TYPES else ""
