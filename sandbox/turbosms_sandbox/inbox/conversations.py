"""What one number has on its phone.

Every SMS and Viber message of the account, and what it wrote itself.
"""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from turbosms_sandbox.account.prices import in_uah
from turbosms_sandbox.calls.times import on_the_wire, on_the_wire_or_null
from turbosms_sandbox.chats.answer_rows import status_of
from turbosms_sandbox.chats.chat import CampaignMessage, Reply, SessionMessage
from turbosms_sandbox.delivery import courses
from turbosms_sandbox.inbox.message_descriptions import fallback_of, statuses
from turbosms_sandbox.messages.recipient_actions import (
    can_click,
    describe_fate,
    describe_opening,
    has_arrived,
)
from turbosms_sandbox.messages.reports import rejected_status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbosms_sandbox.delivery.campaigns import Message, SmsContent, ViberContent
    from turbosms_sandbox.delivery.courses import Course
    from turbosms_sandbox.engine.state import State
    from turbosms_sandbox.messages.sent_messages import Storage

MAX_ITEMS: Final = 200
"""How many items of a conversation are shown, the newest."""

_Item: TypeAlias = "tuple[float, dict[str, Any]]"
"""Something on the phone, and when it got there or will."""
_COMMON: Final[dict[str, Any]] = (
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
"""What an item has that says nothing else."""


def changes(number: str, messages: Sequence[Message], state: State, now: float) -> float:
    """When time alone changes the conversation next; infinity if it does not."""
    moments = [
        courses.next_step(courses.delivery_of(message), now) for message in messages[-MAX_ITEMS:]
    ]
    for message in _in_chats(number, state)[-MAX_ITEMS:]:
        if isinstance(message, SessionMessage):
            course = courses.session_course(message.added, message.script)
            moments.append(courses.next_step(courses.Delivery(course, None), now))
    return min([*moments, state.chats.next_due()])


def _in_chats(number: str, state: State) -> list[SessionMessage | Reply]:
    """What was written in the chats of a number, but for campaigns, in the order of ids."""
    written: list[SessionMessage | Reply] = []
    for chat in state.chats.with_number(number):
        for message in chat.messages:
            if not isinstance(message, CampaignMessage):
                written.append(message)  # noqa: PERF401 - plainer than a nested comprehension
    written.sort(key=attrgetter("id"))
    return written


def describe(number: str, messages: Sequence[Message], state: State, now: float) -> dict[str, Any]:
    """The conversation of a number: the `messages` to it, oldest first, and what its chats hold."""
    state.chats.settle(state.account, now)
    written = _in_chats(number, state)
    older = max(0, len(messages) - MAX_ITEMS) + max(0, len(written) - MAX_ITEMS)
    items = [
        item
        for message in messages[-MAX_ITEMS:]
        for item in _of_message(message, state.storage, now)
    ]
    items += [_of_chat(message, state, now) for message in written[-MAX_ITEMS:]]
    items.sort(key=itemgetter(0))
    return {
        **describe_fate(number, state.fates.of(number)),
        "senders": [sender.name for sender in state.account.two_way_senders().values()],
        "more": older + max(0, len(items) - MAX_ITEMS),
        "items": [item for _, item in items[-MAX_ITEMS:]],
    }


def _of_message(message: Message, storage: Storage, now: float) -> list[_Item]:
    """A message on its channels; the SMS of a hybrid is there once Viber has failed."""
    delivery = courses.delivery_of(message)
    viber, sms = message.campaign.viber, message.campaign.sms
    items: list[_Item] = []
    if viber is not None and delivery.viber is not None:
        items.append((delivery.viber.sent, _viber(message, viber, delivery.viber, storage, now)))
    if sms is not None and delivery.sms is not None and delivery.sms.added <= now:
        item = _sms(message, sms, delivery.sms, now) | {"fallback": fallback_of(delivery, now)}
        items.append((delivery.sms.sent, item))
    return items


def _viber(
    message: Message, viber: ViberContent, course: Course, storage: Storage, now: float
) -> dict[str, Any]:
    opening = describe_opening(course, now)
    arrived = has_arrived(course, now)
    file = storage.file(viber.file_id)
    path = "" if file is None else file.path
    return {
        **_COMMON,
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
        "file": _file(viber.file_id, viber.caption, storage) if viber.kind == "file" else None,
        "rejected_status": rejected_status(course, now),
        "start": on_the_wire_or_null(viber.start),
        **opening,
        "can_read": arrived and opening["read"] is None,
        "can_click": arrived and can_click(message) and opening["clicked"] is None,
        "price": in_uah(courses.viber_price(viber, course.until(now)[-1].status)),
        "rate": viber.rate,
    }


def _sms(message: Message, sms: SmsContent, course: Course, now: float) -> dict[str, Any]:
    return {
        **_COMMON,
        "id": f"{message.id}/sms",
        "message_id": message.id,
        "channel": "sms",
        "sender": sms.sender,
        **_progress(course, now),
        "text": sms.text,
        "kind": "sms",
        "start": on_the_wire_or_null(sms.start),
        "price": in_uah(courses.sms_price(sms, course.until(now)[-1].status)),
        "segments": sms.segments,
        "is_flash": int(sms.is_flash),
    }


def _of_chat(message: SessionMessage | Reply, state: State, now: float) -> _Item:
    """A session message, or something that the recipient wrote."""
    senders = {sender.id: sender.name for sender in state.account.senders.values()}
    file = _file(message.file_id, message.file_name, state.storage)
    item = {
        **_COMMON,
        "id": f"chat/{message.id}",
        "channel": "viber",
        "sender": senders.get(message.chat.sender_id, ""),
        "at": on_the_wire(message.added),
        "text": message.text,
        "image": file["path"] if file is not None and file["kind"] == "image" else "",
        "file": file,
        "status": status_of(message, now),
    }
    if isinstance(message, Reply):
        return message.added, item | {"kind": "reply", "direction": "out"}
    course = courses.session_course(message.added, message.script)
    own = {"kind": "session", "rate": "session", "rejected_status": rejected_status(course, now)}
    return message.added, item | own | _progress(course, now) | {
        "read": describe_opening(course, now)["read"]
    }


def _progress(course: Course, now: float) -> dict[str, Any]:
    return {
        "at": on_the_wire(course.sent),
        "status": course.until(now)[-1].status,
        "statuses": statuses(course, now),
    }


def _file(file_id: int, name: str, storage: Storage) -> dict[str, Any] | None:
    file = storage.file(file_id) if file_id else None
    if file is None:
        return None
    return {"name": name, "path": file.path, "size": len(file.content), "kind": file.kind}
