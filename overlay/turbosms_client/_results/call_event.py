"""What became of a request, as `on_call` is told of it."""

# Without `from __future__ import annotations`: the class is public (see ARCHITECTURE.md).

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

CallOutcome: TypeAlias = Literal[
    "succeeded", "refused", "not_sent", "failed", "unknown", "interrupted"
]


@dataclass(frozen=True)
class CallEvent:
    """What became of one request to the service, with its retries: `on_call` is called with it.

    It has no phone numbers, no texts and no token, so all of it may go into metrics and logs. A
    send to more than 5,000 recipients has an event for each of its batches, `message.wait` one for
    each time that it asks.
    """

    operation: str
    """The method of the service, such as `message/send`."""
    outcome: CallOutcome
    """`succeeded`; `refused` by a result code; `not_sent`: no connection was made; `failed`: a
    read-only request got no usable response; `unknown`: a request that creates something may have
    been executed; `interrupted` by Ctrl-C, a cancellation or the like.
    """
    code: int | None
    """The result code, of a refusal that which refuses; None if there was no usable response."""
    attempts: int
    """How often the request was made; 0 if the deadline was over before."""
    seconds: float
    """From the beginning of the first attempt to the end of the last, with the pauses between."""
    accepted: int
    """The recipients that this request's answer accepts; 0 for what is no send."""
    rejected: int
    """The recipients that this request's answer refuses; 0 for what is no send."""


OnCall: TypeAlias = Callable[[CallEvent], object]
