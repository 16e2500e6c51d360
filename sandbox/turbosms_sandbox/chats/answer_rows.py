"""The rows of answers about chats: senders, chats, sessions and messages at a moment."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from turbosms_sandbox.account.prices import in_uah
from turbosms_sandbox.calls.times import format_time
from turbosms_sandbox.chats.chat import MessageOfSend, Reply
from turbosms_sandbox.delivery import courses

if TYPE_CHECKING:
    from collections.abc import Collection

    from turbosms_sandbox.account.senders import Sender
    from turbosms_sandbox.calls.commands import Command
    from turbosms_sandbox.chats.chat import Chat, ChatEntry, Session
    from turbosms_sandbox.delivery.sends import ViberContent
    from turbosms_sandbox.files.file_store import FileStore


def sender_row(sender: Sender, chats: Collection[Chat], now: float) -> dict[str, Any]:
    """Documentation: chat/senders. Only two-way senders have the last three values."""
    if not sender.two_way:
        chats = ()
    last = max((chat.entries[-1] for chat in chats), key=lambda entry: entry.id, default=None)
    return {
        "id": sender.id,
        "name": sender.name,
        "status": "OK" if sender.active else "frozen",
        "logo_url": _logo_url(sender.name),
        "start_date": sender.start_date,
        "reserve": in_uah(sender.reserve),
        "spent": in_uah(sender.spending.this_month(now)),
        "balance": in_uah(sender.balance),
        "paid_date": sender.paid_date,
        "2way": int(sender.two_way),
        "recipients": len(chats),
        "unread_messages": sum(chat.unread for chat in chats),
        "last_message_date": "" if last is None else format_time(last.added),
    }


def recipient_row(chat: Chat) -> dict[str, Any]:
    """Documentation: chat/recipients. A-99: the account has no contact book."""
    return {
        "chat_id": chat.id,
        "number": chat.phone,
        "contact_id": 0,
        "name": "",
        "total_messages": len(chat.entries),
        "unread_messages": chat.unread,
        "last_message_date": format_time(chat.entries[-1].added),
    }


def session_row(session: Session, now: float) -> dict[str, Any]:
    """Documentation: chat/sessions."""
    return {
        "id": session.id,
        "price": in_uah(session.price),
        "started": format_time(session.started),
        "ended": format_time(session.ends) if session.ends <= now else None,
        "sent_messages": session.sent,
        "unreplied_messages": session.unreplied,
    }


def message_row(entry: ChatEntry, files: FileStore, command: Command) -> dict[str, Any]:
    """Documentation: chat/messages. A-94: what does not exist is 0 or an empty string."""
    row: dict[str, Any] = {
        "id": entry.id,
        "chat_id": entry.chat.id,
        "added": format_time(entry.added),
        "type": "Inbox" if isinstance(entry, Reply) else "Outbox",
        "message": "",
        "status": status_of(entry, command.now),
        "file_id": 0,
        "file_url": "",
        "file_name": "",
        "button_caption": "",
        "button_action": "",
        "session_id": 0,
    }
    if isinstance(entry, MessageOfSend):
        viber = entry.message.send.viber
        return row if viber is None else row | _values_of_send(viber, files, command.base_url)
    return row | {
        "message": entry.text,
        "file_id": entry.file_id,
        "file_url": files.link(entry.file_id, command.base_url),
        "file_name": entry.file_name,
        "session_id": entry.session.id,
    }


def _values_of_send(viber: ViberContent, files: FileStore, base_url: str) -> dict[str, Any]:
    """How a message of `message/send` appears in a chat: a named document, a button, an image."""
    file_url = files.link(viber.file_id, base_url)
    if viber.kind == "file":
        return {"file_id": viber.file_id, "file_url": file_url, "file_name": viber.caption}
    values: dict[str, Any] = {
        "message": viber.text,
        "button_caption": viber.caption,
        "button_action": viber.action,
    }
    if viber.kind == "link":
        return values | {"button_action": file_url}
    return values | {"file_id": viber.file_id, "file_url": file_url or viber.image_url}


def status_of(entry: ChatEntry, now: float) -> str:
    if isinstance(entry, Reply):
        return "Read" if entry.read else "Delivered"
    if isinstance(entry, MessageOfSend):
        course = courses.delivery_of(entry.message).viber
    else:
        course = courses.session_course(entry.added, entry.behaviour)
    return "Unknown" if course is None else course.status_at(now)


def _logo_url(name: str) -> str:
    digits = hashlib.sha256(name.encode()).hexdigest()
    return f"/user-files/viber-logo/{digits[:3]}/{digits[3:6]}/{digits[6:9]}/{digits[9:41]}.png"
