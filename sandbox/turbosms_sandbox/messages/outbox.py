"""What a send works on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from turbosms_sandbox.messages.repeats import RecentMessages
from turbosms_sandbox.messages.sent_messages import SentMessages

if TYPE_CHECKING:
    from turbosms_sandbox.account.account import Account
    from turbosms_sandbox.chats.all_chats import Chats
    from turbosms_sandbox.delivery.behaviours import RecipientBehaviours
    from turbosms_sandbox.files.file_store import FileStore


@dataclass(slots=True)
class Outbox:
    """The parts of the state that a send reads and changes."""

    account: Account
    behaviours: RecipientBehaviours
    files: FileStore
    chats: Chats
    sent: SentMessages = field(default_factory=SentMessages)
    recent: RecentMessages = field(default_factory=RecentMessages)
    last_send: float | None = None
    """When a message was created last."""
