"""What one recipient costs at the most: the share of it that a campaign has reserved."""

from decimal import Decimal
from typing import Final

from .._model.settings import Message
from .cost import price_range

_NOTHING: Final = Decimal(0)


class HighestPrices:
    """The highest price of one recipient of a message, by the segments of the SMS."""

    def __init__(self, message: Message) -> None:
        self._message = message
        self._by_segments: dict[int | None, Decimal] = {}

    def of(self, segments: int | None) -> Decimal:
        """In UAH; 0 without prices."""
        if segments not in self._by_segments:
            prices = price_range(self._message, segments)
            self._by_segments[segments] = _NOTHING if prices is None else prices.highest
        return self._by_segments[segments]
