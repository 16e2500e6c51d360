"""The events that the service calls back with, as applications get them. Times are aware, in Kyiv time.

What is missing or unreadable is None, an unknown word is kept as it is, and nothing raises. `raw` has the data as it came.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Self

from .reading import read_number, read_text, read_time
from .tables.statuses import DELIVERY_STATUSES
from .tables.webhook_types import WEBHOOK_STATUSES, WEBHOOK_TYPES, Channel

_STATUS_OF_WORD: Final = {
    **{name.casefold(): name for name in DELIVERY_STATUSES},
    **{word.casefold(): status for word, status in WEBHOOK_STATUSES.items()},
}


def status_of_word(word: str) -> str:
    """The delivery status that a word stands for, in capitals or not; the word itself if it is unknown."""
    return _STATUS_OF_WORD.get(word.strip().casefold(), word)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What became of a message, as far as the service knows.

    Types: `DLR_SMS_API`, `DLR_VIBER_API`, `DLR_VIBER_SESSION`.
    """

    type: str
    """The type of the event, a key of WEBHOOK_TYPES."""
    channel: Channel
    message_id: str
    """The id of the message."""
    status: str
    """How far delivery is. `WEBHOOK_STATUSES` lists the words that were seen, besides the names of
    `DELIVERY_STATUSES`; keep others as they are."""
    raw_status: str
    """The word as it came."""
    at: dt.datetime | None = None
    """When the status changed."""
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The data as it came."""

    @property
    def final(self) -> bool:
        """Whether nothing more is to be waited for. `Delivered` counts, though a Viber message may still be read."""
        known = DELIVERY_STATUSES.get(self.status)
        return known is not None and known.final

    @property
    def delivered(self) -> bool:
        """Whether the message arrived."""
        known = DELIVERY_STATUSES.get(self.status)
        return known is not None and known.delivered

    @classmethod
    def from_data(cls, webhook_type: str, data: object) -> Self | None:
        """The event in the data of a call; None if it is of another type, or lacks what makes it one."""
        known = WEBHOOK_TYPES.get(webhook_type)
        if known is None or known.event != "DeliveryReport" or not isinstance(data, dict):
            return None
        message_id = read_text(data.get("message_id"))
        if message_id is None:
            return None
        status = read_text(data.get("status"))
        if status is None:
            return None
        return cls(
            type=webhook_type,
            channel=known.channel,
            message_id=message_id,
            status=status_of_word(status),
            raw_status=status,
            at=read_time(data.get("dlr_date")),
            raw=data,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMessage:
    """A message that a recipient has written in a chat. Which of these keys come is not known.

    Types: `INBOX_VIBER_SESSION`.
    """

    type: str
    """The type of the event, a key of WEBHOOK_TYPES."""
    channel: Channel
    id: int | None = None
    """The number of the message."""
    chat_id: int | None = None
    """The chat that it was written in."""
    added: dt.datetime | None = None
    """When it was written."""
    message: str | None = field(default=None, repr=False)
    """The text, or None."""
    file_id: int | None = None
    """The file, or None."""
    file_url: str | None = field(default=None, repr=False)
    """Where the file is, or None."""
    file_name: str | None = field(default=None, repr=False)
    """The name of the file, or None."""
    session_id: int | None = None
    """The session that it was written in, or None."""
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The data as it came."""

    @classmethod
    def from_data(cls, webhook_type: str, data: object) -> Self | None:
        """The event in the data of a call; None if it is of another type, or lacks what makes it one."""
        known = WEBHOOK_TYPES.get(webhook_type)
        if known is None or known.event != "IncomingMessage" or not isinstance(data, dict):
            return None
        return cls(
            type=webhook_type,
            channel=known.channel,
            id=read_number(data.get("id")),
            chat_id=read_number(data.get("chat_id")),
            added=read_time(data.get("added")),
            message=read_text(data.get("message")),
            file_id=read_number(data.get("file_id")) or None,
            file_url=read_text(data.get("file_url")),
            file_name=read_text(data.get("file_name")),
            session_id=read_number(data.get("session_id")) or None,
            raw=data,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonClick:
    """A click on the button of a Viber message. Which of these keys come is not known.

    Types: `VIBER_BUTTON_CLICK`.
    """

    type: str
    """The type of the event, a key of WEBHOOK_TYPES."""
    channel: Channel
    message_id: str | None = None
    """The id of the message."""
    at: dt.datetime | None = None
    """When the button was clicked."""
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The data as it came."""

    @classmethod
    def from_data(cls, webhook_type: str, data: object) -> Self | None:
        """The event in the data of a call; None if it is of another type, or lacks what makes it one."""
        known = WEBHOOK_TYPES.get(webhook_type)
        if known is None or known.event != "ButtonClick" or not isinstance(data, dict):
            return None
        return cls(
            type=webhook_type,
            channel=known.channel,
            message_id=read_text(data.get("message_id")),
            at=read_time(data.get("click_time")),
            raw=data,
        )


WebhookEvent = DeliveryReport | IncomingMessage | ButtonClick
"""Any of these."""

_READERS: Final[Mapping[str, Callable[[str, object], WebhookEvent | None]]] = MappingProxyType(
    {
        "DeliveryReport": DeliveryReport.from_data,
        "IncomingMessage": IncomingMessage.from_data,
        "ButtonClick": ButtonClick.from_data,
    }
)


def read_event(webhook_type: str, data: object) -> WebhookEvent | None:
    """The event in the data of a call of this type; None if nothing is known of the type, or the data is no event."""
    known = WEBHOOK_TYPES.get(webhook_type)
    if known is None or known.event is None:
        return None
    return _READERS[known.event](webhook_type, data)
