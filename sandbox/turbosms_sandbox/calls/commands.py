"""Commands: what changes the state is a function of the state and one of these, and nothing else.

What runs in a command reads no clock and draws no chance of its own: the time is `context.now`, and
chance comes from `context.draw`. The same commands on the same opening state give the same answers
and leave the same state.
"""

from __future__ import annotations

from hashlib import shake_128
from typing import TYPE_CHECKING, NamedTuple

from turbosms_sandbox.calls.answers import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbosms_sandbox.delivery.campaigns import Message
    from turbosms_sandbox.engine.state import State
    from turbosms_sandbox.http.call_reading import Data


class ControlError(ValueError):
    """A change by the control plane cannot be made, and nothing changed; the message says why."""


class Fetched(NamedTuple):
    """What came of fetching a file, before the command.

    Its content and extension, or the code of a refusal.
    """

    content: bytes
    extension: str
    refusal: int | None = None

    def open(self) -> tuple[bytes, str]:
        """The content and the extension, or the refusal."""
        if self.refusal is not None:
            raise Refusal(self.refusal)
        return self.content, self.extension


class Command(NamedTuple):
    """One step of the state.

    `name` is a method, or a change by the control plane, like `sandbox/clock`.
    """

    name: str
    now: float
    """The virtual time, taken once."""
    data: Data
    base_url: str = ""
    """The address by which the caller reached the sandbox; links in answers begin with it."""
    fetched: Fetched | None = None


class Context:
    """What a handler works on: the state, the command and its chance.

    A handler's changes are one step.
    """

    __slots__ = ("_drawn", "base_url", "data", "fetched", "found", "now", "operation", "state")

    def __init__(
        self, state: State, command: Command, found: Sequence[Message] | None = None
    ) -> None:
        self.state = state
        self.operation = command.name
        self.now = command.now
        self.data = command.data
        self.base_url = command.base_url
        self.fetched = command.fetched
        self.found = found
        """What a search for this command has found before; None: nobody has searched."""
        self._drawn = 0

    def draw(self, count: int) -> str:
        """So many random bytes in hexadecimal.

        The same ones whenever the command is executed at this point.
        """
        self._drawn += 1
        place = f"{self.state.seed}/{self.state.changes}/{self._drawn}"
        return shake_128(place.encode()).hexdigest(count)
