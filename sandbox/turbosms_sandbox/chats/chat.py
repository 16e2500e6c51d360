"""A chat and what it consists of. Messages and sessions are numbered across all chats."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from turbosms_api.tables import limits

if TYPE_CHECKING:
    from turbosms_sandbox.delivery.behaviours import RecipientBehaviour
    from turbosms_sandbox.delivery.sends import StoredMessage

SESSION_SECONDS = limits.SESSION_HOURS.value * 3_600


@dataclass(eq=False, slots=True)
class Session:
    """The 24 hours after a recipient wrote (A-105). `price` is in kopecks."""

    id: int
    chat: Chat
    price: int
    started: float
    paid: bool
    """A-97: whether it was paid for when it began.

    If there was not enough money, the first session message pays.
    """
    sent: int = 0
    unreplied: int = 0
    """How many messages were sent since the last reply."""

    @property
    def ends(self) -> float:
        return self.started + SESSION_SECONDS


@dataclass(frozen=True, eq=False, slots=True)
class MessageOfSend:
    """A Viber message of `message/send`, which reached Viber at the moment `added`."""

    id: int
    chat: Chat
    added: float
    message: StoredMessage


@dataclass(frozen=True, eq=False, slots=True)
class SessionMessage:
    """A message of `chat/send`. `file_id` is 0 for a text."""

    id: int
    chat: Chat
    added: float
    session: Session
    text: str
    file_id: int
    file_name: str
    behaviour: RecipientBehaviour
    """How the recipient behaved when it was sent."""


@dataclass(eq=False, slots=True)
class Reply:
    """A message of the recipient. `file_id` is 0 for a text."""

    id: int
    chat: Chat
    added: float
    session: Session
    text: str
    file_id: int
    file_name: str
    read: bool = False


ChatEntry: TypeAlias = "MessageOfSend | SessionMessage | Reply"


@dataclass(eq=False, slots=True)
class Chat:
    """What a two-way sender and a number write to each other, in the order of time and of ids."""

    id: int
    sender_id: int
    phone: str
    entries: list[ChatEntry] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    unread: int = 0

    def open_session(self, now: float) -> Session | None:
        """The session in which messages can be sent now, if there is one."""
        if not self.sessions:
            return None
        last = self.sessions[-1]
        return last if now < last.ends else None
