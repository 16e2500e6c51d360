"""Everything that the sandbox remembers, in one object: a reset puts a new one in its place."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from turbosms_sandbox import files
from turbosms_sandbox.account import Account
from turbosms_sandbox.clock import Clock
from turbosms_sandbox.messages.repeats import Repeats
from turbosms_sandbox.sequences import Sequences
from turbosms_sandbox.storage import Memory, Storage

if TYPE_CHECKING:
    from collections.abc import Callable


class State:
    """The clock, the account, and what was created with it."""

    def __init__(self, read_clock: Callable[[], float] = time.time) -> None:
        self.clock = Clock(read_clock)
        self.account = Account()
        self.storage: Storage = Memory()
        self.sequences = Sequences(self.storage, self.clock)
        self.repeats = Repeats()
        files.add_opening_files(self.storage, self.clock.now())
