"""Links of the web, in messages and to files."""

from __future__ import annotations

import re
from typing import Final

from turbosms_api.tables import limits

MAX_LINK: Final = limits.URL_CHARACTERS.value
"""Most characters of a link: as many as the URL of a request may have (A-132)."""
# The host stands behind the last "@" before the path, and before a port.
_WEB_LINK = re.compile(r"https?://(?:[^/?#\s]*@)?+[^/?#\s@:]\S*", re.IGNORECASE)


def is_web_link(text: str) -> bool:
    """Whether this is a link of http or https with a host, without white space (A-113, A-132)."""
    return len(text) <= MAX_LINK and _WEB_LINK.fullmatch(text) is not None
