"""What every method needs from its client."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ._errors import OutcomeUnknownError
from ._flow import Flow
from ._policy import RetryPolicy


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
