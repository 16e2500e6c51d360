"""How an operation is called: one form for all of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.guarantees.faults import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.guarantees.ends import Ended
    from tests.kit.control import Control


class World(NamedTuple):
    """What one call speaks of. `mark` is like no other: its `sequence_id`, and its text."""

    control: Control
    mark: str
    known: Any = None
    """What `OperationCall.prepare` made."""


@dataclass(frozen=True)
class OperationCall:
    """How an operation is called.

    Everything but `call` gets the world that the call was made in.
    """

    call: Callable[..., Any]
    """Takes a client, the world, and further keywords of the method."""
    check: Callable[[Any, World], None]
    """Raises AssertionError if this is not what the service has."""
    executed: Callable[[World], int] | None = None
    """How often a call was executed that creates something."""
    consumed: Callable[[World], bool] | None = None
    """Whether a call was executed that takes what it reads."""
    blank: object = UNREADABLE
    """What a success with an empty result comes to."""
    prepare: Callable[[Control], Any] = lambda control: None
    parts: Callable[[Ended], list[Ended]] = lambda ended: [ended]
    """The logical calls of one call, each with an end of its own."""
    deadline: bool = True
    """Whether the method takes one."""

    def world(self, control: Control) -> World:
        """A world that no call was made in."""
        return World(control, uuid.uuid4().hex, self.prepare(control))
