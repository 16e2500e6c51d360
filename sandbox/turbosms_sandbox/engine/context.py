"""What a command is executed with."""

from __future__ import annotations

from hashlib import shake_128
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbosms_sandbox.calls.commands import Command
    from turbosms_sandbox.delivery.sends import StoredMessage
    from turbosms_sandbox.engine.state import State


class Context:
    """The state, the command, and the randomness of this execution."""

    __slots__ = ("_draws", "command", "matching", "state")

    def __init__(
        self, state: State, command: Command, matching: Sequence[StoredMessage] | None = None
    ) -> None:
        self.state = state
        self.command = command
        self.matching = matching
        """The messages that an earlier search for the command has found; None if there was none."""
        self._draws = 0

    def draw(self, count: int) -> str:
        """So many random bytes in hexadecimal: the same ones whenever the command is replayed."""
        self._draws += 1
        source = f"{self.state.seed}/{self.state.changes}/{self._draws}"
        return shake_128(source.encode()).hexdigest(count)
