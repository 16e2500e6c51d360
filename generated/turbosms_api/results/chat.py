"""What the methods of the module `chat` answer. Times are aware, in Kyiv time; money is in UAH."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Self

from ..reading import read_day, read_flag, read_money, read_number, read_text, read_time
from ..tables.statuses import DELIVERY_STATUSES


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSender:
    """A Viber sender of the account.

    Documentation: "chat/senders".
    """

    id: int
    """The number of the sender, for the other methods of the module."""
    name: str | None = None
    """The name that recipients see."""
    status: str | None = None
    """Whether it is active. The documentation describes `ok` and `frozen` in small letters and shows `OK` in its
    sample, so compare without regard to case."""
    logo_url: str | None = None
    """The path of the logo on the service's domain."""
    start_date: dt.date | None = None
    """The day the sender began to work, `YYYY-MM-DD`."""
    reserve: Decimal | None = None
    """The amount set aside for the following months, in UAH."""
    spent: Decimal | None = None
    """What it has spent in this calendar month, in UAH."""
    balance: Decimal | None = None
    """What is left on its own balance for sending, in UAH."""
    paid_date: dt.date | None = None
    """The day up to which it is paid, `YYYY-MM-DD`."""
    is_2way: bool | None = None
    """True if recipients can write to it."""
    recipients: int | None = None
    """How many recipients it has chats with; two-way senders only, otherwise 0."""
    unread_messages: int | None = None
    """Unread incoming messages; two-way senders only, otherwise 0."""
    last_message_date: dt.datetime | None = None
    """When the last message of its chats was written, or None."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Fields of the answer that the documentation does not know."""

    @classmethod
    def from_row(cls, row: object) -> Self | None:
        """A row of an answer, read tolerantly; None if it is no row, or lacks what makes it one."""
        if not isinstance(row, dict):
            return None
        rest = dict(row)
        id = read_number(rest.pop("id", None))
        if not id:
            return None
        return cls(
            id=id,
            name=read_text(rest.pop("name", None)),
            status=read_text(rest.pop("status", None)),
            logo_url=read_text(rest.pop("logo_url", None)),
            start_date=read_day(rest.pop("start_date", None)),
            reserve=read_money(rest.pop("reserve", None)),
            spent=read_money(rest.pop("spent", None)),
            balance=read_money(rest.pop("balance", None)),
            paid_date=read_day(rest.pop("paid_date", None)),
            is_2way=read_flag(rest.pop("2way", None)),
            recipients=read_number(rest.pop("recipients", None)),
            unread_messages=read_number(rest.pop("unread_messages", None)),
            last_message_date=read_time(rest.pop("last_message_date", None)),
            extra=rest,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRecipient:
    """A recipient with whom a sender has a chat.

    Documentation: "chat/recipients".
    """

    chat_id: int
    """The number of the chat."""
    number: str | None = field(default=None, repr=False)
    """The recipient's phone number in international form."""
    contact_id: int | None = None
    """The card in the account's contact book, or None."""
    name: str | None = field(default=None, repr=False)
    """The name on that card, or None."""
    total_messages: int | None = None
    """All messages of the chat, in and out, however they were sent."""
    unread_messages: int | None = None
    """Unread incoming messages."""
    last_message_date: dt.datetime | None = None
    """When the last message was written."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Fields of the answer that the documentation does not know."""

    @classmethod
    def from_row(cls, row: object) -> Self | None:
        """A row of an answer, read tolerantly; None if it is no row, or lacks what makes it one."""
        if not isinstance(row, dict):
            return None
        rest = dict(row)
        chat_id = read_number(rest.pop("chat_id", None))
        if not chat_id:
            return None
        return cls(
            chat_id=chat_id,
            number=read_text(rest.pop("number", None)),
            contact_id=read_number(rest.pop("contact_id", None)) or None,
            name=read_text(rest.pop("name", None)),
            total_messages=read_number(rest.pop("total_messages", None)),
            unread_messages=read_number(rest.pop("unread_messages", None)),
            last_message_date=read_time(rest.pop("last_message_date", None)),
            extra=rest,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSession:
    """A session of 24 hours in which session messages may be sent.

    Documentation: "chat/sessions".
    """

    id: int
    """The number of the session."""
    price: Decimal | None = None
    """Its price in UAH, taken from the balance of the sender or of the account."""
    started: dt.datetime | None = None
    """When it began."""
    ended: dt.datetime | None = None
    """When it ended, or None while it is open."""
    sent_messages: int | None = None
    """Session messages that were sent in it."""
    unreplied_messages: int | None = None
    """How many of them, the last in a row, have no answer."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Fields of the answer that the documentation does not know."""

    @classmethod
    def from_row(cls, row: object) -> Self | None:
        """A row of an answer, read tolerantly; None if it is no row, or lacks what makes it one."""
        if not isinstance(row, dict):
            return None
        rest = dict(row)
        id = read_number(rest.pop("id", None))
        if not id:
            return None
        return cls(
            id=id,
            price=read_money(rest.pop("price", None)),
            started=read_time(rest.pop("started", None)),
            ended=read_time(rest.pop("ended", None)),
            sent_messages=read_number(rest.pop("sent_messages", None)),
            unreplied_messages=read_number(rest.pop("unreplied_messages", None)),
            extra=rest,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """A message of a chat.

    Documentation: "chat/messages".
    """

    id: int
    """The number of the message."""
    chat_id: int | None = None
    """The chat it belongs to."""
    added: dt.datetime | None = None
    """When it was written."""
    type: str | None = None
    """`Inbox` from the recipient, `Outbox` to the recipient."""
    message: str | None = field(default=None, repr=False)
    """The text, or None."""
    status: str | None = None
    """How far delivery is. `DELIVERY_STATUSES` lists the known values and which are final; keep others as they
    are."""
    file_id: int | None = None
    """The file, or None. The documentation's first sample has a `file_url` and no `file_id`, so look at both."""
    file_url: str | None = None
    """Where the file is, or None."""
    file_name: str | None = None
    """The name of the file, or None. One of the documentation's samples has `file_source` in its place."""
    file_source: str | None = None
    """Stands in one sample of the documentation where the others, and its list of fields, have `file_name`."""
    button_caption: str | None = None
    """The text of the button of a promotional message, or None."""
    button_action: str | None = None
    """The link of that button, or None."""
    session_id: int | None = None
    """The session it was sent in, or None."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Fields of the answer that the documentation does not know."""

    @property
    def final(self) -> bool:
        """Whether nothing more is to be waited for. `Delivered` counts, though a Viber message may still be read."""
        return (known := DELIVERY_STATUSES.get(self.status or "")) is not None and known.final

    @property
    def delivered(self) -> bool:
        """Whether the message arrived."""
        return (known := DELIVERY_STATUSES.get(self.status or "")) is not None and known.delivered

    @classmethod
    def from_row(cls, row: object) -> Self | None:
        """A row of an answer, read tolerantly; None if it is no row, or lacks what makes it one."""
        if not isinstance(row, dict):
            return None
        rest = dict(row)
        id = read_number(rest.pop("id", None))
        if not id:
            return None
        return cls(
            id=id,
            chat_id=read_number(rest.pop("chat_id", None)),
            added=read_time(rest.pop("added", None)),
            type=read_text(rest.pop("type", None)),
            message=read_text(rest.pop("message", None)),
            status=read_text(rest.pop("status", None)),
            file_id=read_number(rest.pop("file_id", None)) or None,
            file_url=read_text(rest.pop("file_url", None)),
            file_name=read_text(rest.pop("file_name", None)),
            file_source=read_text(rest.pop("file_source", None)),
            button_caption=read_text(rest.pop("button_caption", None)),
            button_action=read_text(rest.pop("button_action", None)),
            session_id=read_number(rest.pop("session_id", None)) or None,
            extra=rest,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSendResult:
    """The new message.

    Documentation: "chat/send".
    """

    message_id: int
    """The number of the message in the chat."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Fields of the answer that the documentation does not know."""

    @classmethod
    def from_row(cls, row: object) -> Self | None:
        """A row of an answer, read tolerantly; None if it is no row, or lacks what makes it one."""
        if not isinstance(row, dict):
            return None
        rest = dict(row)
        message_id = read_number(rest.pop("message_id", None))
        if not message_id:
            return None
        return cls(
            message_id=message_id,
            extra=rest,
        )
