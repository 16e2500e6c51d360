"""How senders, chats, sessions and messages of chats look in answers, as the clock stands."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from turbosms_sandbox.account.prices import in_uah
from turbosms_sandbox.calls.times import on_the_wire
from turbosms_sandbox.chats.chat import CampaignMessage, Reply
from turbosms_sandbox.delivery import courses

if TYPE_CHECKING:
    from collections.abc import Collection

    from turbosms_sandbox.account.account import Sender
    from turbosms_sandbox.chats.chat import Chat, ChatMessage, Session
    from turbosms_sandbox.delivery.campaigns import ViberContent
    from turbosms_sandbox.messages.sent_messages import Storage


def sender_row(sender: Sender, chats: Collection[Chat], now: float) -> dict[str, Any]:
    """Documentation: chat/senders. The last three values are those of two-way senders only."""
    if not sender.two_way:
        chats = ()
    last = max((chat.messages[-1] for chat in chats), key=lambda message: message.id, default=None)
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
        "last_message_date": "" if last is None else on_the_wire(last.added),
    }


def recipient_row(chat: Chat) -> dict[str, Any]:
    """Documentation: chat/recipients. A-99: the account has no contact book."""
    return {
        "chat_id": chat.id,
        "number": chat.number,
        "contact_id": 0,
        "name": "",
        "total_messages": len(chat.messages),
        "unread_messages": chat.unread,
        "last_message_date": on_the_wire(chat.messages[-1].added),
    }


def session_row(session: Session, now: float) -> dict[str, Any]:
    """Documentation: chat/sessions."""
    return {
        "id": session.id,
        "price": in_uah(session.price),
        "started": on_the_wire(session.started),
        "ended": on_the_wire(session.ends) if session.ends <= now else None,
        "sent_messages": session.sent,
        "unreplied_messages": session.unreplied,
    }


def message_row(
    message: ChatMessage, storage: Storage, base_url: str, now: float
) -> dict[str, Any]:
    """Documentation: chat/messages. A-94: what is not there is 0 or an empty string."""
    row: dict[str, Any] = {
        "id": message.id,
        "chat_id": message.chat.id,
        "added": on_the_wire(message.added),
        "type": "Inbox" if isinstance(message, Reply) else "Outbox",
        "message": "",
        "status": status_of(message, now),
        "file_id": 0,
        "file_url": "",
        "file_name": "",
        "button_caption": "",
        "button_action": "",
        "session_id": 0,
    }
    if isinstance(message, CampaignMessage):
        viber = message.message.campaign.viber
        return row if viber is None else row | _campaign_values(viber, storage, base_url)
    file_url = link(message.file_id, storage, base_url)
    row |= {
        "message": message.text,
        "file_id": message.file_id,
        "file_url": file_url,
        "file_name": message.file_name,
    }
    return row | {"session_id": message.session.id}


def link(file_id: int, storage: Storage, base_url: str) -> str:
    """The public link of a file, or an empty string for none."""
    file = storage.file(file_id) if file_id else None
    return "" if file is None else base_url + file.path


def _campaign_values(viber: ViberContent, storage: Storage, base_url: str) -> dict[str, Any]:
    """What a message of `message/send` is in a chat: a document by its name, a button, an image."""
    file_url = link(viber.file_id, storage, base_url)
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


def status_of(message: ChatMessage, now: float) -> str:
    if isinstance(message, Reply):
        return "Read" if message.read else "Delivered"
    if isinstance(message, CampaignMessage):
        course = courses.delivery_of(message.message).viber
    else:
        course = courses.session_course(message.added, message.script)
    return "Unknown" if course is None else course.until(now)[-1].status


def _logo_url(name: str) -> str:
    digits = hashlib.sha256(name.encode()).hexdigest()
    return f"/user-files/viber-logo/{digits[:3]}/{digits[3:6]}/{digits[6:9]}/{digits[9:41]}.png"
