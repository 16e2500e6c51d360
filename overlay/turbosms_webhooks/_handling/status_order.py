"""Which status of a message may follow which (A-163)."""

from collections.abc import Mapping
from typing import Final

from turbosms_api.tables.statuses import DELIVERY_STATUSES

_STEPS: Final[Mapping[str, int]] = {"Queued": 0, "Accepted": 1, "Sent": 2}
"""How far delivery is; a final status is farther than all of these."""
_UNKNOWN_WORD: Final = 2
_FINAL: Final = 3


def advances(before: str | None, status: str) -> bool:
    """Whether a status is news about a message of which another one is known, or none.

    Reports arrive late and out of order: what is behind the known status is history. Of the final
    ones, only `Read` follows another, which is `Delivered`.
    """
    if before is None:
        return True
    if is_final(before):
        return (before, status) == ("Delivered", "Read")
    return _step(status) >= _step(before)


def is_final(status: str) -> bool:
    """Whether nothing more is to be waited for."""
    known = DELIVERY_STATUSES.get(status)
    return known is not None and known.final


def _step(status: str) -> int:
    if is_final(status):
        return _FINAL
    return _STEPS.get(status, _UNKNOWN_WORD)
