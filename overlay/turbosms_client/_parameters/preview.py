"""Previews a send, before it costs anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from turbosms_api.reading import read_money
from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode
from turbosms_api.tables.viber_kinds import VIBER_KINDS

from .._formats.phones import mask_phone, normalize_phone
from .._formats.texts import measure_sms, outside_gsm
from .._results.errors import invalid_parameter
from .channel_checks import sms_limit, viber_kind
from .prepared_sends import PreparedSend

RATES = ("sms", *dict.fromkeys(kind.rate for kind in VIBER_KINDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPreview:
    """The message on one channel. Documentation: "message/send"."""

    channel: str
    """`viber` or `sms`."""
    sender: str
    """The name that the recipient sees."""
    text: str
    """The text as it would be sent; empty for a Viber message without one."""
    left: int
    """How much more fits: GSM-7 septets or UTF-16 units for SMS, characters for Viber."""
    encoding: str | None = None
    """`gsm-7` or `ucs-2`; None for Viber."""
    segments: int | None = None
    """The number of segments of the SMS, each of which is charged; None for Viber."""
    left_in_segment: int | None = None
    """How much more fits before another segment is charged; None for Viber."""
    forcing_ucs2: tuple[str, ...] = ()
    """The distinct characters of the SMS that are not in the GSM alphabet, in order of appearance:
    without them, a segment would hold 160 characters instead of 70. Empty for `gsm-7` and Viber.
    """
    rate: str
    """The rate that is charged: `sms`, or `promotional` or `transactional` for Viber."""
    price: Decimal | None
    """The price for one recipient in UAH; None if it is not among the prices passed."""


class RecipientPreview(NamedTuple):
    """What one recipient would get."""

    input: str
    """The recipient as passed."""
    phone: str
    """The recipient as the service writes it."""
    channels: tuple[str, ...]
    """In order, each only if the previous one fails. Empty for a duplicate, and for something that
    is not a phone number.
    """
    code: ResultCode | None
    """The code with which the service would refuse the recipient: 407 for a duplicate, 305 for
    something that is not a phone number, else None.
    """

    def __repr__(self) -> str:
        outcome = " then ".join(self.channels) or self.code
        return f"<RecipientPreview {mask_phone(self.phone)}: {outcome}>"


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview of a send. Only the service knows whether each recipient can and may be reached."""

    channels: list[ChannelPreview]
    """In the order in which they are tried."""
    recipients: list[RecipientPreview]
    """In the order passed."""

    @property
    def cost(self) -> tuple[Decimal, Decimal] | None:
        """The lowest and the highest cost for all recipients together, if all get a message.

        They differ for a hybrid, whose cost depends on the channel that reaches the recipient. None
        without prices.
        """
        prices = [channel.price for channel in self.channels if channel.price is not None]
        if len(prices) < len(self.channels):
            return None
        reached = sum(1 for recipient in self.recipients if recipient.channels)
        return min(prices) * reached, max(prices) * reached


def make_preview(
    prepared: PreparedSend, prices: Mapping[str, Decimal | int | str] | None
) -> Preview:
    """Preview a checked send."""
    price_by_rate = _read_prices(prices)
    channels: list[ChannelPreview] = []
    if "viber" in prepared.body:
        channels.append(_viber(prepared.body["viber"], price_by_rate))
    if "sms" in prepared.body:
        channels.append(_sms(prepared.body["sms"], price_by_rate.get("sms")))
    order = tuple(channel.channel for channel in channels)
    return Preview(channels, _recipients(prepared, order))


def _recipients(prepared: PreparedSend, order: tuple[str, ...]) -> list[RecipientPreview]:
    recipients: list[RecipientPreview] = []
    phones_before: set[str] = set()
    for recipient, phone in zip(prepared.recipients, prepared.phones, strict=True):
        if not normalize_phone("+" + phone):
            code = ResultCode.INVALID_PHONE
            recipients.append(RecipientPreview(recipient, phone, (), code))
        elif phone in phones_before:
            code = ResultCode.NOT_ALLOWED_RECIPIENT_DUPLICATE
            recipients.append(RecipientPreview(recipient, phone, (), code))
        else:
            recipients.append(RecipientPreview(recipient, phone, order, None))
        phones_before.add(phone)
    return recipients


def _read_prices(prices: Mapping[str, Any] | None) -> dict[str, Decimal]:
    if prices is None:
        return {}
    if not isinstance(prices, Mapping):
        message = f"prices must be a dict of prices by rate, not {type(prices).__name__}."
        raise invalid_parameter("prices", message, None, allowed=RATES)
    for rate in prices:
        if rate not in RATES:
            message = f"prices has {rate!r}; the rates are {', '.join(RATES)}."
            raise invalid_parameter("prices", message, None, allowed=RATES)
    return {rate: _read_price(price) for rate, price in prices.items()}


def _read_price(value: Any) -> Decimal:
    price = read_money(str(value))
    if price is None or price < 0:
        message = "A price is a number of at least 0, preferably a Decimal."
        raise invalid_parameter("prices", message, None, limit=0)
    return price


def _viber(values: Mapping[str, Any], price_by_rate: Mapping[str, Decimal]) -> ChannelPreview:
    text = values.get("text", "")
    rate: str = viber_kind(values).rate
    if values.get("is_transactional"):
        rate = "transactional"
    return ChannelPreview(
        channel="viber",
        sender=values["sender"],
        text=text,
        left=limits.VIBER_TEXT_CHARACTERS.value - len(text),
        rate=rate,
        price=price_by_rate.get(rate),
    )


def _sms(values: Mapping[str, Any], price_of_segment: Decimal | None) -> ChannelPreview:
    text = values["text"]
    size = measure_sms(text)
    price = None
    if price_of_segment is not None:
        price = price_of_segment * size.segments
    return ChannelPreview(
        channel="sms",
        sender=values["sender"],
        text=text,
        left=sms_limit(size.encoding).value - size.units,
        encoding=size.encoding,
        segments=size.segments,
        left_in_segment=_left_in_segment(text, size.segments),
        forcing_ucs2=outside_gsm(text),
        rate="sms",
        price=price,
    )


def _left_in_segment(text: str, segments: int) -> int:
    """How many more characters fit without another segment."""
    more = 0
    while measure_sms(text + "a" * (more + 1)).segments <= segments:
        more += 1
    return more
