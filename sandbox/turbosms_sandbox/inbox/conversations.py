"""What one number has on its phone: SMS and Viber messages of the account, and what it wrote."""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from turbosms_sandbox.account.prices import in_uah
from turbosms_sandbox.calls.times import format_time, format_time_or_none
from turbosms_sandbox.chats.answer_rows import status_of
from turbosms_sandbox.chats.chat import MessageOfSend, Reply, SessionMessage
from turbosms_sandbox.delivery import charges, courses
from turbosms_sandbox.delivery.behaviours import describe_behaviour
from turbosms_sandbox.inbox.message_descriptions import describe_fallback, describe_statuses
from turbosms_sandbox.messages.recipient_actions import describe_reading, has_button
from turbosms_sandbox.messages.reports import rejected_status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbosms_sandbox.delivery.courses import Course
    from turbosms_sandbox.delivery.sends import SmsContent, StoredMessage, ViberContent
    from turbosms_sandbox.engine.state import State
    from turbosms_sandbox.files.file_store import FileStore

MAX_ITEMS: Final = 200
"""How many items of a conversation are shown, the newest ones."""

_TimedItem: TypeAlias = "tuple[float, dict[str, Any]]"
"""Something on the phone, and when it arrived or will arrive there."""
_DEFAULTS: Final[dict[str, Any]] = (
    dict.fromkeys(
        ("text", "caption", "action", "image", "image_url", "rejected_status", "rate"), ""
    )
    | dict.fromkeys(("message_id", "file", "start", "read", "clicked", "segments", "fallback"))
    | {
        "direction": "in",
        "statuses": [],
        "can_read": False,
        "can_click": False,
        "price": 0,
        "is_flash": 0,
    }
)
"""The values of an item that has no others."""


def next_change(phone: str, messages: Sequence[StoredMessage], state: State, now: float) -> float:
    """When the conversation changes next as time goes by; infinity if it does not."""
    moments = [
        courses.next_change(courses.delivery_of(message), now) for message in messages[-MAX_ITEMS:]
    ]
    moments.append(state.chats.next_due())
    for entry in _written_in_chats(phone, state)[-MAX_ITEMS:]:
        if isinstance(entry, SessionMessage):
            course = courses.session_course(entry.added, entry.behaviour)
            moments.append(courses.next_change(courses.Delivery(course, None), now))
    return min(moments)


def describe_conversation(
    phone: str, messages: Sequence[StoredMessage], state: State, now: float
) -> dict[str, Any]:
    """The conversation of a number: the `messages` to it, oldest first, and what is in chats."""
    state.chats.settle(now)
    entries = _written_in_chats(phone, state)
    older = max(0, len(messages) - MAX_ITEMS) + max(0, len(entries) - MAX_ITEMS)
    items: list[_TimedItem] = []
    for message in messages[-MAX_ITEMS:]:
        items += _items_of_message(message, state.files, now)
    for entry in entries[-MAX_ITEMS:]:
        items.append(_item_of_entry(entry, state, now))
    items.sort(key=itemgetter(0))
    return {
        **describe_behaviour(phone, state.behaviours.of(phone)),
        "senders": [sender.name for sender in state.account.two_way_senders().values()],
        "more": older + max(0, len(items) - MAX_ITEMS),
        "items": [item for _, item in items[-MAX_ITEMS:]],
    }


def _written_in_chats(phone: str, state: State) -> list[SessionMessage | Reply]:
    """What is in the chats of a number besides sends, in the order of ids."""
    entries: list[SessionMessage | Reply] = []
    for chat in state.chats.with_phone(phone):
        for entry in chat.entries:
            if not isinstance(entry, MessageOfSend):
                entries.append(entry)  # noqa: PERF401 - plainer than a nested comprehension
    entries.sort(key=attrgetter("id"))
    return entries


def _items_of_message(message: StoredMessage, files: FileStore, now: float) -> list[_TimedItem]:
    """A message on its channels; the SMS of a hybrid is there once Viber has failed."""
    delivery = courses.delivery_of(message)
    viber, sms = message.send.viber, message.send.sms
    items: list[_TimedItem] = []
    if viber is not None and delivery.viber is not None:
        items.append((delivery.viber.sent, _viber(message, viber, delivery.viber, files, now)))
    if sms is not None and delivery.sms is not None and delivery.sms.added <= now:
        item = _sms(message, sms, delivery.sms, now)
        item["fallback"] = describe_fallback(delivery, now)
        items.append((delivery.sms.sent, item))
    return items


def _viber(
    message: StoredMessage, viber: ViberContent, course: Course, files: FileStore, now: float
) -> dict[str, Any]:
    reading = describe_reading(course, now)
    is_on_the_phone = course.is_on_the_phone(now)
    path = files.link(viber.file_id, "")
    return {
        **_DEFAULTS,
        "id": f"{message.id}/viber",
        "message_id": message.id,
        "channel": "viber",
        "sender": viber.sender,
        **_progress(course, now),
        "text": viber.text,
        "kind": viber.kind,
        "caption": viber.caption,
        "action": path if viber.kind == "link" else viber.action,
        "image": path if viber.kind == "image_file" else "",
        "image_url": viber.image_url,
        "file": _file(viber.file_id, viber.caption, files) if viber.kind == "file" else None,
        "rejected_status": rejected_status(course, now),
        "start": format_time_or_none(viber.start),
        **reading,
        "can_read": is_on_the_phone and reading["read"] is None,
        "can_click": is_on_the_phone and has_button(message) and reading["clicked"] is None,
        "price": in_uah(charges.viber_charge(viber, course.status_at(now))),
        "rate": viber.rate,
    }


def _sms(message: StoredMessage, sms: SmsContent, course: Course, now: float) -> dict[str, Any]:
    return {
        **_DEFAULTS,
        "id": f"{message.id}/sms",
        "message_id": message.id,
        "channel": "sms",
        "sender": sms.sender,
        **_progress(course, now),
        "text": sms.text,
        "kind": "sms",
        "start": format_time_or_none(sms.start),
        "price": in_uah(charges.sms_charge(sms, course.status_at(now))),
        "segments": sms.segments,
        "is_flash": int(sms.is_flash),
    }


def _item_of_entry(entry: SessionMessage | Reply, state: State, now: float) -> _TimedItem:
    """A session message, or something that the recipient wrote."""
    senders = {sender.id: sender.name for sender in state.account.senders.values()}
    file = _file(entry.file_id, entry.file_name, state.files)
    item = {
        **_DEFAULTS,
        "id": f"chat/{entry.id}",
        "channel": "viber",
        "sender": senders.get(entry.chat.sender_id, ""),
        "at": format_time(entry.added),
        "text": entry.text,
        "image": file["path"] if file is not None and file["kind"] == "image" else "",
        "file": file,
        "status": status_of(entry, now),
    }
    if isinstance(entry, Reply):
        return entry.added, item | {"kind": "reply", "direction": "out"}
    course = courses.session_course(entry.added, entry.behaviour)
    session = {
        "kind": "session",
        "rate": "session",
        "rejected_status": rejected_status(course, now),
        **_progress(course, now),
        "read": describe_reading(course, now)["read"],
    }
    return entry.added, item | session


def _progress(course: Course, now: float) -> dict[str, Any]:
    return {
        "at": format_time(course.sent),
        "status": course.status_at(now),
        "statuses": describe_statuses(course, now),
    }


def _file(file_id: int, name: str, files: FileStore) -> dict[str, Any] | None:
    file = files.find(file_id)
    if file is None:
        return None
    return {"name": name, "path": file.path, "size": len(file.content), "kind": file.kind}
