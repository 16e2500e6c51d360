"""How long and how dear a rendered message is, and whether the service would take it."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from turbosms_client import InvalidParameterError, SmsSize, TurboSMS, measure_sms
from turbosms_languages import Text
from turbosms_languages.client_errors import sentence_of

from .._model.settings import Message
from .cost import price_range
from .rendering import RenderedMessage

ANY_PHONE: Final = "380500000000"
"""A number to preview a message with. Nothing is sent to it."""
_CHARACTERS_KEPT: Final = 10_000


class MessageSize(NamedTuple):
    """Of one person's message."""

    segments: int | None
    """Of the SMS."""
    forcing_ucs2: tuple[str, ...]
    lowest_price: Decimal | None
    highest_price: Decimal | None


def measure(message: Message, rendered: RenderedMessage) -> MessageSize:
    """Measure it; cheap enough for every row."""
    segments = None
    forcing: tuple[str, ...] = ()
    if rendered.sms is not None:
        text = rendered.sms.text or ""
        size = measure_sms(text)
        segments = size.segments
        if size.encoding != "gsm-7":
            forcing = outside_gsm(text)
    price = price_range(message, segments)
    if price is None:
        return MessageSize(segments, forcing, None, None)
    return MessageSize(segments, forcing, price.lowest, price.highest)


def outside_gsm(text: Iterable[str]) -> tuple[str, ...]:
    """The distinct characters that are not in the GSM alphabet, in order of appearance."""
    return tuple(
        character
        for character in dict.fromkeys(text)
        if size_of_character(character).encoding != "gsm-7"
    )


@lru_cache(maxsize=_CHARACTERS_KEPT)
def size_of_character(character: str) -> SmsSize:
    """The size of an SMS of this character alone."""
    return measure_sms(character)


def problem_with(client: TurboSMS, rendered: RenderedMessage) -> tuple[str, Text] | None:
    """The parameter and the sentence for which the service would refuse it; None if it would not.

    Asks `client.message.preview`, so the rules are the client's own.
    """
    channel = ""
    try:
        # One by one, to know which is at fault.
        if rendered.viber is not None:
            channel = "viber"
            client.message.preview([ANY_PHONE], viber=rendered.viber)
        if rendered.sms is not None:
            channel = "sms"
            client.message.preview([ANY_PHONE], sms=rendered.sms)
    except InvalidParameterError as error:
        return f"{channel}.{error.parameter}", sentence_of(error)
    return None
