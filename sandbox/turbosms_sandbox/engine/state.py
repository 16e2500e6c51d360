"""Everything that the sandbox remembers, in one object: a reset puts a new one in its place."""

from __future__ import annotations

from turbosms_sandbox.account.account import Account
from turbosms_sandbox.calls.sequence_ids import Sequences
from turbosms_sandbox.calls.times import Clock
from turbosms_sandbox.chats.all_chats import Chats
from turbosms_sandbox.delivery.behaviours import Fates
from turbosms_sandbox.files import file_store
from turbosms_sandbox.messages.repeats import Repeats
from turbosms_sandbox.messages.sent_messages import Memory, Storage


class State:
    """The clock, the account, and what was created with it.

    `seed` and the number of changes decide all chance.
    """

    def __init__(self, now: float, seed: int) -> None:
        self.seed = seed
        self.changes = 0
        """How many commands have changed this state."""
        self.clock = Clock(now)
        self.account = Account()
        self.fates = Fates()
        self.storage: Storage = Memory()
        self.sequences = Sequences(self.storage)
        self.repeats = Repeats()
        self.chats = Chats()
        self.last_send: float | None = None
        """When a message was created last."""
        file_store.add_opening_files(self.storage, now)
