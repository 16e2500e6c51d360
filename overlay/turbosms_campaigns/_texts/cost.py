"""What one person's message costs, by the prices that the campaign was given."""

from decimal import Decimal

from .._model.results import CostRange
from .._model.settings import Message


def price_range(message: Message, segments: int | None) -> CostRange | None:
    """The lowest and the highest price of one person's message; None if a price is not known.

    A hybrid costs what the channel costs that reaches the person.

    Args:
        segments: of the SMS; None without one.
    """
    prices: list[Decimal | None] = []
    if message.viber is not None:
        prices.append(message.prices.get(message.viber_rate or ""))
    if message.sms is not None:
        price_of_segment = message.prices.get("sms")
        if price_of_segment is None or segments is None:
            prices.append(None)
        else:
            prices.append(price_of_segment * segments)
    known = [price for price in prices if price is not None]
    if not known or len(known) < len(prices):
        return None
    return CostRange(min(known), max(known))
