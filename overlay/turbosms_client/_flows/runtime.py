"""What every method needs from its client."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .._requests.policy import RetryPolicy
from .._results.errors import OutcomeUnknownError
from .instructions import Flow


@dataclass(frozen=True)
class Runtime:
    """What every method needs from its client."""

    run: Callable[[Flow[Any]], Any]
    """Carries out a flow, and returns its result; in `AsyncTurboSMS`, an awaitable of it."""
    retry: RetryPolicy
    senders: Mapping[str, str | None]
    """The client's senders by channel, `sms` and `viber`."""
    interrupted: deque[OutcomeUnknownError]
    """The calls that were interrupted, for the caller to complete."""
