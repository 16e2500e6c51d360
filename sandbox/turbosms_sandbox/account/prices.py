"""The price list, in kopecks: whole numbers, so that money adds up exactly. On the wire it is UAH.

A-12: mostly the prices of the documented samples; the real ones depend on the account.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SMS_SEGMENT: Final = 34
SESSION: Final = 88
VIBER: Final[Mapping[str, int]] = {"promotional": 50, "transactional": 36}


def in_uah(kopecks: int) -> float | int:
    """Kopecks as the service writes money: UAH with a fraction, and `0` for nothing."""
    return kopecks / 100 if kopecks else 0


def in_kopecks(uah: float) -> int:
    """UAH as whole kopecks; half a kopeck is rounded up."""
    return int((Decimal(str(uah)) * 100).to_integral_value(ROUND_HALF_UP))
