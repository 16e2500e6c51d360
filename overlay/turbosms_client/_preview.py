"""What a send would be, before it costs anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import count
from typing import Any, NamedTuple

from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode
from turbosms_api.tables.viber_kinds import VIBER_KINDS

from . import _checks
from ._money import with_decimals
from ._parameters import PreparedSend
from ._phones import mask_phone, normalize_phone
from ._texts import measure_sms, outside_gsm

RATES = ("sms", *dict.fromkeys(kind.rate for kind in VIBER_KINDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPreview:
    """The message on one channel. Documentation: "message/send"."""

    channel: str
    """`viber` or `sms`."""
    sender: str
    """The name that the recipient sees."""
    text: str
    """The text as it will go; empty for a Viber message without one."""
    left: int
    """How much more fits: GSM-7 septets or UTF-16 units of an SMS, characters of a Viber text."""
    encoding: str | None = None
    """`gsm-7` or `ucs-2`; None for Viber."""
    segments: int | None = None
    """The parts of the SMS, each charged; None for Viber."""
    left_in_segment: int | None = None
    """How much more fits before another part is charged; None for Viber."""
    forcing_ucs2: tuple[str, ...] = ()
    """The characters of the SMS that are not in the GSM alphabet, each once, in the order of the
    text: without them 160 characters would fit in a segment instead of 70. Empty for `gsm-7` and
    for Viber.
    """
    rate: str
    """The rate that is charged: `sms`, or `promotional` or `transactional` for Viber."""
    price: Decimal | None
    """For one recipient, in UAH; None if the prices passed do not tell."""


class RecipientPreview(NamedTuple):
    """What one recipient would get."""

    input: str
    """The recipient as given."""
    phone: str
    """The recipient as the service writes it."""
    channels: tuple[str, ...]
    """In this order, each only if the one before failed; empty for a repeated number, and for what
    is none.
    """
    code: ResultCode | None
    """The code that the service would refuse it with: 407 for a repeated number, 305 for none; else
    None.
    """

    def __repr__(self) -> str:
        outcome = " then ".join(self.channels) or self.code
        return f"<RecipientPreview {mask_phone(self.phone)}: {outcome}>"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a send would be. Whether each recipient can be reached, and may be, the service alone
    knows.
    """

    channels: list[ChannelPreview]
    """In the order in which they are tried."""
    recipients: list[RecipientPreview]
    """In the order given."""

    @property
    def cost(self) -> tuple[Decimal, Decimal] | None:
        """The least and the most that all recipients together may cost, if all get a message.

        They differ for a hybrid, which costs what the channel costs that reached the recipient.
        None without prices.
        """
        prices = [channel.price for channel in self.channels if channel.price is not None]
        if len(prices) < len(self.channels):
            return None
        reached = sum(1 for recipient in self.recipients if recipient.channels)
        return min(prices) * reached, max(prices) * reached


def preview(prepared: PreparedSend, prices: Mapping[str, Decimal | int | str] | None) -> Preview:
    """The preview of a checked send."""
    strange = [name for name in prices or () if name not in RATES]
    if strange:
        message = f"prices has {strange[0]!r}; the rates are {', '.join(RATES)}."
        raise _checks.wrong("prices", message, None, allowed=RATES)
    known = {name: _price(price) for name, price in (prices or {}).items()}
    channels = [
        _channel(name, prepared.body[name], known)
        for name in ("viber", "sms")
        if name in prepared.body
    ]
    order, seen = tuple(channel.channel for channel in channels), set[str]()
    recipients: list[RecipientPreview] = []
    for given, phone in zip(prepared.recipients, prepared.phones, strict=True):
        code = ResultCode.NOT_ALLOWED_RECIPIENT_DUPLICATE if phone in seen else None
        code = code if normalize_phone("+" + phone) else ResultCode.INVALID_PHONE
        recipients.append(RecipientPreview(given, phone, () if code else order, code))
        seen.add(phone)
    return Preview(channels, recipients)


def _price(given: Any) -> Decimal:
    try:
        price = Decimal(str(given))
    except InvalidOperation:
        price = Decimal("NaN")
    if not price.is_finite() or price < 0:
        message = "A price is a number of at least 0, best a Decimal."
        raise _checks.wrong("prices", message, None, 0)
    return with_decimals(price)


def _channel(name: str, values: Mapping[str, Any], prices: Mapping[str, Decimal]) -> ChannelPreview:
    sender, text = values["sender"], values.get("text", "")
    if name == "viber":
        rate = (
            "transactional" if values.get("is_transactional") else _checks.viber_kind(values).rate
        )
        left = limits.VIBER_TEXT_CHARACTERS.value - len(text)
        return ChannelPreview(
            channel=name, sender=sender, text=text, left=left, rate=rate, price=prices.get(rate)
        )
    encoding, units, segments = measure_sms(text)
    most = limits.SMS_GSM_CHARACTERS if encoding == "gsm-7" else limits.SMS_UNICODE_CHARACTERS
    more = next(
        more for more in count() if measure_sms(text + "a" * (more + 1)).segments > segments
    )
    return ChannelPreview(
        channel=name,
        sender=sender,
        text=text,
        left=most.value - units,
        encoding=encoding,
        segments=segments,
        left_in_segment=more,
        forcing_ucs2=outside_gsm(text),
        rate=name,
        price=prices[name] * segments if name in prices else None,
    )
