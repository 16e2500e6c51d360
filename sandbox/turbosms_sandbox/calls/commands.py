"""Commands: the only inputs that change the state.

Executing a command reads no clock and uses no randomness of its own. The time is `Command.now`;
random digits come from the state's seed. So the same commands on the same initial state give the
same answers and lead to the same state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from turbosms_sandbox.calls.answers import Refusal

if TYPE_CHECKING:
    from turbosms_sandbox.calls.parameters import Parameters


class ControlError(ValueError):
    """A call of the control plane is refused, and nothing changed; the message says why."""


class FetchedFile(NamedTuple):
    """The result of fetching a file before a command: content and extension, or a refusal code."""

    content: bytes
    extension: str
    refusal: int | None = None

    def open(self) -> tuple[bytes, str]:
        """Content and extension; raises the refusal if there is one."""
        if self.refusal is not None:
            raise Refusal(self.refusal)
        return self.content, self.extension


class Command(NamedTuple):
    """A call of a method, or a change by the control plane, ready to be executed."""

    name: str
    """A method like `message/send`, or a change like `sandbox/clock`."""
    now: float
    """The virtual time, read once."""
    parameters: Parameters
    base_url: str = ""
    """The address by which the caller reached the sandbox; links in answers begin with it."""
    fetched: FetchedFile | None = None
