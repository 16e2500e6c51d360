"""Checks what a caller wants to have sent."""

from .._model.options import MessageOptions
from .._model.settings import Message


def message_of(options: MessageOptions) -> Message:
    """The message of a new campaign; other keys than those of a message are passed over.

    Raises:
        InvalidCampaignError: there is no channel, no text, a `start_time`, or a price is none.
    """
    raise NotImplementedError
