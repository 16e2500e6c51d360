"""Calls that read and create nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from .._answers.envelopes import Answer
from .._flows.instructions import Flow
from .._flows.runtime import Runtime
from .._requests.attempts import Attempts
from .._requests.building import Request
from .request_with_retries import make_request

T = TypeVar("T")


def ask(
    runtime: Runtime,
    request: Request,
    read: Callable[[Answer], T],
    until: float | None = None,
) -> Flow[T]:
    """Make a read-only request, until a time of `time.monotonic` at the latest."""
    attempts = Attempts(runtime.retry, until)
    return (yield from make_request(request, read, attempts))
