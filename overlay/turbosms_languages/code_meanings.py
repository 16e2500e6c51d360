"""What result codes mean, for readers of each language.

Apart from the client's errors: `turbosms codes` needs the table alone, and imports no client.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from turbosms_languages import Text, by_language

if TYPE_CHECKING:
    from turbosms_client import ResultCode


def meaning_of(code: ResultCode) -> Text:
    """What a result code means."""
    return by_language(code.meaning, uk=partial(code.meaning_in, "uk"))
