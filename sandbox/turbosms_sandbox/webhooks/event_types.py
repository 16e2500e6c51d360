"""The types of events that the sandbox has, and the words and pauses of the generated tables."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from turbosms_api.tables.statuses import DELIVERY_STATUSES
from turbosms_api.tables.webhook_types import WEBHOOK_REPEATS, WEBHOOK_STATUSES, WEBHOOK_TYPES

SMS_REPORT: Final = WEBHOOK_TYPES["DLR_SMS_API"].name
VIBER_REPORT: Final = WEBHOOK_TYPES["DLR_VIBER_API"].name
SESSION_REPORT: Final = WEBHOOK_TYPES["DLR_VIBER_SESSION"].name
SESSION_REPLY: Final = WEBHOOK_TYPES["INBOX_VIBER_SESSION"].name
BUTTON_CLICK: Final = WEBHOOK_TYPES["VIBER_BUTTON_CLICK"].name
EVENT_TYPES: Final = tuple(name for name, row in WEBHOOK_TYPES.items() if row.interface == "http")

PAUSES: Final = tuple(minutes * 60 for minutes in WEBHOOK_REPEATS)
"""Seconds between an attempt that failed and the next one; after the last pause there is none."""


def _words() -> dict[str, str]:
    """The first word of the table for each delivery status, or else its own name (A-156)."""
    words: dict[str, str] = {}
    for word, status in WEBHOOK_STATUSES.items():
        words.setdefault(status, word)
    for status in DELIVERY_STATUSES:
        words.setdefault(status, status)
    return words


STATUS_WORDS: Final = MappingProxyType(_words())
"""The word of a delivery report for each delivery status."""
