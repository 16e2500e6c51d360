"""Delivery statuses in the words of the reader."""

from __future__ import annotations

from functools import partial

from turbosms_api.tables.statuses import DELIVERY_STATUSES
from turbosms_languages import by_language


def status_name(status: str) -> str:
    """The name of a status: in English, and if it is not documented, as the service has it."""
    known = DELIVERY_STATUSES.get(status)
    return status if known is None else by_language(status, uk=partial(known.name_in, "uk"))
