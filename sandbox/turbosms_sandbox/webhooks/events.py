"""Events: what has happened to messages or in chats, and what webhooks are told about it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import shake_128
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from turbosms_sandbox.calls.message_ids import new_message_ids
from turbosms_sandbox.calls.times import format_time
from turbosms_sandbox.chats.chat import Reply
from turbosms_sandbox.webhooks.event_types import BUTTON_CLICK, STATUS_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbosms_sandbox.chats.chat import SessionMessage
    from turbosms_sandbox.delivery.sends import StoredMessage

Subject: TypeAlias = "StoredMessage | SessionMessage | Reply"
"""What something happens to."""


class Change(NamedTuple):
    """What happens to a message, or in a chat."""

    subject: Subject
    status: str = ""
    """The delivery status that the message reaches; empty if it is something else."""
    file_url: str = ""
    """Where the file of a reply is."""

    @property
    def message_id(self) -> str:
        """The id of the message that it is about, as the service writes it."""
        return str(self.subject.id)


@dataclass(frozen=True, eq=False, slots=True)
class Event:
    """What happened at the moment `at`, and is told under one id."""

    id: str
    type: str
    """One of `EVENT_TYPES`."""
    at: float
    changes: Sequence[Change]
    """One, or those that stand in the array."""
    is_array: bool
    """Whether `data` is an array (A-167)."""

    def message_ids(self) -> list[str]:
        return [change.message_id for change in self.changes]

    def order_keys(self) -> frozenset[str]:
        """Events that have one of these in common are told one after the other."""
        return frozenset(f"{type(subject).__name__}/{subject.id}" for subject, _, _ in self.changes)

    def data(self) -> dict[str, Any] | list[dict[str, Any]]:
        """What a webhook is told: always the same, however often it is told (A-164)."""
        if self.is_array:
            return [self._data_of(change) for change in self.changes]
        return self._data_of(self.changes[0])

    def _data_of(self, change: Change) -> dict[str, Any]:
        if isinstance(change.subject, Reply):
            return _reply_data(change.subject, change.file_url)
        if self.type == BUTTON_CLICK:
            return {"message_id": change.message_id, "click_time": format_time(self.at)}
        return {
            "message_id": change.subject.id,
            "status": STATUS_WORDS[change.status],
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


def event_id(seed: int, event_type: str, first: Change, *, is_array: bool) -> str:
    """The id of an event: the same one whenever the journal is replayed.

    A change is the first one of no more than one event of its own, and one array.
    """
    subject, status, _ = first
    source = f"{seed}/{event_type}/{type(subject).__name__}/{subject.id}/{status}"
    if is_array:
        source += "/array"
    return new_message_ids(shake_128(source.encode()).hexdigest(16))[0]
