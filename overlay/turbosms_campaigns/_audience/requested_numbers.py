"""Reads numbers that callers pass as whatever they have."""

from decimal import Decimal, InvalidOperation
from typing import Any


def number_of(value: Any) -> Decimal:
    """The number; NaN if it is none."""
    try:
        return Decimal(str(value))
    except (InvalidOperation, ValueError):
        # The text is no number; or Python writes no number that has so many digits.
        return Decimal("NaN")
