"""Everything that the sandbox remembers, in one object: a reset replaces it with a new one."""

from __future__ import annotations

from turbosms_sandbox.account.account import Account
from turbosms_sandbox.calls.sequence_ids import ExecutedRequests
from turbosms_sandbox.chats.all_chats import Chats
from turbosms_sandbox.delivery.behaviours import RecipientBehaviours
from turbosms_sandbox.engine.clock import Clock
from turbosms_sandbox.files.file_store import FileStore
from turbosms_sandbox.messages.outbox import Outbox
from turbosms_sandbox.webhooks.all_webhooks import Webhooks


class State:
    """The clock, the account, and everything that was created with it.

    All randomness depends on `seed` and the number of changes.
    """

    def __init__(self, now: float, seed: int) -> None:
        self.seed = seed
        self.changes = 0
        """How many commands have changed this state."""
        self.clock = Clock(now)
        self.account = Account()
        self.behaviours = RecipientBehaviours()
        self.files = FileStore(now)
        self.chats = Chats(self.account)
        self.outbox = Outbox(self.account, self.behaviours, self.files, self.chats)
        self.sent = self.outbox.sent
        self.executed = ExecutedRequests()
        self.webhooks = Webhooks(seed, self.sent, self.chats, self.files)
