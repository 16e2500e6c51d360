"""How long and how dear a rendered message is, and whether the service would take it."""

from decimal import Decimal
from typing import NamedTuple

from turbosms_client import TurboSMS

from .._model.settings import Message
from .rendering import RenderedMessage


class MessageSize(NamedTuple):
    """Of one person's message."""

    segments: int | None
    """Of the SMS."""
    forcing_ucs2: tuple[str, ...]
    lowest_price: Decimal | None
    highest_price: Decimal | None


def measure(message: Message, rendered: RenderedMessage) -> MessageSize:
    """Measure it; cheap enough for every row."""
    raise NotImplementedError


def problem_with(client: TurboSMS, rendered: RenderedMessage) -> tuple[str, str] | None:
    """The parameter and the sentence for which the service would refuse it; None if it would not.

    Asks `client.message.preview`, so the rules are the client's own.
    """
    raise NotImplementedError
