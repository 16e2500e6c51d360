"""What a chat consists of. Messages and sessions are numbered across all chats."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from turbosms_api.tables import limits

if TYPE_CHECKING:
    from turbosms_sandbox.delivery.behaviours import Script
    from turbosms_sandbox.delivery.campaigns import Message

SESSION_SECONDS = limits.SESSION_HOURS.value * 3_600


@dataclass(eq=False, slots=True)
class Session:
    """The day after a recipient wrote (A-105).

    `price` is in kopecks; `unreplied` counts what was sent since the last reply.
    """

    id: int
    chat: Chat
    price: int
    started: float
    paid: bool
    """A-97: whether it was paid for when it began.

    If the money was short, the first session message pays.
    """
    sent: int = 0
    unreplied: int = 0

    @property
    def ends(self) -> float:
        return self.started + SESSION_SECONDS


@dataclass(frozen=True, eq=False, slots=True)
class CampaignMessage:
    """A Viber message of `message/send` that reached Viber at the moment `added`."""

    id: int
    chat: Chat
    added: float
    message: Message


@dataclass(frozen=True, eq=False, slots=True)
class SessionMessage:
    """A message of `chat/send`.

    `file_id` is 0 for a text; `script` is the recipient's fate when it was sent.
    """

    id: int
    chat: Chat
    added: float
    session: Session
    text: str
    file_id: int
    file_name: str
    script: Script


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


ChatMessage: TypeAlias = "CampaignMessage | SessionMessage | Reply"


@dataclass(eq=False, slots=True)
class Chat:
    """A two-way sender and a number.

    `messages` and `sessions` stand in the order of time and of their ids.
    """

    id: int
    sender_id: int
    number: str
    messages: list[ChatMessage] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    unread: int = 0

    def open_session(self, now: float) -> Session | None:
        """The session in which session messages can be sent now, if there is one."""
        return self.sessions[-1] if self.sessions and now < self.sessions[-1].ends else None
