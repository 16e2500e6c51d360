"""Events: what has happened to a message or in a chat, and what a webhook is told about it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import shake_128
from typing import TYPE_CHECKING, Any, TypeAlias

from turbosms_sandbox.calls.message_ids import new_message_ids
from turbosms_sandbox.calls.times import format_time
from turbosms_sandbox.chats.chat import Reply
from turbosms_sandbox.webhooks.event_types import BUTTON_CLICK, STATUS_WORDS

if TYPE_CHECKING:
    from turbosms_sandbox.chats.chat import SessionMessage
    from turbosms_sandbox.delivery.campaigns import StoredMessage

Subject: TypeAlias = "StoredMessage | SessionMessage | Reply"
"""What something has happened to."""


@dataclass(frozen=True, eq=False, slots=True)
class Event:
    """Something that happened at the moment `at`."""

    id: str
    type: str
    """One of `EVENT_TYPES`."""
    at: float
    subject: Subject
    status: str
    """The delivery status that the subject has reached; empty if it is about something else."""
    file_url: str
    """Where the file of a reply is; empty if there is none."""

    @property
    def message_id(self) -> str:
        """The id of the message that it is about, as the service writes it."""
        return str(self.subject.id)

    @property
    def order_key(self) -> str:
        """What is the same for events that are told one after the other."""
        return f"{type(self.subject).__name__}/{self.subject.id}"

    def data(self) -> dict[str, Any]:
        """What a webhook is told: always the same, however often it is told (A-164)."""
        if isinstance(self.subject, Reply):
            return _reply_data(self.subject, self.file_url)
        if self.type == BUTTON_CLICK:
            return {"message_id": self.message_id, "click_time": format_time(self.at)}
        return {
            "message_id": self.subject.id,
            "status": STATUS_WORDS[self.status],
            "dlr_date": format_time(self.at),
        }


def _reply_data(reply: Reply, file_url: str) -> dict[str, Any]:
    """What a recipient wrote, in the keys of chat/messages (A-159)."""
    return {
        "id": reply.id,
        "chat_id": reply.chat.id,
        "added": format_time(reply.added),
        "message": reply.text,
        "file_id": reply.file_id,
        "file_url": file_url,
        "file_name": reply.file_name,
        "session_id": reply.session.id,
    }


def event_id(seed: int, event_type: str, subject: Subject, status: str) -> str:
    """The id of an event: the same one whenever the journal is replayed."""
    source = f"{seed}/{event_type}/{type(subject).__name__}/{subject.id}/{status}"
    return new_message_ids(shake_128(source.encode()).hexdigest(16))[0]
