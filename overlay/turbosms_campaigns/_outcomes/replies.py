"""Replies by which people say that they want no more messages."""

import re
from typing import Final

from turbosms_client import TurboSMS
from turbosms_webhooks import IncomingMessage

from .._audience import suppression_list
from .._storage.context import Context

_STOP_WORDS: Final = frozenset(
    word.casefold() for word in ("STOP", "СТОП", "ВІДПИСКА", "ВІДПИСАТИСЯ", "UNSUBSCRIBE")
)
_NO_LETTERS: Final = re.compile(r"[\W_]+")
_MOST_CHATS: Final = 5_000
"""Of each sender, the newest first: a chat in which somebody has just written is at the front."""


def is_stop(text: str | None) -> bool:
    """Whether a reply is one of the words by which people refuse further messages."""
    if text is None:
        return False
    return _NO_LETTERS.sub("", text).casefold() in _STOP_WORDS


def suppress_who_said_stop(context: Context, message: IncomingMessage) -> bool:
    """Put who wrote it on the suppression list; False if their number cannot be found out.

    Raises:
        turbosms_client.TurboSMSError: the service does not answer.
    """
    if message.chat_id is None:
        return False
    phone = _phone_of_chat(context.client, message.chat_id)
    if phone is None:
        return False
    suppression_list.add(context.database, [phone], reason="reply", source="a reply in Viber")
    return True


def _phone_of_chat(client: TurboSMS, chat_id: int) -> str | None:
    """The number of a chat: no method tells it, but the lists of chats have it."""
    for sender in client.chat.senders():
        if not sender.is_2way:
            continue
        chats = client.chat.recipients(sender_id=sender.id)
        for _, chat in zip(range(_MOST_CHATS), chats, strict=False):
            if chat.chat_id == chat_id:
                return chat.number
    return None
