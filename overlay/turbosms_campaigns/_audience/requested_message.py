"""Checks what a caller wants to have sent."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from turbosms_client import Sms, Viber
from turbosms_languages import _

from .._model.errors import invalid_option
from .._model.options import MessageOptions
from .._model.settings import Message
from .requested_numbers import number_of

_HIGHEST_PRICE: Final = 10_000
_SMALLEST_PART: Final = Decimal("0.000001")
"""Of an amount, as the database has it."""


def message_of(options: MessageOptions) -> Message:
    """The message of a new campaign; other keys than those of a message are passed over.

    Raises:
        InvalidCampaignError: there is no channel, no text, a `start_time`, or a price is none.
    """
    text = options.get("text")
    viber = options.get("viber")
    sms = options.get("sms")
    if text is not None and not isinstance(text, str):
        raise invalid_option(
            "text", _("text must be a string, not {kind}.", kind=type(text).__name__)
        )
    if viber is None and sms is None:
        raise invalid_option("sms", _("No channel: pass sms=Sms(...), viber=Viber(...) or both."))
    if viber is not None:
        _check_channel("viber", viber, Viber)
    if sms is not None:
        _check_channel("sms", sms, Sms)
        if not (sms.text if sms.text is not None else text):
            raise invalid_option("sms.text", _("The SMS has no text: pass text=."))
    prices = _read_prices(options.get("prices"))
    return Message(text=text, viber=viber, sms=sms, prices=prices)


def _check_channel(name: str, channel: Any, kind: type[Viber] | type[Sms]) -> None:
    if not isinstance(channel, kind):
        raise invalid_option(
            name,
            _(
                "{name} must be {kind}(...), not {other}.",
                name=name,
                kind=kind.__name__,
                other=type(channel).__name__,
            ),
        )
    if channel.sender is None:
        # It is part of what is sent, so it must not depend on which worker sends it.
        raise invalid_option(
            f"{name}.sender",
            _(
                "The {name} message has no sender: {kind}(sender=...).",
                name=name,
                kind=kind.__name__,
            ),
        )
    if channel.start_time is not None:
        raise invalid_option(
            f"{name}.start_time",
            _("start_time would let the service send outside of all limits: pass start_at=."),
        )


def _read_prices(prices: Any) -> dict[str, Decimal]:
    if prices is None:
        return {}
    if not isinstance(prices, Mapping):
        raise invalid_option(
            "prices",
            _(
                "prices must be a dict of prices by rate, not {kind}.",
                kind=type(prices).__name__,
            ),
        )
    return {rate: _read_price(price) for rate, price in prices.items()}


def _read_price(value: Any) -> Decimal:
    price = number_of(value)
    if not price.is_finite() or not 0 <= price <= _HIGHEST_PRICE:
        raise invalid_option(
            "prices",
            _(
                "A price is a number from 0 to {highest_price:,} UAH, preferably a Decimal.",
                highest_price=_HIGHEST_PRICE,
            ),
        )
    return price.quantize(_SMALLEST_PART).normalize()
